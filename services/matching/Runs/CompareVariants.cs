using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Coordinators hold two variants of a run side by side: how many they match and how well, how they load mentors and
/// treat groups, and who gains and who loses. Scores are compared by the weights of the run's first variant, whatever
/// their own: one measure for both. What was changed by hand does not count.
/// </summary>
public static class CompareVariants
{
    private const int Shown = 50;

    /// <param name="Groups">How the two treat each group, by this label.</param>
    /// <param name="Gaining">How many mentees are better off in the second: matched where they were not, or with a
    /// greater score.</param>
    /// <param name="Losing">How many are worse off.</param>
    /// <param name="Same">How many are matched in both with the same score, or in neither.</param>
    /// <param name="Gains">Those at your sites who gain most, 50 at most.</param>
    /// <param name="Losses">Those at your sites who lose most, 50 at most.</param>
    public sealed record Answer(
        Side A,
        Side B,
        GroupBy By,
        IReadOnlyList<GroupFigures> Groups,
        int Gaining,
        int Losing,
        int Same,
        IReadOnlyList<Change> Gains,
        IReadOnlyList<Change> Losses
    );

    /// <param name="TotalScore">By the variant's own weights, in millionths; all other scores are by the common
    /// measure.</param>
    public sealed record Side(int Variant, string? Name, long TotalScore, VariantFigures Figures);

    /// <param name="Group">Null for mentees of whom the label is not recorded.</param>
    public sealed record GroupFigures(string? Group, int Mentees, GroupShare A, GroupShare B);

    /// <param name="MentorA">Null where the mentee is not matched.</param>
    public sealed record Change(Guid Mentee, Guid? MentorA, int? ScoreA, Guid? MentorB, int? ScoreB);

    public static async Task<Ok<Answer>> Handle(
        Guid id,
        int a,
        int b,
        string? by,
        ClaimsPrincipal user,
        EventStreams events,
        RunFigures figures,
        CancellationToken ct
    )
    {
        var asked = LabelIn(by);
        var run = await events.NeedSightOfRun(id, user, ct);
        var (one, other) = (Done(run, a), Done(run, b));
        var label = asked ?? other.Terms.By ?? one.Terms.By ?? GroupBy.Site;
        var outcomes = await figures.Outcomes(run.Id, a, b, label, ct);
        var mentors = await figures.Mentors(run.Id, ct);
        return TypedResults.Ok(Compare(one, other, label, outcomes, mentors, user.MaySeeSite));
    }

    /// <param name="one">A variant with a result.</param>
    /// <param name="other">Another.</param>
    /// <param name="by">What the groups are.</param>
    /// <param name="outcomes">What either gives to each mentee.</param>
    /// <param name="mentors">The places that each mentor offers, before what the variants change about them.</param>
    /// <param name="isSeen">Whether the mentees of a site may be named.</param>
    public static Answer Compare(
        Variant one,
        Variant other,
        GroupBy by,
        IReadOnlyList<Outcome> outcomes,
        IReadOnlyList<MentorSeats> mentors,
        Func<string, bool> isSeen
    )
    {
        var groups = outcomes
            .GroupBy(o => o.Label)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new GroupFigures(
                g.Key,
                g.Count(),
                GroupShare.Of([.. g.Select(o => o.A)]),
                GroupShare.Of([.. g.Select(o => o.B)])
            ))
            .ToArray();
        var seen = outcomes.Where(o => isSeen(o.Site)).ToArray();
        return new(
            new(
                one.Number,
                one.Terms.Name,
                one.Drafted!.TotalScore,
                VariantFigures.Of([.. outcomes.Select(o => o.A)], Seats(one), [.. groups.Select(g => g.A)])
            ),
            new(
                other.Number,
                other.Terms.Name,
                other.Drafted!.TotalScore,
                VariantFigures.Of([.. outcomes.Select(o => o.B)], Seats(other), [.. groups.Select(g => g.B)])
            ),
            by,
            groups,
            outcomes.Count(o => o.Gain > 0),
            outcomes.Count(o => o.Gain < 0),
            outcomes.Count(o => o.Gain == 0),
            [
                .. seen.Where(o => o.Gain > 0)
                    .OrderByDescending(o => o.Gain)
                    .ThenBy(o => o.Mentee)
                    .Take(Shown)
                    .Select(ChangeOf),
            ],
            [.. seen.Where(o => o.Gain < 0).OrderBy(o => o.Gain).ThenBy(o => o.Mentee).Take(Shown).Select(ChangeOf)]
        );

        MentorSeats[] Seats(Variant variant) =>
            [
                .. mentors
                    .Select(m => m with { Seats = variant.Terms.Capacity?.Of(m.Seats) ?? m.Seats })
                    .Where(m => m.Seats > 0),
            ];
    }

    private static GroupBy? LabelIn(string? by)
    {
        new Check()
            .That(by is null or "site" or "department" or "level", "by", "must be site, department or level")
            .Throw();
        return by is null ? null : Enum.Parse<GroupBy>(by, ignoreCase: true);
    }

    private static Variant Done(Run run, int variant) =>
        run.Need(variant) is { Drafted: not null } done
            ? done
            : throw new DomainException(DomainError.Conflict, $"Variant {variant} has no result.")
            {
                Code = "run-not-drafted",
            };

    private static Change ChangeOf(Outcome o) => new(o.Mentee, o.A?.Mentor, o.A?.Score, o.B?.Mentor, o.B?.Score);
}
