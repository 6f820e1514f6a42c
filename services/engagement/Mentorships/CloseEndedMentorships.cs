using JasperFx.Events;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>Closes the open mentorships of a program that closed and of a person who left, with a neutral outcome.</summary>
/// <remarks>
/// It also checks each mentorship that starts, so the order of the start and of the end does not matter. It works in pages, and each
/// mentorship has its own transaction. After a crash it starts the same events again; a closed mentorship stays as it is.
/// </remarks>
public sealed class CloseEndedMentorships(IServiceScopeFactory scopes, ReadModels tables, TimeProvider clock)
    : SubscriptionBase
{
    private const int PageSize = 200;

    public string Name => "close_ended_mentorships";

    public async Task Handle(IReadOnlyList<IEvent> events, SqlBatch effects, CancellationToken ct)
    {
        foreach (var e in events)
        {
            if (Concerned(e.Data) is not { } concerned)
                continue;
            Guid? after = null;
            do
            {
                var page = await Find(concerned, after, ct);
                await Close(page, e, ct);
                after = page.Count == PageSize ? page[^1] : null;
            } while (after is not null);
        }
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        OfferedProgram? program,
        Person? mentor,
        Person? mentee,
        DateTimeOffset now
    ) =>
        mentorship switch
        {
            null or { Closing: not null } => [],
            _ when mentor is { Active: false } || mentee is { Active: false } => mentorship.Close(
                Outcome.PersonLeft,
                by: null,
                reason: null,
                now
            ),
            _ when program is { Ended: true } => mentorship.Close(Outcome.ProgramEnded, by: null, reason: null, now),
            _ => [],
        };

    /// <summary>The mentorship, the person or the program whose mentorships have to be checked; null for all other events.</summary>
    private static Guid? Concerned(object e) =>
        e switch
        {
            MentorshipStarted s => s.Mentorship.Value,
            PersonLearned { Active: false } p => p.Person.Value,
            ProgramEnded p => p.Program.Value,
            _ => null,
        };

    private Task<IReadOnlyList<Guid>> Find(Guid concerned, Guid? after, CancellationToken ct) =>
        tables.Query<Guid>(
            $"""
            select id from open_mentorships
            where (id = {concerned} or program = {concerned} or mentor = {concerned} or mentee = {concerned})
              and ({after}::uuid is null or id > {after}::uuid)
            order by id limit {PageSize}
            """,
            ct
        );

    private async Task Close(IReadOnlyList<Guid> page, IEvent cause, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AuditContext>().Metadata = cause.Metadata with
        {
            Actor = null,
            OnBehalfOf = null,
            CausationId = $"{cause.Id}",
        };
        var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
        foreach (var id in page)
            await streams.Update(writes => Close(id, writes), ct);
    }

    private async Task Close(Guid id, StreamWrites writes)
    {
        if (await writes.Fetch<Mentorship, MentorshipEvent>(id, Mentorship.Evolve) is not { } m)
            return;
        var program = await writes.Fetch<OfferedProgram, ProgramEvent>(m.Program.Value, OfferedProgram.Evolve);
        var mentor = await writes.Fetch<Person, PersonEvent>(m.Mentor.Value, Person.Evolve);
        var mentee = await writes.Fetch<Person, PersonEvent>(m.Mentee.Value, Person.Evolve);
        writes.Append<Mentorship, MentorshipEvent>(id, Decide(m, program, mentor, mentee, clock.GetUtcNow()));
    }
}
