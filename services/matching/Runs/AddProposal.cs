using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// A coordinator adds a pair to a draft by hand. The pair has to keep every rule of the run but the free place: a place
/// may be offered to several mentees, and the first who accepts gets it.
/// </summary>
public static class AddProposal
{
    /// <param name="Reason">1 to 1,000 characters.</param>
    /// <param name="Variant">Whose draft is changed; needed where the run has several.</param>
    public sealed record Request(Guid Mentee, Guid Mentor, string? Reason, int? Variant = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).NotNull().Reason();
    }

    public static async Task<Created<CreatedId>> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        RunAssignments assignments,
        RecordedPairs pairs,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var reason = new PersonalText(by.Value, request.Reason);
        var run = await events.RequireManageRun(id, user, ct);
        var variant = run.GetSelectedVariantOrThrow(request.Variant);
        var found =
            variant.Completed is null || run.Kind is not MatchKind.OneToOne
                ? null
                : await pairs.Find(run, variant.Number, new(request.Mentee, request.Mentor), ct);
        var pair = found is null ? null : Propose(found);
        var proposed = await assignments.IsMatched(run.Id, variant.Number, new(request.Mentee), ct);
        await events.Update<Run, RunEvent>(
            id,
            Run.Evolve,
            current => Decide(current, variant.Number, pair, proposed, reason, by, now),
            ct
        );
        var match = MatchId.Of(run.Id, new(request.Mentee));
        return TypedResults.Created($"/runs/{id}/proposals", new CreatedId(match.Value));
    }

    /// <param name="run">The run.</param>
    /// <param name="variant">Whose draft is changed.</param>
    /// <param name="pair">The two; null where one of them does not take part.</param>
    /// <param name="proposed">Whether the solver proposed a mentor to the mentee.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who adds it.</param>
    /// <param name="now">When.</param>
    public static RunEvent[] Decide(
        Run? run,
        int variant,
        ProposedPair? pair,
        bool proposed,
        PersonalText reason,
        PersonId by,
        DateTimeOffset now
    ) =>
        (run, pair) switch
        {
            (null, _) => throw new DomainException(DomainError.NotFound, "No such run."),
            _ when !run.IsDraft(variant) => throw new DomainException(
                DomainError.Conflict,
                "Proposals can be added only while the run is a draft."
            )
            {
                Code = "run-not-draft",
            },
            ({ Kind: MatchKind.Reciprocal }, _) => throw new DomainException(
                DomainError.Conflict,
                "A pair of peers is not added by hand: request a run in which it is locked."
            )
            {
                Code = "reciprocal-run",
            },
            ({ Kind: MatchKind.Group }, _) => throw new DomainException(
                DomainError.Conflict,
                "A mentee is not added to a group by hand: request a run in which the pair is locked."
            )
            {
                Code = "group-run",
            },
            (_, null) => throw new DomainException(
                DomainError.Invalid,
                "One of the two does not take part in this run in that role."
            ),
            _ when run.GetVariantOrThrow(variant).Proposes(pair.Mentee, proposed) => throw new DomainException(
                DomainError.Conflict,
                "The run has a proposal for this mentee: remove it first."
            )
            {
                Code = "mentee-has-proposal",
            },
            _ when pair.Reasons.ToRules().FirstOrDefault(rule => !rule.Passed && rule.Rule != "free-place")
                    is { } broken => throw new DomainException(
                DomainError.Conflict,
                $"The pair breaks the rule '{broken.Rule}': {broken.Sentence}"
            )
            {
                Code = "rule-broken",
            },
            _ => [new ProposalAdded(run.Id, pair, reason, by, now, variant)],
        };

    private static ProposedPair Propose(RecordedPair found)
    {
        var (mentee, why) = (found.Mentee, found.Solved.Explain());
        return new(
            new(why.Pair.Mentee),
            new(why.Pair.Mentor),
            mentee.SiteCode,
            mentee.ReadyAt,
            why.Score,
            Locked: true,
            PairReasons.Of(new(why.Pair.Mentee), new(why.Pair.Mentor), why.Contributions, why.Rules),
            ForMentor: MentorView.Of(found.Solved.ExplainForMentor())
        );
    }
}
