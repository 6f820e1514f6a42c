using System.Globalization;
using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>What a SCIM user says of a person.</summary>
/// <param name="Resource">The user as the client sent it, as JSON.</param>
public sealed record ProvisionedUser(bool Active, HrRecord Entry, string Resource, UserKeys Keys);

/// <summary>The facts of a person that a SCIM user shows.</summary>
public sealed record FactsInForce(
    bool Active,
    string? EmployeeNumber,
    string Site,
    Guid? Manager,
    string? Department,
    string? JobTitle,
    int? JobLevel,
    string? CostCentre,
    int? WorkingTime,
    WorkMode? WorkMode,
    DateOnly? HiredOn,
    PersonKind Kind
)
{
    public static FactsInForce Of(Person p) =>
        new(
            p.Active,
            p.EmployeeNumber,
            p.Employment.SiteCode,
            p.Employment.Manager?.Value,
            p.Employment.Department,
            p.Employment.JobTitle,
            p.Employment.JobLevel,
            p.Employment.CostCentre,
            p.Employment.WorkingTime,
            p.Employment.WorkMode,
            p.Employment.HiredOn,
            p.Employment.Kind
        );
}

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
    private const string Title = "title",
        UserType = "userType",
        Value = "value",
        Day = "yyyy-MM-dd";

    /// <summary>What the server adds to an answer; it is not stored.</summary>
    private static readonly string[] ByServer = ["id", "schemas", "meta", "groups"];

    private static readonly string[] EmployeeNumber = [ScimUrns.EnterpriseUser, "employeeNumber"],
        Department = [ScimUrns.EnterpriseUser, "department"],
        CostCentre = [ScimUrns.EnterpriseUser, "costCenter"],
        Manager = [ScimUrns.EnterpriseUser, "manager", Value],
        Site = [ScimUrns.WorkUser, "site"],
        Level = [ScimUrns.WorkUser, "level"],
        Time = [ScimUrns.WorkUser, "workingTime"],
        Mode = [ScimUrns.WorkUser, "workMode"],
        HireDate = [ScimUrns.WorkUser, "hireDate"];

    /// <summary>
    /// The user as a client sees it: what it sent, with the facts that are in force, from any source. Those of a
    /// person who does not work here are what the client sent.
    /// </summary>
    public static JsonObject Show(string resource, FactsInForce facts)
    {
        var user = Parse(resource);
        user["active"] = facts.Active;
        if (facts.Active)
        {
            user.SetAt([Title], facts.JobTitle);
            ShowKind(user, facts.Kind);
            user.SetAt(EmployeeNumber, facts.EmployeeNumber);
            user.SetAt(Department, facts.Department);
            user.SetAt(Manager, facts.Manager?.ToString());
            user.SetAt(Site, facts.Site);
            user.SetAt(Level, facts.JobLevel);
            user.SetAt(CostCentre, facts.CostCentre);
            user.SetAt(Time, facts.WorkingTime);
            user.SetAt(Mode, Text(facts.WorkMode));
            if (DayOf(user.TextAt(HireDate)) != facts.HiredOn)
                user.SetAt(HireDate, facts.HiredOn is { } day ? $"{Text(day)}T00:00:00Z" : null);
        }

        return user;
    }

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
            user.Without(ByServer).ToCanonicalJson(),
            keys.Of(userName, externalId, addresses)
        );
    }

    private Employment ReadEmployment(JsonObject user, JsonObject? before, Employment? known)
    {
        var site = Merge(user, before, Site, known?.SiteCode) ?? client.DefaultSite;
        if (!timeZones.TryGetValue(site, out var zone))
            throw ScimException.InvalidValue(
                "site",
                $"must be a known site: {string.Join(", ", timeZones.Keys.Order())}"
            );
        return new(
            site,
            zone,
            ParseManager(Merge(user, before, Manager, known?.Manager?.Value.ToString())),
            Line(Merge(user, before, Department, known?.Department), "department", 100),
            Line(Merge(user, before, [Title], known?.JobTitle), "title", 200),
            ParseLevel(Merge(user, before, Level, Text(known?.JobLevel))),
            known?.YearsOfExperience,
            ParseDay(Merge(user, before, HireDate, known?.HiredOn is { } day ? Text(day) : null)),
            LanguagesOf(user) ?? known?.Languages ?? [],
            CostCentre: Line(Merge(user, before, CostCentre, known?.CostCentre), "costCenter", 100),
            WorkingTime: ParseTime(Merge(user, before, Time, Text(known?.WorkingTime))),
            WorkMode: WorkModes.Of(Merge(user, before, Mode, Text(known?.WorkMode)))
        );
    }

    /// <summary>Other words of a client stay as it sent them: they say nothing of the kind.</summary>
    private static void ShowKind(JsonObject user, PersonKind kind)
    {
        var said = user.TextAt(UserType);
        var isOtherWord = said is not null && PersonKinds.OfHr(said) is null && !PersonKinds.IsExternalWord(said);
        if (!isOtherWord && PersonKinds.OfHr(said) != kind && (said is not null || kind != PersonKind.Employee))
            user[UserType] = $"{kind}";
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

    private static PersonId? ParseManager(string? text) =>
        text is null ? null
        : Guid.TryParse(text, out var id) ? new PersonId(id)
        : throw ScimException.InvalidValue("manager.value", "must be the id of a user");

    private static int? ParseLevel(string? text) =>
        text is null ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var level) && level is >= 0 and <= 1000 ? level
        : throw ScimException.InvalidValue("level", "must be a whole number from 0 to 1000");

    private static int? ParseTime(string? text) =>
        text is null ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var time) && WorkingTime.IsPossible(time) ? time
        : throw ScimException.InvalidValue("workingTime", WorkingTime.Message);

    private static DateOnly? ParseDay(string? text) =>
        text is null ? null
        : DayOf(text) is { Year: >= 1900 and <= 2199 } day ? day
        : throw ScimException.InvalidValue("hireDate", "must be a day such as 2026-11-22T00:00:00Z");

    /// <summary>The day that a moment names, whatever its offset; null for what is no moment.</summary>
    private static DateOnly? DayOf(string? text) =>
        text is { Length: >= 10 }
        && DateOnly.TryParseExact(text[..10], Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(WorkMode? mode) => mode is { } known ? EnumText.Of(known) : null;

    private static string Text(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);

    private static string? Line(string? text, string attribute, int maxLength) =>
        text is null ? null
        : text.Length > maxLength
            ? throw ScimException.InvalidValue(attribute, $"must not be longer than {maxLength} characters")
        : !TextValidation.IsLine(text)
            ? throw ScimException.InvalidValue(attribute, TextValidation.LineMessage.TrimEnd('.'))
        : FieldRules.IsFormula(text)
            ? throw ScimException.InvalidValue(attribute, $"must not begin with '{text[0]}', as formulas do")
        : text;
}
