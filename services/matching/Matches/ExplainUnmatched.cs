using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// The mentee of a match asks why the run did not give them another mentor, the mentor why not another mentee. The two
/// and their coordinators read the same: what is between the asking side and the other person, and nothing of what is
/// confidential or of others.
/// </summary>
public static class ExplainUnmatched
{
    /// <param name="Mentee">Of the pair that was asked about.</param>
    /// <param name="Mentor">Of the same pair.</param>
    /// <param name="WhatWouldHelp">Null where the two have a match in this run.</param>
    public sealed record WhyNotView(
        Guid Mentee,
        Guid Mentor,
        IReadOnlyList<string> Sentences,
        ParticipantExplanation.HelpView? WhatWouldHelp
    );

    public static async Task<Ok<WhyNotView>> Handle(
        Guid id,
        Guid person,
        ClaimsPrincipal user,
        EventStreams events,
        RecordedPairs pairs,
        CancellationToken ct
    )
    {
        var match = await events.RequireViewMatch(id, user, ct);
        var run = RequireProposedByRun(
            match,
            await events.Read<Run, RunEvent>(match.Proposal.Run.Value, Run.Evolve, ct)
        );
        var (side, found) = await Find(match, run, user.PersonId(), person, pairs, ct);
        var pair = found.Pair;
        var published = await events.Read<Match, MatchEvent>(
            MatchId.Of(run.Id, new(pair.Mentee)).Value,
            Match.Evolve,
            ct
        );
        var (sentences, help) = ParticipantExplanation.Explain(
            side,
            published?.Involves(new(pair.Mentor)) is true,
            FindingOf(found)
        );
        return TypedResults.Ok(new WhyNotView(pair.Mentee, pair.Mentor, sentences, help));
    }

    /// <exception cref="DomainException">The solver did not propose this match, or the run has no record.</exception>
    private static Run RequireProposedByRun(Match match, Run? run) =>
        run switch
        {
            null => throw new DomainException(DomainError.Conflict, "The run of this match has no record.")
            {
                Code = "run-not-recorded",
            },
            { Kind: MatchKind.Reciprocal } => throw new DomainException(
                DomainError.Conflict,
                "Why not another peer is explained to coordinators only: ask yours."
            )
            {
                Code = "reciprocal-match",
            },
            { Kind: MatchKind.Group } => throw new DomainException(
                DomainError.Conflict,
                "Why not another group is explained to coordinators only: ask yours."
            )
            {
                Code = "group-match",
            },
            _ when match.Proposal.Members.Mentees().Any(mentee => run.Variant.AddedPairs.ContainsKey(mentee.Person)) =>
                throw new DomainException(
                    DomainError.Conflict,
                    "A coordinator added this pair by hand. Ask the coordinator for the reason."
                )
                {
                    Code = "match-by-hand",
                },
            _ => run,
        };

    /// <summary>A coordinator asks as the side would to which the other person could have been given.</summary>
    /// <exception cref="DomainException">The other person was not in the run in that role.</exception>
    private static async Task<(string Side, SolvedPair Found)> Find(
        Match match,
        Run run,
        PersonId by,
        Guid other,
        RecordedPairs pairs,
        CancellationToken ct
    )
    {
        var (asking, members) = (match.Proposal.Members.Find(by), match.Proposal.Members);
        foreach (var mentee in members.Mentees().Where(mentee => asking is null || mentee == asking))
        {
            if (await pairs.Find(run, null, new(mentee.Person.Value, other), ct) is { Solved: var mine })
                return (ProfileChange.Mentee, mine);
        }

        foreach (var mentor in members.Mentors().Where(mentor => asking is null || mentor == asking))
        {
            if (await pairs.Find(run, null, new(other, mentor.Person.Value), ct) is { Solved: var theirs })
                return (ProfileChange.Mentor, theirs);
        }

        throw new DomainException(
            DomainError.NotFound,
            "No person with this id could have been matched with you in this run."
        );
    }

    private static ParticipantExplanation.Finding FindingOf(SolvedPair pair)
    {
        var broken = pair.Explain().Rules.Where(rule => !rule.Passed).Select(rule => rule.Rule);
        return new(pair.FindExclusionReason(), [.. broken], pair.WhatWouldHelp());
    }
}
