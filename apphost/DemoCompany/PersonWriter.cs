using System.Globalization;
using Bogus;
using Bogus.Extensions;

namespace PeerNetwork.DemoCompany;

/// <summary>Gives the people their names, titles, histories and skills.</summary>
internal sealed class PersonWriter(Randomizer random)
{
    private const int FirstNumber = 100_001,
        DaysInHalfAYear = 183;

    private static readonly int[] LeastYears = [0, 0, 2, 4, 7, 10, 14, 18, 22];

    private readonly Dictionary<string, Faker> _fakers = [];
    private readonly HashSet<string> _emails = [];

    public Person Write(int index, Seat seat)
    {
        var (first, last) = NameFrom(seat.Site);
        // In halves: 0.5 years at level 1 up to 40 at the top.
        var halves = 2 * LeastYears[seat.Level] + random.Number(1, seat.Level < 4 ? 10 : 30);
        var offers = Offers(seat);
        return new(
            NumberOf(index),
            first,
            last,
            EmailOf(first, last),
            seat.Site.Code,
            seat.Department?.Name ?? "Executive",
            Title(seat),
            seat.Level,
            halves / 2m,
            Company.Day.AddDays(-random.Number(1, halves) * DaysInHalfAYear + random.Number(0, 90)),
            seat.Position.Manager is { } manager ? NumberOf(manager) : null,
            Languages(seat.Site),
            Pick(Skills.Interests, random.Number(1, 4)),
            offers,
            Wants(seat, offers),
            Wish.None
        );
    }

    public Alumnus Alumnus(IReadOnlyList<Person> people)
    {
        var host = people[1];
        var (first, last) = NameFrom(Places.Sites.Single(s => s.Code == host.SiteCode));
        return new(
            NumberOf(-1),
            $"{first} {last}",
            EmailOf(first, last),
            host.Number,
            Company.Day.AddMonths(9),
            [new("Career Planning", 5), new("Negotiation", 5)]
        );
    }

    private static string NumberOf(int index) => (FirstNumber + index).ToString(CultureInfo.InvariantCulture);

    private (string First, string Last) NameFrom(Site site)
    {
        if (!_fakers.TryGetValue(site.Names, out var faker))
            _fakers.Add(site.Names, faker = new Faker(site.Names) { Random = random });
        return (faker.Name.FirstName(), faker.Name.LastName());
    }

    private string EmailOf(string first, string last)
    {
        var letters = new string([
            .. $"{first}.{last}".Transliterate().ToLowerInvariant().Where(c => char.IsAsciiLetterLower(c) || c == '.'),
        ]);
        var address = letters;
        for (var n = 2; !_emails.Add(address); n++)
            address = string.Create(CultureInfo.InvariantCulture, $"{letters}{n}");
        return $"{address}@example.com";
    }

    private string Title(Seat seat)
    {
        if (seat.Department is not { } department)
            return "Chief Executive Officer";
        var profession = random.ArrayElement(department.Professions);
        return (seat.Level, seat.LeadsPeople) switch
        {
            (7, _) => department.Head,
            (6, true) => $"Vice President, {department.Name}",
            (5, true) => $"Director, {department.Name}",
            (_, true) => $"Manager, {department.Name}",
            (1, _) => $"Junior {profession}",
            (2, _) => profession,
            (3, _) => $"Senior {profession}",
            _ => $"Principal {profession}",
        };
    }

    private List<string> Languages(Site site) =>
        [.. site.Languages.Take(1).Concat(site.Languages.Skip(1).Where(l => l == "en" || random.Bool(0.4f)))];

    /// <summary>Two to six skills of one's own department, and leadership for those who lead.</summary>
    private List<PersonSkill> Offers(Seat seat)
    {
        string[] fields = seat.LeadsPeople || seat.Level >= 5 ? [.. FieldsOf(seat), "Leadership"] : FieldsOf(seat);
        var known = Pick([.. fields.SelectMany(f => Skills.Fields[f])], random.Number(2, Math.Min(6, 2 + seat.Level)));
        return
        [
            .. known.Select(skill => new PersonSkill(skill, Math.Clamp(random.Number(1, 3) + (seat.Level / 2), 1, 5))),
        ];
    }

    /// <summary>
    /// One to four skills: of one's own field as a rule, of another for the fifth who think of a change, leadership for
    /// many.
    /// </summary>
    private List<PersonSkill> Wants(Seat seat, List<PersonSkill> offers)
    {
        var fields = random.Bool(0.2f) ? random.ListItem([.. Department.All]).Fields : FieldsOf(seat);
        string[] wanted = [.. fields.Concat(random.Bool(0.5f) ? ["Leadership"] : []).SelectMany(f => Skills.Fields[f])];
        return
        [
            .. Pick(wanted, random.Number(1, 4))
                .Where(skill => offers.TrueForAll(o => o.Skill != skill))
                .Select(skill => new PersonSkill(skill, random.Number(3, 5))),
        ];
    }

    private static string[] FieldsOf(Seat seat) =>
        seat.Department?.Fields ?? ["Leadership", "Communication", "Finance"];

    private List<string> Pick(IReadOnlyList<string> from, int count) =>
        [.. random.Shuffle(from.Distinct()).Take(count).Order(StringComparer.Ordinal)];
}
