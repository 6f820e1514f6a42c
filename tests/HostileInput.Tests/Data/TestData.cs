using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>Creates test data in a service.</summary>
internal interface ITestDataFactory
{
    /// <summary>
    /// Returns ids by the path segment before them (<c>goals</c>) and by the name of the field or query parameter
    /// (<c>mentee</c>); <c>authorized</c> is a person with access to all of them.
    /// </summary>
    Task<Dictionary<string, string>> Create(ServiceUnderTest service, IServiceProvider services);
}

/// <summary>The ids of the test data in a service, and the person with access to all of it.</summary>
internal sealed class TestData(IReadOnlyDictionary<string, string> ids)
{
    /// <summary>The marker in all confidential texts.</summary>
    public const string Secret = "between-the-two-of-us";

    /// <summary>A site without test data.</summary>
    public const string OtherSite = "NYC";

    public static readonly string[] AllSites = ["*"];

    /// <summary>The kinds that are people.</summary>
    private static readonly string[] KindsOfPeople =
    [
        "authorized",
        "outsider",
        "person",
        "people",
        "manager",
        "other",
        "duplicate",
        "successor",
        "assistant",
        "sponsor",
        "mentor",
        "mentee",
        "proposals",
    ];

    public Guid AuthorizedPerson { get; } = Guid.Parse(ids["authorized"]);

    /// <summary>A person at <see cref="OtherSite"/> without access to the test data.</summary>
    public Guid Outsider { get; } = ids.TryGetValue("outsider", out var id) ? Guid.Parse(id) : Guid.NewGuid();

    /// <summary>
    /// A token with all roles and all sites. A request with this token is rejected only because of its content.
    /// </summary>
    public string AuthorizedToken { get; } = CreateToken(Guid.Parse(ids["authorized"]));

    public string? this[string kind] => ids.GetValueOrDefault(kind);

    /// <summary>The ids of other kinds.</summary>
    public IEnumerable<string> IdsOfOtherKinds(string kind) =>
        ids.Where(t => t.Value != this[kind] && !AreSameKind(t.Key, kind) && Guid.TryParse(t.Value, out _))
            .Select(t => t.Value)
            .Distinct();

    private static bool AreSameKind(string one, string other) =>
        one == $"{other}s" || other == $"{one}s" || (KindsOfPeople.Contains(one) && KindsOfPeople.Contains(other));

    /// <summary>A person as enrollment publishes them. The subject of the person's tokens is this id.</summary>
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

    public static string CreateToken(Guid person) => TestTokens.For(person, [.. Roles.All], AllSites);
}
