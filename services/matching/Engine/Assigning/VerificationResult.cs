namespace PeerNetwork.Matching.Engine;

/// <summary>What a check of a certificate found.</summary>
/// <param name="BlockingPairs">Of a stable matching: how many mentees and mentors would both rather have each other; 0
/// where it is stable. Null where the check is about something else.</param>
public sealed record VerificationResult(bool Holds, string Sentence, int? BlockingPairs = null)
{
    public static VerificationResult Proved { get; } =
        new(true, "No assignment matches more people, and none that matches as many has a greater total score.");

    public static VerificationResult Stable { get; } =
        new(true, "No mentee and mentor both prefer each other to what they have.", 0);

    public static VerificationResult ProvedWithinShares { get; } =
        new(
            true,
            "No assignment matches more people, and none that matches as many and enough of each group has a greater "
                + "total score."
        );

    public static VerificationResult ProvedWithinMeans(long gap) =>
        new(
            true,
            "No assignment matches more people, and none that matches as many, enough of each group, and keeps the "
                + $"mean scores asked has a total score that is greater by more than {gap}."
        );

    public static VerificationResult ProvedWithin(int placedGap, long scoreGap) =>
        new(
            true,
            $"The groups are valid. No valid groups hold more mentees by more than {placedGap}, and none that are at "
                + $"least as large have a total score that is greater by more than {scoreGap}."
        );

    public static VerificationResult Refuted(string sentence) => new(false, sentence);
}
