using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Messaging;
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

    /// <summary>
    /// Creates a person with this role at all sites, for <see cref="TestData.OtherDepartment"/> alone.
    /// </summary>
    Task<Guid> CreateHolder(ServiceUnderTest service, IServiceProvider services, string role);
}

/// <summary>The ids of the test data in a service, and the person with access to all of it.</summary>
internal sealed class TestData(IReadOnlyDictionary<string, string> ids)
{
    /// <summary>The marker in all confidential texts.</summary>
    public const string Secret = "between-the-two-of-us";

    /// <summary>A site without test data.</summary>
    public const string OtherSite = "NYC";

    /// <summary>The department of the test data, and one without test data.</summary>
    public const string Department = "Sales",
        OtherDepartment = "Legal";

    public static readonly string[] AllSites = ["*"];

    /// <summary>The roles that can be for departments.</summary>
    public static readonly string[] RolesWithDepartments =
    [
        Roles.Coordinator,
        Roles.Ambassador,
        Roles.Sponsor,
        Roles.CommitteeMember,
    ];

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
        "interviewer",
        "mentor",
        "mentee",
        "proposals",
        "blocks",
        "why-not",
    ];

    /// <summary>A selection has the id of its application.</summary>
    private static readonly string[] KindsOfApplications = ["applications", "selections"];

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
        one == $"{other}s"
        || other == $"{one}s"
        || (KindsOfPeople.Contains(one) && KindsOfPeople.Contains(other))
        || (KindsOfApplications.Contains(one) && KindsOfApplications.Contains(other));

    /// <summary>A person as enrollment publishes them. The subject of the person's tokens is this id.</summary>
    public static PersonRecorded Recorded(Guid person, string site = "BER", string department = Department) =>
        new(
            person,
            1,
            true,
            site,
            "Europe/Berlin",
            null,
            new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero),
            Account: TestTokens.AccountOf(person),
            Department: department,
            EncryptedDescription: new ExchangeEncryption(Convert.FromBase64String(TestKeys.Exchange)).Encrypt(
                new PersonDescription("Analyst", 4, 5.5m, ["de"], ["chess"], [new("python", 4)], [new("python", 3)]),
                person
            )
        );

    /// <summary>Publishes a person with a role for <see cref="OtherDepartment"/>, and waits until the service has
    /// both.</summary>
    public static async Task<Guid> PublishHolder(ServiceUnderTest service, IServiceProvider services, string role)
    {
        var (person, since) = (Guid.CreateVersion7(), new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
        var bus = services.GetRequiredService<IBus>();
        var assigned = new RoleRecorded(Guid.CreateVersion7(), role, AllSites, [], [OtherDepartment], since, null);
        await bus.Publish(Recorded(person, department: OtherDepartment));
        await bus.Publish(new RolesRecorded(person, 1, [assigned], since));
        await service.WaitUntil(
            service.Target.AuthorizedPerson,
            $"/people/{person}/personal-data",
            data =>
                $"{data}" is var text
                && text.Contains($"{assigned.Assignment}", StringComparison.Ordinal)
                && text.Contains("Europe/Berlin", StringComparison.Ordinal)
        );
        return person;
    }

    public static string CreateToken(Guid person) => TestTokens.For(person, [.. Roles.All], AllSites);
}
