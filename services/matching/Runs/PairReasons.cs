using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Why two people are proposed, as it is stored. Factors and rules are figures. The sentences describe both people, so
/// they are encrypted under the keys of both: they are gone once one of them is erased.
/// </summary>
/// <param name="Sentences">Of the mentee; what is inside is of the mentor.</param>
public sealed record PairReasons(
    IReadOnlyList<PairReasons.Factor> Factors,
    IReadOnlyList<PairReasons.Check> Rules,
    PersonalValue<PairReasons.OfMentor> Sentences
)
{
    public sealed record Factor(string Name, int Weight, int Value, int Points);

    public sealed record Check(string Rule, bool Passed);

    public sealed record OfMentor(PersonalValue<Texts> Texts);

    /// <summary>One sentence for each factor and each rule, in their order.</summary>
    public sealed record Texts(IReadOnlyList<string> Factors, IReadOnlyList<string> Rules);

    public static PairReasons Of(
        PersonId mentee,
        PersonId mentor,
        IReadOnlyList<Contribution> contributions,
        IReadOnlyList<RuleCheck> rules
    )
    {
        var texts = new Texts([.. contributions.Select(c => c.Sentence)], [.. rules.Select(r => r.Sentence)]);
        return new(
            [.. contributions.Select(c => new Factor(c.Factor, c.Weight, c.Value, c.Points))],
            [.. rules.Select(r => new Check(r.Rule, r.Passed))],
            new(mentee.Value, new(new(mentor.Value, texts)))
        );
    }

    /// <summary>With empty sentences after one of the two was erased.</summary>
    public IReadOnlyList<Contribution> ToContributions() =>
        [.. Factors.Select((f, n) => new Contribution(f.Name, f.Weight, f.Value, f.Points, Known?.Factors[n] ?? ""))];

    /// <inheritdoc cref="ToContributions"/>
    public IReadOnlyList<RuleCheck> ToRules() =>
        [.. Rules.Select((r, n) => new RuleCheck(r.Rule, r.Passed, Known?.Rules[n] ?? ""))];

    private Texts? Known => Sentences.Value?.Texts.Value;

    /// <summary>What stays after an erasure, for hashes.</summary>
    public PairReasons WithoutSentences() => this with { Sentences = default };
}
