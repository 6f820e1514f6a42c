using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Publishes the reviewed variant in batches. The matches of a batch and the run's event about it commit together:
/// after a crash the next batch follows, and each match is proposed once.
/// </summary>
public sealed class PublishRuns : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly Pool _pool;
    private readonly TimeProvider _clock;

    public PublishRuns(IServiceScopeFactory scopes, Pool pool, TimeProvider clock)
    {
        Name = "publish_runs";
        IncludeType<PublicationRequested>();
        (_scopes, _pool, _clock) = (scopes, pool, clock);
    }

    private const int BatchSize = 50;
    private const int MaxAttempts = 10;

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        foreach (var e in page.Events.Where(e => e.Data is PublicationRequested))
        {
            await using var scope = _scopes.CreateScopeFor(e);
            await Publish(
                ((PublicationRequested)e.Data).Run,
                scope.ServiceProvider.GetRequiredService<EventStreams>(),
                cancellationToken
            );
        }

        return NullChangeListener.Instance;
    }

    private async Task Publish(RunId id, EventStreams events, CancellationToken ct)
    {
        var run =
            await events.Read<Run, RunEvent>(id.Value, Run.Evolve, ct)
            ?? throw new InvalidOperationException("A publication was requested of no run.");
        var result =
            await events.Read<RunResult, ResultEvent>(RunResult.IdOf(id, run.ChosenVariant), RunResult.Evolve, ct)
            ?? throw new InvalidOperationException("The run was reviewed without a result.");
        var program =
            await events.Load<ProgramReplica>(run.Program.Value, ct)
            ?? throw new InvalidOperationException("The run is of no known program.");
        var timeToAnswer = TimeSpan.FromDays(program.AnswerWithinDays);
        for (var (more, failures) = (true, 0); more; )
        {
            try
            {
                more = await PublishNextBatch(id, result, timeToAnswer, events, ct);
                failures = 0;
            }
            catch (UniqueConflictException) when (++failures < MaxAttempts)
            {
                // Another run proposed to one of these mentees in the meantime. The next attempt reads that.
            }
        }
    }

    private async Task<bool> PublishNextBatch(
        RunId id,
        RunResult result,
        TimeSpan timeToAnswer,
        EventStreams events,
        CancellationToken ct
    )
    {
        var more = false;
        await events.Update(
            async writes =>
            {
                var run = await writes.Fetch<Run, RunEvent>(id.Value, Run.Evolve);
                if (run is not { State: RunState.Publishing })
                {
                    more = false;
                    return;
                }

                var (batch, now) = (NextBatch(run, result), _clock.GetUtcNow());
                var (noted, proposed) = Decide(
                    run,
                    batch,
                    await _pool.AvailabilityOf(run.Program, batch, now, ct),
                    timeToAnswer,
                    now
                );
                writes.Append<Run, RunEvent>(id.Value, noted);
                foreach (var match in proposed)
                    writes.Append<Match, MatchEvent>(match.Match.Value, match);
                more = noted is [ProposalsPublished];
            },
            ct
        );
        return more;
    }

    /// <summary>A pair that was added by hand replaces the solver's pair for the same mentee.</summary>
    public static IReadOnlyList<ProposedPair> NextBatch(Run run, RunResult result) =>
        [
            .. run
                .Variant.AddedPairs.Values.Concat(
                    result.Proposals.Where(p =>
                        !run.Variant.AddedPairs.ContainsKey(p.Mentee) && !run.Variant.RemovedMentees.Contains(p.Mentee)
                    )
                )
                .Where(p => !run.SettledMentees.Contains(p.Mentee))
                .OrderBy(p => p.Mentee.Value)
                .Take(BatchSize),
        ];

    public static (RunEvent[] Run, MatchProposed[] Matches) Decide(
        Run run,
        IReadOnlyList<ProposedPair> batch,
        PairAvailability availability,
        TimeSpan timeToAnswer,
        DateTimeOffset now
    )
    {
        var minutes = run.Variant.Policy.MinutesPerMentorship;
        var skipped = batch
            .Select(p => (p.Mentee, Reason: availability.FindSkipReason(p, minutes)))
            .Where(s => s.Reason is not null)
            .Select(s => new SkippedProposal(s.Mentee, s.Reason!.Value))
            .ToArray();
        var published = batch.ExceptBy(skipped.Select(s => s.Mentee), p => p.Mentee).ToArray();
        var noted = new ProposalsPublished(
            run.Id,
            [.. published.Select(p => p.Mentee)],
            skipped,
            published.Sum(p => (long)p.Score),
            now
        );
        var after = Run.Evolve(run, noted);
        RunEvent[] done =
            after.Variant.OpenProposals == 0
                ?
                [
                    new RunPublished(
                        run.Id,
                        run.Program,
                        run.Started?.Mentees ?? 0,
                        after.Published,
                        after.PublishedScore,
                        now
                    ),
                ]
                : [];
        return (batch is [] ? done : [noted, .. done], [.. published.Select(p => Propose(run, p, timeToAnswer, now))]);
    }

    private static MatchProposed Propose(Run run, ProposedPair p, TimeSpan timeToAnswer, DateTimeOffset now) =>
        new(
            MatchId.Of(run.Id, p.Mentee),
            run.Program,
            run.Id,
            p.Kind,
            p.Members(run.Variant.Policy.MinutesPerMentorship),
            p.SiteCode,
            p.WaitingSince,
            p.Score,
            p.Reasons,
            p.OtherReasons,
            now + timeToAnswer,
            now
        );
}
