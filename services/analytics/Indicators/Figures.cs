namespace PeerNetwork.Analytics.Indicators;

/// <summary>The figures that <see cref="Moments"/> reads, and how they add up to one another.</summary>
public static class Figures
{
    /// <summary>The first figure is the sum of the others: whoever sees all but one can work out the last.</summary>
    public static IReadOnlyList<Sum<string>> Sums { get; } =
    [
        new("applied", ["approved", "refused", "undecided"]),
        new("approved", ["ready", "notReady"]),
        new("mentees", ["matched", "unmatched"]),
        new("started", ["completed", "endedEarly", "ongoing"]),
        new("planned", ["held", "missed", "upcoming"]),
        new("set", ["reached", "open"]),
        new("reached", ["onTime", "late"]),
    ];

    private static readonly HashSet<string> OnlyWorkedOut =
    [
        "undecided",
        "notReady",
        "unmatched",
        "ongoing",
        "upcoming",
        "open",
        "late",
    ];

    public static bool IsShown(string figure) => !OnlyWorkedOut.Contains(figure);
}
