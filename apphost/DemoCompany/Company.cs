using Bogus;

namespace PeerNetwork.DemoCompany;

/// <summary>
/// The company that local runs, the demo and tests use: made up, yet shaped like a real one. The same seed gives the
/// same company, to the byte, on any machine and any day.
/// </summary>
public sealed record Company(IReadOnlyList<Site> Sites, IReadOnlyList<Person> People, Alumnus Guest)
{
    /// <summary>The day on which the HR system is thought to have written the roster.</summary>
    public static readonly DateOnly Day = new(2026, 6, 30);

    /// <summary>
    /// The three people of this department at this site are too few for any figure about them to be shown.
    /// </summary>
    public const string SmallDepartment = "Legal",
        SmallSite = "REK";

    public const int Smallest = 200,
        Usual = 5_000,
        Largest = 100_000;

    internal const int SmallGroup = 3;

    /// <param name="seed">Any number; it names the company.</param>
    /// <param name="people">200 to 100,000.</param>
    public static Company Generate(int seed, int people = Usual)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, Smallest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(people, Largest);
        var random = new Randomizer(seed);
        var seats = Seat.Draw(random, people);
        var writer = new PersonWriter(random);
        var staff = seats.Select((seat, i) => writer.Write(i, seat)).ToList();
        AskWhoIsWilling(random, staff);
        return new(Places.Sites, staff, writer.Alumnus(staff));
    }

    /// <summary>About a quarter would like a mentor, and only a third as many would like to be one.</summary>
    private static void AskWhoIsWilling(Randomizer random, List<Person> people)
    {
        var order = random.Shuffle(Enumerable.Range(0, people.Count)).ToArray();
        var mentees = people.Count * 6 / 25;
        foreach (
            var i in order
                .Where(i => people[i].Level is >= 3 and <= 6 && people[i].Years >= 5)
                .Take(mentees / 3)
                .ToArray()
        )
            people[i] = people[i] with { Wish = Wish.Mentor };
        foreach (var i in order.Where(i => people[i].Level <= 4 && people[i].Wish == Wish.None).Take(mentees).ToArray())
            people[i] = people[i] with { Wish = Wish.Mentee };
    }
}
