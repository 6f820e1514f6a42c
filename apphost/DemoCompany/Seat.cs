using Bogus;

namespace PeerNetwork.DemoCompany;

/// <summary>Where a person sits: the place in the hierarchy, the site, the department and the level.</summary>
internal sealed record Seat(Position Position, Site Site, Department? Department, int Level)
{
    private const int Top = 8,
        Managers = 4;

    public bool LeadsPeople => Position.Span > 0;

    public static IReadOnlyList<Seat> Draw(Randomizer random, int people)
    {
        var seats = new List<Seat>(people);
        foreach (var position in ReportingLines.Draw(random, people, Department.All.Count))
        {
            var manager = position.Manager is { } m ? seats[m] : null;
            // The heads of department follow the chief executive in the order of the list.
            var department = manager is null ? null : manager.Department ?? Department.All[seats.Count - 1];
            seats.Add(
                new(position, SiteFor(random, manager, department), department, LevelFor(random, position, manager))
            );
        }

        MakeSmallGroup(seats);
        return seats;
    }

    /// <summary>Teams sit together as a rule; those who lead leaders are spread over the world.</summary>
    private static Site SiteFor(Randomizer random, Seat? manager, Department? department)
    {
        if (manager is null)
            return Places.Sites[0];
        if (manager.Position.Depth >= 3 && random.Bool(0.85f))
            return manager.Site;
        var site = random.WeightedRandom([.. Places.Sites], [.. Places.Sites.Select(s => s.Weight)]);
        return IsSmallGroup(site, department) ? Places.Sites[0] : site;
    }

    private static int LevelFor(Randomizer random, Position position, Seat? manager)
    {
        if (manager is null)
            return Top;
        var highest = manager.Level - 1;
        if (position.Span > 0)
            return Math.Max(highest, 2);
        return random.WeightedRandom([1, 2, 3, 4], [0.25f, 0.35f, 0.25f, 0.15f]) is var level && level < highest
            ? level
            : Math.Max(1, Math.Min(highest, Managers));
    }

    private static bool IsSmallGroup(Site site, Department? department) =>
        site.Code == Company.SmallSite && department?.Name == Company.SmallDepartment;

    private static void MakeSmallGroup(List<Seat> seats)
    {
        var site = Places.Sites.Single(s => s.Code == Company.SmallSite);
        var members = Enumerable
            .Range(0, seats.Count)
            .Where(i => seats[i] is { LeadsPeople: false, Department.Name: Company.SmallDepartment });
        foreach (var i in members.TakeLast(Company.SmallGroup).ToArray())
            seats[i] = seats[i] with { Site = site };
    }
}
