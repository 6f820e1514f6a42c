using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// A large company by the seed: 1,500 skills whose popularity falls as Zipf's law says, 40 sites in 12 time zones,
/// levels, departments, languages, and a tenth of everything not recorded.
/// </summary>
internal sealed class LargeCohort
{
    private const int Skills = 1_500;
    private const int Sites = 40;
    private const int Questions = 8;

    private static readonly string[] Zones =
    [
        "America/Los_Angeles",
        "America/Denver",
        "America/Chicago",
        "America/New_York",
        "America/Sao_Paulo",
        "Europe/London",
        "Europe/Berlin",
        "Europe/Athens",
        "Asia/Dubai",
        "Asia/Kolkata",
        "Asia/Singapore",
        "Asia/Tokyo",
    ];

    private static readonly string[] Languages = ["en", "de", "fr", "es", "pt", "hi", "ja", "zh"];

    private readonly Random _random;
    private readonly double[] _popularity = new double[Skills];

    private LargeCohort(int seed)
    {
        _random = new(seed);
        for (var (skill, sum) = (0, 0.0); skill < Skills; skill++)
            _popularity[skill] = sum += 1.0 / (skill + 1);
    }

    public static Cohort Of(int mentees, int mentors, int seed)
    {
        var company = new LargeCohort(seed);
        return new(
            [.. Enumerable.Range(0, mentees).Select(company.Mentee)],
            [.. Enumerable.Range(mentees, mentors).Select(number => company.Mentor(number, firstMentor: mentees))]
        );
    }

    private Mentee Mentee(int number) =>
        Fill(
            new Mentee(Id(number)) { WantedSkills = SomeSkills(3, 6), TargetField = Maybe(Word("field", 20)) },
            years: _random.Next(0, 12),
            level: _random.Next(1, 5),
            manager: null
        );

    private Mentor Mentor(int number, int firstMentor) =>
        Fill(
            new Mentor(Id(number), _random.Next(1, 4))
            {
                OfferedSkills = SomeSkills(3, 8),
                MinutesPerMonth = _random.Next(4) == 0 ? null : _random.Next(1, 6) * 60,
            },
            years: _random.Next(4, 35),
            level: _random.Next(2, 9),
            manager: number > firstMentor ? Id(_random.Next(firstMentor, number)) : null
        );

    private T Fill<T>(T person, int years, int level, Guid? manager)
        where T : Person
    {
        var site = _random.Next(Sites);
        return person with
        {
            Managers = manager is { } above ? [above] : [],
            Site = $"site {site}",
            TimeZone = Zones[site % Zones.Length],
            Department = Maybe(Word("department", 15)),
            Level = _random.Next(10) == 0 ? null : level,
            YearsOfExperience = _random.Next(10) == 0 ? null : years,
            Languages =
            [
                .. new[] { "en", Languages[site % Languages.Length], Languages[_random.Next(Languages.Length)] }
                    .Skip(_random.Next(3))
                    .Distinct(),
            ],
            Interests = Words("interest", 80, 2, 5),
            CareerInterests = Words("field", 20, 1, 3),
            Fields = Maybe(Words("field", 20, 1, 4)),
            Values = Answers("value"),
            Personality = Answers("trait"),
        };
    }

    private Skill[] SomeSkills(int least, int most) =>
        [
            .. Enumerable
                .Range(0, _random.Next(least, most + 1))
                .Select(_ => ZipfSkill())
                .Distinct()
                .Select(skill => new Skill($"skill {skill}", _random.Next(1, 6))),
        ];

    private int ZipfSkill()
    {
        var at = Array.BinarySearch(_popularity, _random.NextDouble() * _popularity[^1]);
        return at < 0 ? ~at : at;
    }

    private Dictionary<string, int>? Answers(string kind) =>
        _random.Next(5) < 2
            ? null
            : Enumerable.Range(0, Questions).ToDictionary(number => $"{kind} {number}", _ => _random.Next(1, 6));

    private string[] Words(string kind, int of, int least, int most) =>
        [.. Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => Word(kind, of)).Distinct()];

    private string Word(string kind, int of) => $"{kind} {_random.Next(of)}";

    private T? Maybe<T>(T value)
        where T : class => _random.Next(10) == 0 ? null : value;

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
