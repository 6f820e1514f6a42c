namespace PeerNetwork.Matching.Engine;

/// <summary>What a check of a certificate found.</summary>
public sealed record Verdict(bool Holds, string Sentence)
{
    public static Verdict Proved { get; } =
        new(true, "No assignment matches more people, and none that matches as many has a greater total score.");

    public static Verdict ProvedWithinShares { get; } =
        new(
            true,
            "No assignment matches more people, and none that matches as many and enough of each group has a greater total score."
        );

    public static Verdict ProvedWithinMeans(long gap) =>
        new(
            true,
            "No assignment matches more people, and none that matches as many, enough of each group, and keeps the mean scores asked "
                + $"has a total score that is greater by more than {gap}."
        );

    public static Verdict Refuted(string sentence) => new(false, sentence);
}
