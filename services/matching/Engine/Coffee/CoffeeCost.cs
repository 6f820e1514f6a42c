namespace PeerNetwork.Matching.Engine;

/// <summary>What speaks against groups; each number only counts where those before are equal.</summary>
/// <param name="Repeats">Pairs who have met before.</param>
/// <param name="Trios">How often the people of a group of three were in one, and how little they waited.</param>
/// <param name="Recency">A million per repeat, divided by the rounds since the pair met.</param>
/// <param name="Sameness">Penalties for the same department, the same site and few common hours.</param>
internal readonly record struct CoffeeCost(int Repeats, long Trios, long Recency, long Sameness)
    : IComparable<CoffeeCost>
{
    public static CoffeeCost Highest { get; } = new(int.MaxValue, 0, 0, 0);

    public static CoffeeCost operator +(CoffeeCost one, CoffeeCost other) =>
        new(
            one.Repeats + other.Repeats,
            one.Trios + other.Trios,
            one.Recency + other.Recency,
            one.Sameness + other.Sameness
        );

    public int CompareTo(CoffeeCost other) =>
        (Repeats, Trios, Recency, Sameness).CompareTo((other.Repeats, other.Trios, other.Recency, other.Sameness));
}
