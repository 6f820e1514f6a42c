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

    /// <summary>
    /// A pair that was added by hand replaces the solver's pair for the same mentee. All pairs of a group are in one
    /// batch, which becomes larger for it.
    /// </summary>
    public static IReadOnlyList<ProposedPair> NextBatch(Run run, RunResult result)
    {
        var open = run
            .Variant.AddedPairs.Values.Concat(
                result.Proposals.Where(p =>
                    !run.Variant.AddedPairs.ContainsKey(p.Mentee) && !run.Variant.RemovedMentees.Contains(p.Mentee)
                )
            )
            .Where(p => !run.SettledMentees.Contains(p.Mentee))
            .OrderBy(p => p.Mentee.Value);
        var batch = new List<ProposedPair>();
        foreach (var match in open.GroupBy(MatchKey).TakeWhile(_ => batch.Count < BatchSize))
            batch.AddRange(match);
        return batch;
    }

    public static (RunEvent[] Run, MatchProposed[] Matches) Decide(
        Run run,
        IReadOnlyList<ProposedPair> batch,
        PairAvailability availability,
        TimeSpan timeToAnswer,
        DateTimeOffset now
    )
    {
        var skipped = batch.GroupBy(MatchKey).SelectMany(match => Skip(run, [.. match], availability)).ToArray();
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
        return (
            batch is [] ? done : [noted, .. done],
            [.. published.GroupBy(MatchKey).Select(match => Propose(run, [.. match], timeToAnswer, now))]
        );
    }

    /// <summary>The pairs with the same key become one match.</summary>
    private static (int? Group, PersonId? Mentee) MatchKey(ProposedPair p) =>
        p.Group is { Number: var number } ? (number, null) : (null, p.Mentee);

    private static IEnumerable<SkippedProposal> Skip(Run run, ProposedPair[] match, PairAvailability availability)
    {
        var minutes = run.Variant.Policy.MinutesPerMentorship;
        var found = match.Select(p => (p.Mentee, Reason: availability.FindSkipReason(p, minutes))).ToArray();
        var isTooSmall = found.Count(pair => pair.Reason is null) < LeastMentees(run);
        return found
            .Select(pair => (pair.Mentee, Reason: pair.Reason ?? (isTooSmall ? SkipReason.GroupTooSmall : null)))
            .Where(pair => pair.Reason is not null)
            .Select(pair => new SkippedProposal(pair.Mentee, pair.Reason!.Value));
    }

    private static int LeastMentees(Run run) => run.Kind is MatchKind.Group ? run.Variant.GroupSizes.Min : 1;

    private static MatchProposed Propose(Run run, ProposedPair[] pairs, TimeSpan timeToAnswer, DateTimeOffset now)
    {
        var first = pairs[0];
        return new(
            MatchId.OfPair(run.Id, first),
            run.Program,
            run.Id,
            first.Kind,
            MembersOf(pairs, run.Variant.Policy.MinutesPerMentorship),
            first.SiteCode,
            first.WaitingSince,
            (int)pairs.Average(p => p.Score),
            [.. pairs.SelectMany(ReasonsOf)],
            now + timeToAnswer,
            now,
            LeastMentees(run)
        );
    }

    /// <param name="pairs">One, or all of a group.</param>
    /// <param name="minutes">What the mentorship takes of a mentor's time, a month.</param>
    private static IReadOnlyList<MatchMember> MembersOf(ProposedPair[] pairs, int minutes) =>
        pairs[0].Kind is MatchKind.Reciprocal
            ? [new(pairs[0].Mentee, MemberRole.Peer, minutes), new(pairs[0].Mentor, MemberRole.Peer, minutes)]
            :
            [
                new(pairs[0].Mentor, MemberRole.Mentor, minutes),
                .. pairs.Select(p => new MatchMember(p.Mentee, MemberRole.Mentee, 0)),
            ];

    private static MatchReasons[] ReasonsOf(ProposedPair p) =>
        p.OtherReasons is { } other
            ? [new(p.Mentee, p.Mentor, p.Reasons), new(p.Mentor, p.Mentee, other)]
            : [new(p.Mentee, p.Mentor, p.Reasons, p.Group?.Partners)];
}
