using System.Text.RegularExpressions;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>
/// Input that looks hostile but is legitimate. <see cref="ValidRequestTests"/> shows that it is accepted.
/// </summary>
internal static partial class LegitimateInput
{
    /// <summary>
    /// Fields with several lines of text. They may contain direction marks, which quotations in other scripts need.
    /// </summary>
    private static readonly string[] MultiLineFields =
    [
        "charter.purpose",
        "charter.targetPopulation",
        "charter.intendedOutcomes",
        "guidelines",
        "reason",
        "text",
        "action",
        "blocker",
        "comment",
        "boundaries",
        "confidentiality",
        "message",
        "note",
        "selection.mentee.criteria.0.description",
        "selection.mentor.criteria.0.description",
        "texts.0.text",
        "training.0.text",
    ];

    private static readonly string[] DirectionMarks = ["a right-to-left override", "an embedding", "an isolate"];

    /// <summary>
    /// An excluded person need not be in the pool, and each application in a list has its own result.
    /// </summary>
    private static readonly string[] UnknownIds = ["an unknown id", "an id of something else"];

    private static readonly string[] ExtremeIntegers = ["the greatest int", "the least int"];

    public static bool Matches(Operation operation, HostileBody body) =>
        (
            DirectionMarks.Contains(body.Name)
            && (
                MultiLineFields.Contains(body.Location)
                || (body.Location is "goals" && operation.Path.EndsWith("/agreement", StringComparison.Ordinal))
            )
        )
        || (UnknownIds.Contains(body.Name) && ListedId().IsMatch(body.Location))
        || (
            body is { Location: "applications.0", Name: "the empty id" or "an unknown id" or "an id of something else" }
        )
        // Who records the attendance is a member, too.
        || (body is { Location: "missedBy.0", Name: "an id of something else" })
        || (ExtremeIntegers.Contains(body.Name) && body.Location is "seed")
        || (body is { Location: "the body", Name: "nothing" } && !operation.NeedsBody);

    /// <summary>The people administration chooses the codes of kinds of consents.</summary>
    public static bool Matches(Operation operation, string value) =>
        $"{operation}" == "enrollment PUT /consent-kinds/{kind}" && value is "null" or "nonsense";

    [GeneratedRegex(@"^((variants\.0\.)?(exclusions|locked|forbidden)\.0\.(mentee|mentor)|applications\.0)$")]
    private static partial Regex ListedId();
}
