using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Computing follows from the progress alone, which is no event: in a folded state such a variant waits.
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
/// The label by which mentees form the groups of fairness bounds. Protected attributes are not among them.
/// </summary>
public enum GroupBy
{
    Site,
    Department,
    Level,
}

internal static class GroupLabels
{
    /// <summary>Null where the label is not recorded: such a mentee is in no group.</summary>
    public static string? LabelOf(this GroupBy by, string site, string? department, int? level) =>
        by switch
        {
            GroupBy.Site => site,
            GroupBy.Department => department,
            _ => level?.ToString(CultureInfo.InvariantCulture),
        };
}

/// <param name="MaxPerMentor">1 to 1,000: no mentor takes more new mentees than so many; null for as many as each
/// offers.</param>
/// <param name="ExtraPerMentor">0 to 100: so many more for each mentor who has a place. No mentor offered them: such a
/// variant can be compared, not published.</param>
public sealed record CapacityChange(int? MaxPerMentor = null, int? ExtraPerMentor = null)
{
    public int ApplyTo(int capacity) =>
        capacity == 0 ? 0 : Math.Min(capacity + (ExtraPerMentor ?? 0), MaxPerMentor ?? int.MaxValue);
}

/// <summary>How a variant matches mentees and mentors.</summary>
public enum MatchingMethod
{
    /// <summary>As many mentees as can be matched, then the greatest total score.</summary>
    Optimal,

    /// <summary>No mentee and mentor would both rather have each other; of such results the best for mentees.</summary>
    StableForMentees,

    /// <summary>The same; of such results the best for mentors.</summary>
    StableForMentors,
}

/// <summary>What a variant asks for besides its policy.</summary>
/// <param name="GroupSizes">How many mentees a mentoring group has; null where the run forms none.</param>
/// <param name="Method">How mentees and mentors are matched; runs of peers and groups have one way.</param>
/// <param name="MentorWeights">Of a stable variant, the weights by which a mentee is worth something to a mentor; null
/// where they are those of the policy.</param>
public sealed record VariantTerms(
    string? Name = null,
    GroupBy? GroupBy = null,
    CapacityChange? Capacity = null,
    GroupSizes? GroupSizes = null,
    MatchingMethod Method = MatchingMethod.Optimal,
    IReadOnlyDictionary<string, int>? MentorWeights = null
)
{
    public static VariantTerms None { get; } = new();

    [JsonIgnore]
    public bool IsStable => Method is not MatchingMethod.Optimal;
}

/// <summary>One variant of a run. Its result has a stream of its own.</summary>
/// <param name="Number">Its place in the run, from 1.</param>
/// <param name="OpenProposals">How many proposals are neither removed nor published nor skipped.</param>
/// <param name="RemovedMentees">Mentees whose proposal by the solver a coordinator took out.</param>
/// <param name="AddedPairs">Proposals made by hand, by mentee; they go before what the solver found.</param>
public sealed record Variant(
    int Number,
    Policy Policy,
    VariantTerms Terms,
    VariantState State,
    string? Failure,
    VariantCompleted? Completed,
    int OpenProposals,
    ImmutableHashSet<PersonId> RemovedMentees,
    ImmutableDictionary<PersonId, ProposedPair> AddedPairs
)
{
    public const int First = 1;

    /// <exception cref="InvalidOperationException">The run forms no groups.</exception>
    public GroupSizes GroupSizes =>
        Terms.GroupSizes ?? throw new InvalidOperationException("A run of groups was requested without their sizes.");

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

    /// <summary>Whether there is a proposal for this mentee that was not removed.</summary>
    /// <param name="mentee">The mentee.</param>
    /// <param name="proposed">Whether the solver proposed a mentor to the mentee.</param>
    public bool Proposes(PersonId mentee, bool proposed) =>
        AddedPairs.ContainsKey(mentee) || (proposed && !RemovedMentees.Contains(mentee));

    public Variant Evolve(RunEvent e) =>
        e switch
        {
            VariantCompleted d => this with
            {
                State = VariantState.Done,
                Failure = null,
                Completed = d,
                OpenProposals = d.Matched,
            },
            VariantFailed f => this with { State = VariantState.Failed, Failure = f.Reason },
            VariantCancelled => this with { State = VariantState.Cancelled },
            VariantResumed => this with { State = VariantState.Waiting, Failure = null },
            ProposalRemoved r => this with
            {
                OpenProposals = OpenProposals - 1,
                RemovedMentees = RemovedMentees.Add(r.Mentee),
                AddedPairs = AddedPairs.Remove(r.Mentee),
            },
            ProposalAdded a => this with
            {
                OpenProposals = OpenProposals + 1,
                AddedPairs = AddedPairs.SetItem(a.Pair.Mentee, a.Pair),
            },
            ProposalsPublished p => this with { OpenProposals = OpenProposals - p.Published.Count - p.Skipped.Count },
            _ => throw new UnreachableException($"{e.GetType().Name} is not about a variant"),
        };
}
