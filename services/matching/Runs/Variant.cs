using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Computing is told by progress alone, which is no decision and no event: in a folded state such a variant waits.
/// </summary>
public enum VariantState
{
    Waiting,
    Computing,
    Done,
    Failed,
    Cancelled,
}

/// <summary>
/// The label of their organisation by which mentees form groups that bounds of fairness speak of. Protected attributes
/// are none of them.
/// </summary>
public enum GroupBy
{
    Site,
    Department,
    Level,
}

internal static class GroupLabels
{
    /// <summary>Null for who is in no group, since it is not recorded.</summary>
    public static string? LabelOf(this GroupBy by, string site, string? department, int? level) =>
        by switch
        {
            GroupBy.Site => site,
            GroupBy.Department => department,
            _ => level?.ToString(CultureInfo.InvariantCulture),
        };
}

/// <param name="PlacesPerMentor">1 to 1,000: no mentor takes more new mentees than so many; null for as many as each
/// offers.</param>
/// <param name="ExtraPlaces">0 to 100: so many more for each mentor who has a place. Nobody offered them: such a
/// variant can be compared, not published.</param>
public sealed record CapacityChange(int? PlacesPerMentor = null, int? ExtraPlaces = null)
{
    public int Of(int seats) => seats == 0 ? 0 : Math.Min(seats + (ExtraPlaces ?? 0), PlacesPerMentor ?? int.MaxValue);
}

/// <summary>What a variant asks for besides its policy.</summary>
public sealed record VariantTerms(string? Name = null, GroupBy? By = null, CapacityChange? Capacity = null)
{
    public static VariantTerms None { get; } = new();
}

/// <summary>One answer to a run's question, or the wait for it. What it found stands in a stream of its own.</summary>
/// <param name="Number">Its place in the run, from 1.</param>
/// <param name="Open">How many proposals are neither removed nor published nor skipped.</param>
/// <param name="Removed">Mentees whose proposal by the solver a coordinator took out.</param>
/// <param name="Added">Proposals made by hand, by mentee; they go before what the solver found.</param>
public sealed record Variant(
    int Number,
    Policy Policy,
    VariantTerms Terms,
    VariantState State,
    string? Failure,
    VariantDrafted? Drafted,
    int Open,
    ImmutableHashSet<PersonId> Removed,
    ImmutableDictionary<PersonId, ProposedPair> Added
)
{
    public const int First = 1;

    public static Variant New(int number, Policy policy, VariantTerms? terms) =>
        new(
            number,
            policy,
            terms ?? VariantTerms.None,
            VariantState.Waiting,
            null,
            null,
            0,
            [],
            ImmutableDictionary<PersonId, ProposedPair>.Empty
        );

    /// <summary>Whether there is a proposal for this mentee that nobody took out.</summary>
    /// <param name="mentee">The mentee.</param>
    /// <param name="proposed">Whether the solver proposed anybody to them.</param>
    public bool Proposes(PersonId mentee, bool proposed) =>
        Added.ContainsKey(mentee) || (proposed && !Removed.Contains(mentee));

    public Variant Evolve(RunEvent e) =>
        e switch
        {
            VariantDrafted d => this with { State = VariantState.Done, Failure = null, Drafted = d, Open = d.Matched },
            VariantFailed f => this with { State = VariantState.Failed, Failure = f.Reason },
            VariantCancelled => this with { State = VariantState.Cancelled },
            VariantResumed => this with { State = VariantState.Waiting, Failure = null },
            ProposalRemoved r => this with
            {
                Open = Open - 1,
                Removed = Removed.Add(r.Mentee),
                Added = Added.Remove(r.Mentee),
            },
            ProposalAdded a => this with { Open = Open + 1, Added = Added.SetItem(a.Pair.Mentee, a.Pair) },
            ProposalsPublished p => this with { Open = Open - p.Published.Count - p.Skipped.Count },
            _ => throw new UnreachableException($"{e.GetType().Name} is not about a variant"),
        };
}
