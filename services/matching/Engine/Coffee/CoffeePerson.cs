namespace PeerNetwork.Matching.Engine;

/// <summary>A person who takes part in a round.</summary>
/// <param name="WorkStart">Minute of the UTC day at which work starts, 0 to 1439.</param>
/// <param name="WorkMinutes">Length of the working day, 0 to 1440 minutes; it may go on after midnight UTC.</param>
/// <param name="RoundsWaited">Rounds in a row that this person asked for and had no group in.</param>
public sealed record CoffeePerson(
    Guid Id,
    string Site,
    string Department,
    int WorkStart,
    int WorkMinutes,
    int RoundsWaited = 0
)
{
    private const int Day = 24 * 60;

    /// <summary>Minutes of the day in which both work.</summary>
    public int OverlapWith(CoffeePerson other)
    {
        var overlap = 0;
        for (var shift = -Day; shift <= Day; shift += Day)
        {
            var start = Math.Max(WorkStart, other.WorkStart + shift);
            var end = Math.Min(WorkStart + WorkMinutes, other.WorkStart + shift + other.WorkMinutes);
            overlap += Math.Max(0, end - start);
        }
        return overlap;
    }
}

/// <summary>People who meet each other in a round: two, or three.</summary>
/// <param name="Round">Rounds are numbered in the order of time.</param>
public sealed record CoffeeGroup(int Round, IReadOnlyList<Guid> People);
