using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Enrollment.Scim.Users.UserAttributes;
using static PeerNetwork.Enrollment.Scim.Users.UserValues;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>What a SCIM user says of a person.</summary>
/// <param name="Resource">The user as the client sent it, as JSON.</param>
public sealed record ProvisionedUser(bool Active, HrRecord Entry, string Resource, UserKeys Keys);

/// <summary>Maps a SCIM user to a person and back.</summary>
/// <param name="client">The client that sends or reads the user.</param>
/// <param name="timeZones">The time zones of the known sites, by their codes.</param>
public sealed class UserResource(
    AuthenticatedClient client,
    IReadOnlyDictionary<string, string> timeZones,
    AccountIds accounts,
    UserKeyIndex keys
)
{
    public static JsonObject Parse(string resource) => (JsonObject)JsonNode.Parse(resource)!;

    /// <summary>Reads a user that a client sent.</summary>
    /// <param name="user">The user, with attributes of the schemas alone.</param>
    /// <param name="before">The user as the client knew it. What is missing now and was there is removed; what the
    /// client never sent stays as another source told it.</param>
    /// <param name="known">The person; null for a new one.</param>
    /// <exception cref="ScimException">A value cannot be taken over.</exception>
    public ProvisionedUser Read(JsonObject user, JsonObject? before, Person? known)
    {
        var (userName, externalId) = (user.TextAt("userName")!, user.TextAt("externalId"));
        var number = Line(Merge(user, before, EmployeeNumber, known?.EmployeeNumber), "employeeNumber", 64);
        var addresses = user.Items("emails").Select(e => e.TextAt(Value)).OfType<string>().ToArray();
        return new(
            user["active"]?.GetValue<bool>() ?? true,
            new(
                number,
                Line(NameOf(user), "displayName", 200),
                Line(EmailOf(user), "emails.value", 254),
                ReadEmployment(user, before, known?.Employment),
                AccountOf(userName, externalId, number),
                NumberKey: number is null ? default : keys.OfEmployeeNumber(number),
                Kind: KindOf(user, known)
            ),
            Stored(user),
            keys.Of(userName, externalId, addresses)
        );
    }

    /// <summary>The time zone of the site of a new user.</summary>
    public string TimeZoneOf(JsonObject user) => TimeZoneOf(user.TextAt(Site) ?? client.DefaultSite);

    private string TimeZoneOf(string site) =>
        timeZones.TryGetValue(site, out var zone)
            ? zone
            : throw ScimException.InvalidValue(
                "site",
                $"must be a known site: {string.Join(", ", timeZones.Keys.Order())}"
            );

    private Employment ReadEmployment(JsonObject user, JsonObject? before, Employment? known)
    {
        var site = Merge(user, before, Site, known?.SiteCode) ?? client.DefaultSite;
        var zone = TimeZoneOf(site);
        return new(
            site,
            zone,
            ParseManager(Merge(user, before, Manager, known?.Manager?.Value.ToString())),
            Line(Merge(user, before, Department, known?.Department), "department", 100),
            Line(Merge(user, before, [Title], known?.JobTitle), "title", 200),
            ParseLevel(Merge(user, before, Level, Text(known?.JobLevel))),
            known?.YearsOfExperience,
            ParseHireDate(Merge(user, before, HireDate, known?.HiredOn is { } day ? Text(day) : null)),
            LanguagesOf(user) ?? known?.Languages ?? [],
            CostCentre: Line(Merge(user, before, CostCentre, known?.CostCentre), "costCenter", 100),
            WorkingTime: ParseTime(Merge(user, before, Time, Text(known?.WorkingTime))),
            WorkMode: WorkModes.Of(Merge(user, before, Mode, Text(known?.WorkMode)))
        )
        {
            OtherJobs = UserOtherJobs.Read(user, before, known?.OtherJobs, timeZones.Keys),
        };
    }

    /// <summary>Null where the client does not say: the person stays what they are.</summary>
    private static PersonKind? KindOf(JsonObject user, Person? known)
    {
        var (said, kind) = (user.TextAt(UserType), known?.Employment.Kind);
        if (kind?.IsExternal() is true)
            return PersonKinds.OfHr(said);
        return PersonKinds.IsExternalWord(said)
            ? throw ScimException.InvalidValue(UserType, PersonKinds.HrMessage)
            : PersonKinds.OfHr(said);
    }

    private static string? Merge(JsonObject user, JsonObject? before, string[] path, string? known) =>
        user.TextAt(path) ?? (before?.TextAt(path) is null ? known : null);

    private static string? NameOf(JsonObject user) =>
        user.TextAt("displayName")
        ?? user.TextAt("name", "formatted")
        ?? (
            string.Join(
                ' ',
                new[] { user.TextAt("name", "givenName"), user.TextAt("name", "familyName") }.OfType<string>()
            )
                is { Length: > 0 } name
                ? name
                : user.TextAt("userName")
        );

    private static string? EmailOf(JsonObject user)
    {
        var emails = user.Items("emails").ToArray();
        var chosen =
            Array.Find(emails, e => e["primary"]?.GetValue<bool>() is true)
            ?? Array.Find(emails, e => e.TextAt("type") is "work")
            ?? emails.FirstOrDefault();
        return chosen?.TextAt(Value);
    }

    private Guid? AccountOf(string userName, string? externalId, string? employeeNumber)
    {
        var subject = client.AccountSource switch
        {
            AccountAttribute.UserName => userName,
            AccountAttribute.ExternalId => externalId,
            AccountAttribute.EmployeeNumber => employeeNumber,
            _ => null,
        };
        return subject is null ? null : accounts.Of(subject);
    }

    /// <summary>A tag such as <c>en-US</c>; null for one without an ISO 639-1 code, and where there is none.</summary>
    private static string[]? LanguagesOf(JsonObject user)
    {
        var code = user.TextAt("preferredLanguage")?.Split('-', ',', ';', '_')[0].Trim().ToLowerInvariant();
        return FieldRules.IsLanguage(code) ? [code!] : null;
    }
}
