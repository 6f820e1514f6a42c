using MassTransit;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.Schedules;

/// <summary>
/// A program's scheduled run is due. This is a message of the service to its own replicas; any of them may take it.
/// </summary>
/// <param name="Run">The id of the run.</param>
/// <param name="PolicyOf">The run by whose policy it goes; null for the defaults.</param>
/// <param name="WithoutReview">Whether it sends its proposals at once.</param>
public sealed record RunDue(
    Guid Program,
    long Version,
    Guid Run,
    Guid? PolicyOf,
    bool WithoutReview,
    DateTimeOffset At
);

/// <summary>The run is requested, where a mentee waits and a mentor has a place.</summary>
public sealed class WhenRunDue(EventStreams events, Pool pool, TimeProvider clock) : IConsumer<RunDue>
{
    public async Task Consume(ConsumeContext<RunDue> context)
    {
        var (due, now, ct) = (context.Message, clock.GetUtcNow(), context.CancellationToken);
        var program = await events.Load<ProgramReplica>(due.Program, ct);
        if (program is null or { Version: 0 } or { Ended: true } || !await pool.MayFindPairs(new(due.Program), now, ct))
            return;
        var example = due.PolicyOf is { } id ? await events.Read<Run, RunEvent>(id, Run.Evolve, ct) : null;
        await events.Update<Run, RunEvent>(
            due.Run,
            Run.Evolve,
            run => Decide(run, due, KindOf(program), example, RequestRun.DayOf(program, now), now, program.GroupSizes),
            ct
        );
    }

    /// <param name="run">The run, where it was requested before.</param>
    /// <param name="due">What is due.</param>
    /// <param name="kind">What it proposes.</param>
    /// <param name="example">The run by whose policy it goes; null for the defaults. Pairs that were locked in it were
    /// for its own people.</param>
    /// <param name="day">The day whose UTC offsets tell how far apart time zones are.</param>
    /// <param name="now">The moment.</param>
    /// <param name="sizes">Of groups in the program, where that run had none.</param>
    public static RunEvent[] Decide(
        Run? run,
        RunDue due,
        MatchKind kind,
        Run? example,
        DateOnly day,
        DateTimeOffset now,
        GroupSizes? sizes = null
    ) =>
        run is not null
            ? []
            :
            [
                new RunRequested(
                    new(due.Run),
                    new(due.Program),
                    (example?.Variant.Policy ?? new() { Day = day }) with
                    {
                        Day = day,
                        Locked = [],
                        Fairness =
                            kind is MatchKind.OneToOne && example is not null
                                ? example.Variant.Policy.Fairness
                                : FairnessBounds.None,
                    },
                    example?.Exclusions ?? [],
                    By: null,
                    now,
                    (example?.Variant.Terms ?? VariantTerms.None) with
                    {
                        Name = null,
                        GroupSizes = kind is MatchKind.Group ? example?.Variant.Terms.GroupSizes ?? sizes : null,
                        Method =
                            kind is MatchKind.OneToOne && example is not null
                                ? example.Variant.Terms.Method
                                : MatchingMethod.Optimal,
                        MentorWeights = kind is MatchKind.OneToOne ? example?.Variant.Terms.MentorWeights : null,
                    },
                    due.WithoutReview,
                    kind
                ),
            ];

    /// <summary>A program with several kinds makes the runs of the others when a coordinator requests them.</summary>
    private static MatchKind KindOf(ProgramReplica program) =>
        program.Formats.Contains(ProgramReplica.OneToOne) ? MatchKind.OneToOne
        : program.Formats.Contains(ProgramReplica.Reciprocal) ? MatchKind.Reciprocal
        : MatchKind.Group;
}
