using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.Schedules;

/// <summary>
/// A person who was declined, arrives or has a place again need not wait for the next regular run: where the program
/// says so, one more run is planned, for all that comes together until then.
/// </summary>
public sealed class PlanRefills : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;

    public PlanRefills(IServiceScopeFactory scopes, TimeProvider clock)
    {
        Name = "plan_refills";
        IncludeType<RunPublished>();
        IncludeType<MatchDeclined>();
        IncludeType<MatchMemberLeft>();
        IncludeType<GroupLeft>();
        IncludeType<CapacityReleased>();
        IncludeType<CapacityOffered>();
        IncludeType<ParticipantJoined>();
        IncludeType<ParticipantResumed>();
        IncludeType<AnotherMentorWanted>();
        (_scopes, _clock) = (scopes, clock);
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        foreach (var events in page.Events.Where(e => ProgramOf(e.Data) is not null).GroupBy(e => ProgramOf(e.Data)))
        {
            var program = events.Key!.Value;
            var published = events.Select(e => (e.Data as RunPublished)?.Run).LastOrDefault(run => run is not null);
            var isNeeded = events.Any(e => e.Data is not RunPublished);
            await using var scope = _scopes.CreateScopeFor(events.Last());
            await scope
                .ServiceProvider.GetRequiredService<EventStreams>()
                .Update<ProgramSchedule, ScheduleEvent>(
                    program.Value,
                    ProgramSchedule.Evolve,
                    schedule => Decide(schedule, program, published, isNeeded, _clock.GetUtcNow()),
                    cancellationToken
                );
        }

        return NullChangeListener.Instance;
    }

    /// <param name="schedule">The schedule of the program.</param>
    /// <param name="program">The program.</param>
    /// <param name="published">The run that was published last, of those that it was not told of yet.</param>
    /// <param name="isNeeded">Whether more people wait, or more places are free.</param>
    /// <param name="now">The moment.</param>
    /// <remarks>
    /// People who came while a run was computed are looked for after it. After a refill they are not: they have planned
    /// the next one themselves, and one that matches no one must not plan another for ever.
    /// </remarks>
    public static ScheduleEvent[] Decide(
        ProgramSchedule? schedule,
        ProgramId program,
        RunId? published,
        bool isNeeded,
        DateTimeOffset now
    )
    {
        ScheduleEvent[] adopted =
            published is { } run && run != schedule?.PolicyOf ? [new PolicyAdopted(program, run, now)] : [];
        var after = adopted.Aggregate(schedule, ProgramSchedule.Evolve);
        if (
            after is not { Ended: false, PolicyOf: not null, Changed.Schedule.RefillWithinMinutes: { } minutes }
            || !(isNeeded || (adopted is not [] && published != after.LastRefill))
        )
            return adopted;
        var due = now.AddMinutes(minutes);
        return after.NextRunAt <= due ? adopted : [.. adopted, new RefillPlanned(program, due, now)];
    }

    private static ProgramId? ProgramOf(object e) =>
        e switch
        {
            RunPublished r => r.Program,
            MatchDeclined d => d.Program,
            MatchMemberLeft l => l.Program,
            GroupLeft l => l.Program,
            CapacityReleased r => r.Program,
            CapacityOffered o => o.Program,
            ParticipantJoined j => j.Program,
            ParticipantResumed r => r.Program,
            AnotherMentorWanted w => w.Program,
            _ => null,
        };
}
