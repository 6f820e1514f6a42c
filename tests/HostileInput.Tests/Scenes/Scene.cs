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
    private static readonly string[] People = ["insider", "person", "people", "mentor", "mentee", "proposals"];

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

    public static string TokenOf(Guid person) => TestTokens.For(person, [.. Roles.All], EverySite);
}
