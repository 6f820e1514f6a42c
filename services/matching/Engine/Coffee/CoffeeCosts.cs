namespace PeerNetwork.Matching.Engine;

/// <summary>The costs of all pairs of a round. People are positions from 0. O(people² + history).</summary>
internal sealed class CoffeeCosts
{
    private const int SameDepartment = 100;
    private const int SameSite = 50;
    private const int NoCommonHour = 1000;
    private const int EnoughMinutes = 240;
    private const int MaxWaited = 999;

    // Rounds since each pair last met; 0 for never.
    private readonly int[,] _since;
    private readonly CoffeeCost[,] _pair;
    private readonly long[] _trio;

    public CoffeeCosts(int round, CoffeePerson[] people, IReadOnlyList<CoffeeGroup> history)
    {
        _since = new int[people.Length, people.Length];
        _pair = new CoffeeCost[people.Length, people.Length];
        _trio = [.. people.Select(person => (long)-Math.Min(person.RoundsWaited, MaxWaited))];
        NotMet = new bool[people.Length, people.Length];
        Read(history, round, people.Index().ToDictionary(p => p.Item.Id, p => p.Index));
        for (var one = 0; one < people.Length; one++)
        {
            for (var other = 0; other < people.Length; other++)
            {
                if (one == other)
                    continue;
                var since = _since[one, other];
                NotMet[one, other] = since == 0;
                LongestAgo = Math.Max(LongestAgo, since);
                var (repeats, recency) = since == 0 ? (0, 0) : (1, 1_000_000 / since);
                _pair[one, other] = new(repeats, 0, recency, Sameness(people[one], people[other]));
            }
        }
    }

    /// <summary>By pair of different people.</summary>
    public bool[,] NotMet { get; }

    /// <summary>The most rounds since a pair met; 0 where none has.</summary>
    public int LongestAgo { get; }

    public CoffeeCost Of(int[] group) =>
        group is [var one, var other]
            ? _pair[one, other]
            : _pair[group[0], group[1]]
                + _pair[group[0], group[2]]
                + _pair[group[1], group[2]]
                + new CoffeeCost(0, group.Sum(TrioCostOf), 0, 0);

    public CoffeeCost Of(IEnumerable<int[]> groups) =>
        groups.Aggregate(default(CoffeeCost), (sum, group) => sum + Of(group));

    /// <summary>Fewer for those who were in fewer groups of three, then for those who waited more rounds.</summary>
    public long TrioCostOf(int person) => _trio[person];

    /// <summary>Pairs who last met so many rounds ago, or more.</summary>
    public bool[,] MetBefore(int rounds)
    {
        var before = new bool[_trio.Length, _trio.Length];
        for (var one = 0; one < _trio.Length; one++)
        {
            for (var other = 0; other < _trio.Length; other++)
                before[one, other] = _since[one, other] >= rounds;
        }
        return before;
    }

    private void Read(IReadOnlyList<CoffeeGroup> history, int round, Dictionary<Guid, int> positions)
    {
        foreach (var group in history)
        {
            int[] present = [.. group.People.Where(positions.ContainsKey).Select(id => positions[id])];
            foreach (var one in present)
            {
                if (group.People.Count > 2)
                    _trio[one] += MaxWaited + 1;
                foreach (var other in present.Where(other => other != one))
                {
                    var since = round - group.Round;
                    _since[one, other] = _since[one, other] == 0 ? since : Math.Min(_since[one, other], since);
                }
            }
        }
    }

    private static int Sameness(CoffeePerson one, CoffeePerson other)
    {
        var overlap = one.OverlapWith(other);
        var hours = overlap == 0 ? NoCommonHour : 100 - (100 * Math.Min(overlap, EnoughMinutes) / EnoughMinutes);
        return (one.Department == other.Department ? SameDepartment : 0)
            + (one.Site == other.Site ? SameSite : 0)
            + hours;
    }
}
