using Bogus;

namespace PeerNetwork.DemoCompany;

/// <summary>
/// A place in the hierarchy. Numbers count from the top down, so a manager always stands before the people reporting to
/// them.
/// </summary>
/// <param name="Manager">Index of the line manager; null at the top.</param>
/// <param name="Depth">0 at the top.</param>
internal sealed record Position(int? Manager, int Depth)
{
    /// <summary>How many people report to this one; 0 or 5 to 12.</summary>
    public int Span { get; set; }
}

internal static class ReportingLines
{
    private const int Narrowest = 5,
        Widest = 12;

    /// <summary>
    /// One tree of that many people, filled level by level; the top has exactly <paramref name="heads"/> people under
    /// it.
    /// </summary>
    public static IReadOnlyList<Position> Draw(Randomizer random, int people, int heads)
    {
        var positions = new List<Position>(people) { new(null, 0) };
        for (var manager = 0; positions.Count < people; manager++)
        {
            var open = people - positions.Count;
            var span = manager == 0 ? heads : random.Number(Narrowest, Widest);
            if (open < Narrowest)
                SpreadOverOthers(positions, open, manager);
            else
                Hire(positions, manager, Math.Min(span, open));
        }

        return positions;
    }

    /// <summary>
    /// The last few people are too few for a manager of their own and go to the latest ones with room.
    /// </summary>
    private static void SpreadOverOthers(List<Position> positions, int open, int before)
    {
        for (var manager = before - 1; open > 0; manager--)
        {
            for (; open > 0 && positions[manager].Span < Widest; open--)
                Hire(positions, manager, 1);
        }
    }

    private static void Hire(List<Position> positions, int manager, int count)
    {
        positions[manager].Span += count;
        for (var i = 0; i < count; i++)
            positions.Add(new(manager, positions[manager].Depth + 1));
    }
}
