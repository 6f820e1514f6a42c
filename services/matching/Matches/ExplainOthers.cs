using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// The mentee of a match asks why the run did not give them another mentor, the mentor why not another mentee. The two and their
/// coordinators read the same: what is between the asking side and the other person, and nothing of what is confidential or of others.
/// </summary>
public static class ExplainOthers
{
    /// <summary>It needs the whole cohort, and anybody with a match may ask: one answer of a replica is computed at a time.</summary>
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <param name="Mentee">Of the pair that was asked about.</param>
    /// <param name="Mentor">Of the same pair.</param>
    /// <param name="WhatWouldHelp">Null where the two have a match in this run.</param>
    public sealed record WhyNotView(
        Guid Mentee,
        Guid Mentor,
        IReadOnlyList<string> Sentences,
        OpenToBoth.HelpView? WhatWouldHelp
    );

    public static async Task<Ok<WhyNotView>> Handle(
        Guid id,
        Guid person,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var match = await events.NeedSightOfMatch(id, user, ct);
        var run = NeedFoundByRun(match, await events.Read<Run, RunEvent>(match.Proposal.Run.Value, Run.Evolve, ct));
        var record = await VariantRecord.Read(events, run, null, ct);
        var (side, pair) = PairOf(match, user.Person(), person, record.Cohort);
        var published = await events.Read<Match, MatchEvent>(
            MatchId.Of(run.Id, new(pair.Mentee)).Value,
            Match.Evolve,
            ct
        );
        var (sentences, help) = OpenToBoth.Tell(
            side,
            published?.Proposal.Mentor.Value == pair.Mentor,
            await Find(record, pair, ct)
        );
        return TypedResults.Ok(new WhyNotView(pair.Mentee, pair.Mentor, sentences, help));
    }

    /// <exception cref="DomainException">The match is not what the solver found, or the run left nothing to tell from.</exception>
    private static Run NeedFoundByRun(Match match, Run? run) =>
        run switch
        {
            null => throw new DomainException(DomainError.Conflict, "The run of this match has no record.")
            {
                Code = "run-not-recorded",
            },
            _ when run.Variant.Added.ContainsKey(match.Proposal.Mentee) => throw new DomainException(
                DomainError.Conflict,
                "A coordinator chose this pair by hand: ask them why not others."
            )
            {
                Code = "match-by-hand",
            },
            _ => run,
        };

    /// <summary>A coordinator asks as the side would to which the other person could have been given.</summary>
    /// <exception cref="DomainException">Whoever is asked about was not in the run in that role.</exception>
    private static (string Side, Pair Pair) PairOf(Match match, PersonId by, Guid other, RecordedCohort cohort)
    {
        var (mine, theirs) = (
            new Pair(match.Proposal.Mentee.Value, other),
            new Pair(other, match.Proposal.Mentor.Value)
        );
        return by != match.Proposal.Mentor && cohort.Holds(mine) ? (ProfileChange.Mentee, mine)
            : by != match.Proposal.Mentee && cohort.Holds(theirs) ? (ProfileChange.Mentor, theirs)
            : throw new DomainException(
                DomainError.NotFound,
                "Nobody of this id could have been given to you in this run."
            );
    }

    private static async Task<OpenToBoth.Finding> Find(VariantRecord record, Pair pair, CancellationToken ct)
    {
        await Turn.WaitAsync(ct);
        try
        {
            var problem = await record.Problem(ct);
            return await Task.Run(
                () =>
                {
                    var result = new MatchingResult(problem, record.Assignment);
                    var broken = problem.Explain(pair).Rules.Where(rule => !rule.Passed).Select(rule => rule.Rule);
                    return new OpenToBoth.Finding(result.ObstacleTo(pair), [.. broken], result.WhatWouldHelp(pair));
                },
                ct
            );
        }
        finally
        {
            Turn.Release();
        }
    }
}
