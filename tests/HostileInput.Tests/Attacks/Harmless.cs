using System.Text.RegularExpressions;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>What looks like an attack, but is a legitimate wish: a test of its own shows that it is granted.</summary>
internal static partial class Harmless
{
    /// <summary>
    /// Text of several lines, in which people quote and mix scripts: there the marks that turn its direction are at
    /// home.
    /// </summary>
    private static readonly string[] Prose =
    [
        "charter.purpose",
        "charter.targetPopulation",
        "charter.intendedOutcomes",
        "guidelines",
        "reason",
        "text",
        "blocker",
        "boundaries",
        "confidentiality",
    ];

    private static readonly string[] Turns = ["a right-to-left override", "an embedding", "an isolate"];

    /// <summary>
    /// Whoever must not meet need not be in the pool yet; an application of a list has a result of its own.
    /// </summary>
    private static readonly string[] Strangers = ["an unknown id", "an id of something else"];

    private static readonly string[] AnyNumber = ["the greatest int", "the least int"];

    public static bool Is(Operation operation, HostileBody body) =>
        (
            Turns.Contains(body.Name)
            && (
                Prose.Contains(body.Place)
                || (body.Place is "goals" && operation.Path.EndsWith("/agreement", StringComparison.Ordinal))
            )
        )
        || (Strangers.Contains(body.Name) && InList().IsMatch(body.Place))
        || (body is { Place: "applications.0", Name: "the empty id" or "an unknown id" or "an id of something else" })
        || (AnyNumber.Contains(body.Name) && body.Place is "seed")
        || (body is { Place: "the body", Name: "nothing" } && !operation.NeedsBody);

    [GeneratedRegex(@"^((variants\.0\.)?(exclusions|locked|forbidden)\.0\.(mentee|mentor)|applications\.0)$")]
    private static partial Regex InList();
}
