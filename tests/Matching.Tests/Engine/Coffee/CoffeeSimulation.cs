using System.Numerics;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>Rounds after each other in which some people snooze.</summary>
internal sealed class CoffeeSimulation
{
    private readonly Random _random;
    private readonly int _snoozePercent;
    private readonly CoffeePerson[] _people;

    public CoffeeSimulation(int people, int snoozePercent, int seed = 1)
    {
        (_random, _snoozePercent) = (new Random(seed), snoozePercent);
        _people =
        [
            .. Enumerable
                .Range(0, people)
                .Select(at => new CoffeePerson(
                    new Guid(at + 1, 0, 0, new byte[8]),
                    $"site {_random.Next(3)}",
                    $"department {_random.Next(4)}",
                    60 * _random.Next(24),
                    480
                )),
        ];
    }

    public List<CoffeeGroup> History { get; } = [];

    public IEnumerable<SimulatedRound> Run(int rounds)
    {
        for (var round = 1; round <= rounds; round++)
        {
            var present = _people.Where(_ => _random.Next(100) >= _snoozePercent).ToArray();
            var held = new SimulatedRound(present, [.. History], CoffeeRound.Form(round, present, History, seed: 5));
            yield return held;
            History.AddRange(held.Groups);
            Wait(held);
        }
    }

    /// <summary>Of each person: how many groups of three they were in.</summary>
    public Dictionary<Guid, int> Trios() =>
        _people.ToDictionary(
            person => person.Id,
            person => History.Count(group => group.People.Count == 3 && group.People.Contains(person.Id))
        );

    private void Wait(SimulatedRound held)
    {
        var grouped = held.Groups.SelectMany(group => group.People).ToHashSet();
        for (var at = 0; at < _people.Length; at++)
        {
            if (held.Present.Any(person => person.Id == _people[at].Id))
                _people[at] = _people[at] with
                {
                    RoundsWaited = grouped.Contains(_people[at].Id) ? 0 : _people[at].RoundsWaited + 1,
                };
        }
    }
}

/// <summary>One round: who was there, what was held before, and the groups.</summary>
internal sealed record SimulatedRound(
    CoffeePerson[] Present,
    IReadOnlyList<CoffeeGroup> Before,
    IReadOnlyList<CoffeeGroup> Groups
)
{
    private const int Unreachable = 1000;

    // 1 where two people have met, else 0.
    private readonly int[,] _met = MetByPosition(Present, [.. Pairs(Before)]);

    public int Repeats { get; } = Pairs(Groups).Intersect(Pairs(Before)).Count();

    public bool LeavesNobodyOut()
    {
        var sizes = Groups.Select(group => group.People.Count).Order().ToArray();
        var trios = Present.Length % 2 == 1 && Present.Length > 1 ? 1 : 0;
        return Groups.SelectMany(g => g.People).Order().SequenceEqual(Expected())
            && sizes.Count(size => size == 3) == trios
            && sizes.Count(size => size == 2) == sizes.Length - trios;
    }

    /// <summary>
    /// The least possible number of repeats, by trying all groupings: a table over all sets of people, in which the
    /// first person of a set is in a pair or, where the size is odd, perhaps in the group of three.
    /// </summary>
    public int FewestRepeats()
    {
        var (met, count) = (_met, Present.Length);
        if (count < 2)
            return 0;
        if (met.Cast<int>().Sum() == count * (count - 1))
            return count % 2 == 0 ? count / 2 : ((count - 3) / 2) + 3;
        var fewest = new int[1 << Present.Length];
        for (var set = 1; set < fewest.Length; set++)
        {
            fewest[set] = Unreachable;
            var one = BitOperations.TrailingZeroCount(set);
            var odd = int.IsOddInteger(BitOperations.PopCount((uint)set));
            foreach (var two in Members(set & ~(1 << one)))
            {
                var others = set & ~(1 << one) & ~(1 << two);
                fewest[set] = Math.Min(fewest[set], fewest[others] + met[one, two]);
                foreach (var three in odd ? Members(others) : [])
                {
                    var repeats = met[one, two] + met[one, three] + met[two, three];
                    fewest[set] = Math.Min(fewest[set], fewest[others & ~(1 << three)] + repeats);
                }
            }
        }
        return fewest[^1];
    }

    /// <summary>The same for an odd number and more people, by the sizes of matchings without each trio.</summary>
    public bool OtherTrioHasFewerRepeats(Random random)
    {
        var (met, everyone) = (_met, Enumerable.Range(0, Present.Length).ToArray());
        var pairs = (Present.Length - 3) / 2;
        var most = Math.Min(pairs, NewPairs(everyone, random));
        return (
            from one in everyone
            from two in everyone[(one + 1)..]
            from three in everyone[(two + 1)..]
            let repeats = met[one, two] + met[one, three] + met[two, three]
            where repeats + pairs - most < Repeats
            where repeats + pairs - NewPairs([.. everyone.Except([one, two, three])], random) < Repeats
            select one
        ).Any();
    }

    /// <summary>The most pairs at the same time of people who have not met.</summary>
    public int NewPairs(int[] people, Random random)
    {
        var open = new bool[people.Length, people.Length];
        for (var one = 0; one < people.Length; one++)
        {
            for (var other = 0; other < people.Length; other++)
                open[one, other] = one != other && _met[people[one], people[other]] == 0;
        }
        return TutteMatrix.MatchingSize(open, random);
    }

    public static IEnumerable<(Guid, Guid)> Pairs(IEnumerable<CoffeeGroup> groups) =>
        from coffee in groups
        from one in coffee.People
        from other in coffee.People
        where one.CompareTo(other) < 0
        select (one, other);

    private IEnumerable<int> Members(int set) => Enumerable.Range(0, Present.Length).Where(at => (set >> at & 1) == 1);

    private static (Guid, Guid) Ordered(Guid one, Guid other) => one.CompareTo(other) < 0 ? (one, other) : (other, one);

    private static int[,] MetByPosition(CoffeePerson[] present, HashSet<(Guid, Guid)> pairs)
    {
        var met = new int[present.Length, present.Length];
        for (var one = 0; one < present.Length; one++)
        {
            for (var other = 0; other < present.Length; other++)
                met[one, other] = pairs.Contains(Ordered(present[one].Id, present[other].Id)) ? 1 : 0;
        }
        return met;
    }

    private IEnumerable<Guid> Expected() => Present.Length < 2 ? [] : Present.Select(person => person.Id).Order();
}
