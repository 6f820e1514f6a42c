using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests.Scenes;

/// <summary>Brings something into a service that is worth an attack.</summary>
internal interface IScenes
{
    /// <summary>
    /// Ids by the word that stands before them in an address (<c>goals</c>) and by the name that fields and queries
    /// give them (<c>mentee</c>); <c>insider</c> is a person whom all of it concerns.
    /// </summary>
    Task<Dictionary<string, string>> New(Service service, IServiceProvider services);
}

/// <summary>What exists in a service, and the one person who may do everything with it.</summary>
internal sealed class Scene(IReadOnlyDictionary<string, string> things)
{
    /// <summary>Stands in every text that not everybody may read.</summary>
    public const string Secret = "between-the-two-of-us";

    /// <summary>A site where nothing of the scene is.</summary>
    public const string OtherSite = "NYC";

    public static readonly string[] EverySite = ["*"];

    /// <summary>Words for people in one part or another.</summary>
    private static readonly string[] People =
    [
        "insider",
        "stranger",
        "person",
        "people",
        "mentor",
        "mentee",
        "proposals",
    ];

    /// <summary>A person at <see cref="OtherSite"/> whom nothing of the scene concerns.</summary>
    public Guid Stranger { get; } = things.TryGetValue("stranger", out var id) ? Guid.Parse(id) : Guid.NewGuid();

    public Guid Insider { get; } = Guid.Parse(things["insider"]);

    /// <summary>
    /// Any role and any site, and in person: a request that is refused with this token is refused for what it says.
    /// </summary>
    public string InsiderToken { get; } = TokenOf(Guid.Parse(things["insider"]));

    public string? this[string kind] => things.GetValueOrDefault(kind);

    /// <summary>Ids of things of other kinds.</summary>
    public IEnumerable<string> OthersThan(string kind) =>
        things
            .Where(t => t.Value != this[kind] && !AreAlike(t.Key, kind) && Guid.TryParse(t.Value, out _))
            .Select(t => t.Value)
            .Distinct();

    private static bool AreAlike(string one, string other) =>
        one == $"{other}s" || other == $"{one}s" || (People.Contains(one) && People.Contains(other));

    /// <summary>A person as enrollment publishes them, whose tokens have this id as their subject.</summary>
    public static PersonRecorded Recorded(Guid person, string site = "BER") =>
        new(
            person,
            1,
            true,
            site,
            "Europe/Berlin",
            null,
            "Sales",
            "Analyst",
            4,
            5.5m,
            ["de"],
            ["chess"],
            [new("python", 4)],
            [new("python", 3)],
            new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero),
            Account: TestTokens.AccountOf(person)
        );

    public static string TokenOf(Guid person) => TestTokens.For(person, [.. Roles.All], EverySite);
}
