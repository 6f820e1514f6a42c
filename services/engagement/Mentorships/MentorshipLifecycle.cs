using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// Closes the open mentorships of a program that closed and of a person who left, with a neutral outcome. Pauses those
/// of a person on leave until the return. A mentee who left the company leaves a group, and one on leave does not pause
/// it. A mentorship that starts gets the roadmap of its program.
/// </summary>
/// <remarks>
/// It also checks each mentorship that starts, so the order of the start and of the other facts does not matter. It
/// works in pages, and each mentorship has its own transaction. After a crash it starts the same events again; the same
/// decision then changes nothing.
/// </remarks>
public sealed class MentorshipLifecycle : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ReadModels _tables;
    private readonly TimeProvider _clock;

    public MentorshipLifecycle(IServiceScopeFactory scopes, ReadModels tables, TimeProvider clock)
    {
        Name = "mentorship_lifecycle";
        IncludeType<MentorshipStarted>();
        IncludeType<PersonLeft>();
        IncludeType<PersonLeaveReported>();
        IncludeType<ProgramDescribed>();
        IncludeType<ProgramEnded>();
        (_scopes, _tables, _clock) = (scopes, tables, clock);
    }

    private const int PageSize = 200;

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        foreach (var e in page.Events)
        {
            if (AffectedId(e.Data) is not { } concerned)
                continue;
            Guid? after = null;
            do
            {
                var found = await FindOpen(concerned, after, cancellationToken);
                await Update(found, e, cancellationToken);
                after = found.Count == PageSize ? found[^1] : null;
            } while (after is not null);
        }

        return NullChangeListener.Instance;
    }

    /// <param name="program">Null where it is not known, or there is none.</param>
    /// <param name="people">The members, as far as they are known.</param>
    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        ProgramReplica? program,
        IReadOnlyCollection<PersonReplica> people,
        DateTimeOffset now
    )
    {
        if (mentorship is null or { Closing: not null })
            return [];
        var needed = people.Where(p => IsNeeded(mentorship, p)).ToArray();
        if (needed.Any(p => !p.Active))
            return mentorship.Close(Outcome.PersonLeft, by: null, reason: null, now);
        if (people.Except(needed).FirstOrDefault(p => !p.Active) is { } gone)
        {
            var leave = mentorship.Leave(new(gone.Id), LeaveCause.PersonLeft, by: null, reason: null, now);
            var rest = leave.Aggregate(mentorship, Mentorship.Evolve);
            return [.. leave, .. Decide(rest, program, [.. people.Where(p => p != gone)], now)];
        }

        if (program is { Ended: true })
            return mentorship.Close(Outcome.ProgramEnded, by: null, reason: null, now);
        return (needed.Any(p => p.OnLeave), mentorship.PausedAt) switch
        {
            (true, null) => [new MentorshipPaused(mentorship.Id, now)],
            (false, not null) => [new MentorshipResumed(mentorship.Id, now)],
            _ => [],
        };
    }

    /// <summary>Whether the mentorship does not go on without this member: a group does without a mentee.</summary>
    private static bool IsNeeded(Mentorship mentorship, PersonReplica person) =>
        mentorship.Kind is not RelationshipKind.Group || mentorship.RoleOf(new(person.Id)) is MemberRole.Mentor;

    /// <summary>
    /// The mentorship, the person or the program whose mentorships have to be checked; null for all other events.
    /// </summary>
    private static Guid? AffectedId(object e) =>
        e switch
        {
            MentorshipStarted s => s.Mentorship.Value,
            PersonLeft p => p.Person.Value,
            PersonLeaveReported p => p.Person.Value,
            ProgramDescribed p => p.Program.Value,
            ProgramEnded p => p.Program.Value,
            _ => null,
        };

    private Task<IReadOnlyList<Guid>> FindOpen(Guid concerned, Guid? after, CancellationToken ct) =>
        _tables.Query<Guid>(
            $"""
            select id from (
                select id from open_mentorships where id = {concerned}
                union select id from open_mentorships where program = {concerned}
                union select mentorship from open_mentorship_members where person = {concerned}
            ) as concerned
            where {after}::uuid is null or id > {after}::uuid
            order by id limit {PageSize}
            """,
            ct
        );

    private async Task Update(IReadOnlyList<Guid> page, IEvent cause, CancellationToken ct)
    {
        await using var scope = _scopes.CreateScopeFor(cause);
        var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
        foreach (var id in page)
            await streams.Update(writes => Update(id, cause.Data, streams, writes, ct), ct);
    }

    private async Task Update(Guid id, object cause, EventStreams streams, StreamWrites writes, CancellationToken ct)
    {
        if (await writes.Fetch<Mentorship, MentorshipEvent>(id, Mentorship.Evolve) is not { } m)
            return;
        var program = m.Program is { Value: var known } ? await streams.Load<ProgramReplica>(known, ct) : null;
        var people = new List<PersonReplica>();
        foreach (var member in m.Members)
            if (await streams.Load<PersonReplica>(member.Person.Value, ct) is { } person)
                people.Add(person);
        var now = _clock.GetUtcNow();
        // Either may come first. A roadmap that the program gets later is for mentorships that start later.
        var copied = cause is MentorshipStarted or ProgramDescribed ? CopyRoadmap.Decide(m, program, now) : [];
        writes.Append<Mentorship, MentorshipEvent>(id, [.. copied, .. Decide(m, program, people, now)]);
    }
}
