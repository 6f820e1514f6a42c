namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>An employment beside the one that stands for the person.</summary>
public sealed record OtherEmployment(HrisStatus Status, DateOnly HiredOn, DateOnly? LastDay, HrisAssignment Assignment);

/// <param name="Worker">What a source that knows everything tells.</param>
/// <param name="Others">What must not win over it.</param>
public sealed record TestPerson(
    HrisWorker Worker,
    string FirstName,
    string LastName,
    IReadOnlyList<OtherEmployment> Others
);

/// <summary>Makes the people of a company: leavers, leaves, hires and changes to come, and gaps in the data.</summary>
public static class Company
{
    public static readonly DateOnly Today = new(2026, 11, 27);

    public static readonly IReadOnlyList<HrisSite> Sites =
    [
        new("BER", "Berlin Mitte", "Europe/Berlin", "DE"),
        new("LIS", "Lisboa", "Europe/Lisbon", "PT"),
        new("AUS", "Austin, TX", "America/Chicago", "US"),
    ];

    private static readonly string[] FirstNames = ["Zoë", "Ana", "Björn", "Mary Ann", "Li"],
        LastNames = ["O'Neil, \"Jr\"", "Müller", "de la Cruz", "Ng", "Łukasz"],
        Departments = ["R&D", "Finance; Tax", "Sales"],
        Titles = ["Engineer", "Analyst \"II\"", "Lead"],
        Modes = ["On site", "Hybrid", "Remote"];

    public static List<TestPerson> Generate(int count, int seed = 7)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Person(1000 + i, random))];
    }

    public static HrisWorker Minimal(string id) =>
        new(
            id,
            null,
            null,
            null,
            HrisStatus.Unknown,
            null,
            null,
            null,
            [new(null, null, null, null, null, null, null)],
            [],
            new Dictionary<string, string>()
        );

    private static TestPerson Person(int id, Random random)
    {
        var status = random.Next(20) switch
        {
            < 12 => HrisStatus.Active,
            < 14 => HrisStatus.OnLeave,
            < 16 => HrisStatus.PreHire,
            < 19 => HrisStatus.Left,
            _ => HrisStatus.Unknown,
        };
        var hiredOn = Today.AddDays(status == HrisStatus.PreHire ? random.Next(1, 90) : -random.Next(900, 2000));
        DateOnly? lastDay =
            status == HrisStatus.Left ? Today.AddDays(-random.Next(1, 300))
            : random.Next(8) == 0 ? Today.AddDays(random.Next(100, 200))
            : null;
        var from = status == HrisStatus.PreHire ? hiredOn : hiredOn.AddDays(random.Next(0, 300));
        List<HrisAssignment> assignments = [Assignment(id, from, random)];
        if (status == HrisStatus.Active && random.Next(5) == 0)
            assignments.Add(Assignment(id, Today.AddDays(random.Next(1, 60)), random));
        var (first, last) = (Pick(FirstNames, random), Pick(LastNames, random));
        var worker = new HrisWorker(
            $"{id}",
            $"E{id}",
            $"{first} {last}",
            random.Next(20) == 0 ? null : $"p{id}@example.com",
            status,
            null,
            hiredOn,
            lastDay,
            assignments,
            random.Next(3) switch
            {
                0 => [],
                1 => ["de"],
                _ => ["en", "pt"],
            },
            random.Next(3) == 0
                ? new Dictionary<string, string>()
                : new Dictionary<string, string> { ["team"] = $"T{id % 7}" }
        );
        var others = OthersOf(status, hiredOn, id, random);
        OtherEmployment[] present = [.. others.Where(o => o.Status != HrisStatus.Left)];
        return new(worker with { OtherJobs = [.. present.Select(o => o.Assignment)] }, first, last, others);
    }

    private static List<OtherEmployment> OthersOf(HrisStatus status, DateOnly hiredOn, int id, Random random)
    {
        var others = new List<OtherEmployment>();
        if (random.Next(4) == 0)
            others.Add(
                new(HrisStatus.Left, new(2015, 3, 1), new(2016, 5, 31), Assignment(id, new(2015, 3, 1), random))
            );
        if (status is HrisStatus.Active or HrisStatus.OnLeave && random.Next(6) == 0)
            others.Add(new(HrisStatus.Active, hiredOn.AddDays(50), null, Assignment(id, hiredOn.AddDays(50), random)));
        return others;
    }

    private static HrisAssignment Assignment(int id, DateOnly from, Random random) =>
        new(
            from,
            Pick(Sites, random).Id,
            Pick(Departments, random),
            $"CC{random.Next(5)}",
            random.Next(6) == 0 ? null : $"{1000 + random.Next(Math.Max(1, id - 1000))}",
            Pick(Titles, random),
            $"L{random.Next(6)}",
            from.DayNumber % 4 == 0 ? null : $"{50 + from.DayNumber % 100}",
            Modes[from.DayNumber % 3]
        );

    private static T Pick<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];
}
