using PeerNetwork.DemoCompany;

namespace PeerNetwork.Tools.Demo;

internal enum Part
{
    Mentor,
    Mentee,
}

/// <param name="Subject">The name of the person's account at the provider.</param>
/// <param name="Expected">Whether the program's rules will let the person in.</param>
internal sealed record Applicant(
    Guid Person,
    string Subject,
    string Site,
    Part Part,
    bool Expected,
    int Capacity,
    SkillLevel[] Offers,
    SkillLevel[] Wants,
    string[] Interests
)
{
    public string Role => Part == Part.Mentor ? "mentor" : "mentee";
}

/// <summary>A skill as the API takes it.</summary>
internal sealed record SkillLevel(string Name, int Level);

/// <summary>A person as the directory lists them.</summary>
internal sealed record Listed(
    Guid Id,
    bool Active,
    string SiteCode,
    string? EmployeeNumber,
    int? JobLevel,
    decimal? YearsOfExperience,
    Guid? Manager
)
{
    /// <summary>
    /// Whether the person may take part: some have left, and who came by SCIM may have no number to sign in with.
    /// </summary>
    public bool CanSignIn => Active && EmployeeNumber is not null;

    /// <summary>
    /// Everybody at the sites of the roster. Those who left may still stand in a line of managers.
    /// </summary>
    public static async Task<IReadOnlyList<Listed>> ReadAll(
        Session hr,
        RosterFile roster,
        ProgressReporter progress,
        CancellationToken ct
    )
    {
        var sites = roster.Sites;
        var all = await progress.Do("Read the directory", () => hr.All<Listed>("enrollment/people", ct));
        return [.. all.Where(p => sites.Contains(p.SiteCode))];
    }
}

/// <summary>Who of the directory applies, as what, and with which skills: the same for the same directory.</summary>
internal sealed record Participants(string[] Sites, string Elsewhere, IReadOnlyList<Applicant> Applicants)
{
    public const int LeastYears = 5,
        Smallest = 160,
        Usual = 800;

    /// <summary>
    /// Among them are some whom a rule refuses: mentors with too little experience, and mentees from a site without the
    /// program.
    /// </summary>
    private const int TooJunior = 12,
        FromElsewhere = 8;

    public int Mentors => Applicants.Count(a => a.Part == Part.Mentor);
    public int Mentees => Applicants.Count(a => a.Part == Part.Mentee);

    /// <param name="directory">All people of the roster.</param>
    /// <param name="company">The demo company, where it is theirs.</param>
    /// <param name="size">How many apply; a quarter of them as mentors.</param>
    public static Participants Choose(IReadOnlyList<Listed> directory, Company? company, int size)
    {
        var (mentors, mentees) = (size / 4, size - size / 4);
        var random = new Random(DemoCommand.Seed);
        var bySite = directory
            .Where(p => p is { CanSignIn: true, YearsOfExperience: not null })
            .GroupBy(p => p.SiteCode)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .ToList();
        if (bySite.Count < 3)
            throw new DemoFailedException("The demo needs people with known experience at three sites or more.");
        string[] sites = [bySite[0].Key, bySite[1].Key];
        var local = bySite.Take(2).SelectMany(g => g).OrderBy(_ => random.Next()).ToList();
        var senior = new Queue<Listed>(
            local.Where(p => p.YearsOfExperience >= LeastYears).OrderByDescending(p => p.YearsOfExperience)
        );
        var junior = new Queue<Listed>(local.Where(p => p.YearsOfExperience < LeastYears));
        var known = company?.People.ToDictionary(p => p.Number) ?? [];
        var participants = new List<Applicant>();
        Take(senior, mentors - TooJunior, Part.Mentor, expected: true);
        Take(junior, TooJunior, Part.Mentor, expected: false);
        var rest = new Queue<Listed>(junior.Concat(senior.Reverse()));
        Take(rest, mentees - FromElsewhere, Part.Mentee, expected: true);
        Take(new(bySite[2]), FromElsewhere, Part.Mentee, expected: false);
        return new(sites, bySite[2].Key, participants);

        void Take(Queue<Listed> from, int count, Part part, bool expected)
        {
            if (from.Count < count)
                throw new DemoFailedException($"The directory has {from.Count} people for {count} places as {part}.");
            for (var i = 0; i < count; i++)
            {
                var person = from.Dequeue();
                participants.Add(
                    Describe(person, part, expected, known.GetValueOrDefault(person.EmployeeNumber ?? ""), random)
                );
            }
        }
    }

    /// <summary>
    /// So many of the whole company, a quarter of them as mentors of up to four: for a program at all sites, whom no
    /// rule refuses.
    /// </summary>
    public static Participants Everybody(IReadOnlyList<Listed> directory, Company? company, int size)
    {
        var random = new Random(DemoCommand.Seed + 1);
        var known = company?.People.ToDictionary(p => p.Number) ?? [];
        var people = directory
            .Where(p => p.CanSignIn)
            .OrderBy(_ => random.Next())
            .Take(size)
            .OrderByDescending(p => p.YearsOfExperience ?? 0)
            .ThenBy(p => p.Id)
            .ToList();
        var participants = people
            .Select(
                (p, n) =>
                    Describe(
                        p,
                        n < people.Count / 4 ? Part.Mentor : Part.Mentee,
                        true,
                        known.GetValueOrDefault(p.EmployeeNumber ?? ""),
                        random
                    )
            )
            .Select(a => a.Part is Part.Mentor ? a with { Capacity = 1 + random.Next(4) } : a)
            .ToList();
        return new([.. people.Select(p => p.SiteCode).Distinct().Order(StringComparer.Ordinal)], "", participants);
    }

    private static Applicant Describe(Listed listed, Part part, bool expected, Person? person, Random random) =>
        new(
            listed.Id,
            listed.EmployeeNumber!,
            listed.SiteCode,
            part,
            expected,
            part == Part.Mentor ? 1 + random.Next(2) : 0,
            person is null ? Draw(random) : [.. person.Offers.Select(s => new SkillLevel(s.Skill, s.Level))],
            person is null ? Draw(random) : [.. person.Wants.Select(s => new SkillLevel(s.Skill, s.Level))],
            person is null ? [] : [.. person.Interests]
        );

    /// <summary>An HR file knows no skills: the person states some.</summary>
    private static SkillLevel[] Draw(Random random) =>
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ => Skills.All[random.Next(Skills.All.Count)])
                .Distinct()
                .Select(s => new SkillLevel(s, 1 + random.Next(5))),
        ];
}
