using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>Where the facts of a person stand in a SCIM user.</summary>
internal static class UserAttributes
{
    public const string Title = "title",
        UserType = "userType",
        Value = "value";

    private const string Active = "active";

    public static readonly string[] EmployeeNumber = [ScimUrns.EnterpriseUser, "employeeNumber"],
        Department = [ScimUrns.EnterpriseUser, "department"],
        CostCentre = [ScimUrns.EnterpriseUser, "costCenter"],
        Manager = [ScimUrns.EnterpriseUser, "manager", Value],
        Site = [ScimUrns.WorkUser, "site"],
        Level = [ScimUrns.WorkUser, "level"],
        Time = [ScimUrns.WorkUser, "workingTime"],
        Mode = [ScimUrns.WorkUser, "workMode"],
        HireDate = [ScimUrns.WorkUser, "hireDate"],
        EffectiveOn = [ScimUrns.WorkUser, "effectiveOn"];

    private static readonly string[] Scheduled = [ScimUrns.WorkUser, "scheduledChanges"];

    /// <summary>What can change on a later day.</summary>
    private static readonly string[][] Dated =
    [
        [Title],
        Department,
        CostCentre,
        [ScimUrns.EnterpriseUser, "manager"],
        Site,
        Level,
        Time,
        Mode,
        UserOtherJobs.Path,
    ];

    /// <summary>What the server adds to an answer; it is not stored.</summary>
    private static readonly string[] ByServer = ["id", "schemas", "meta", "groups"];

    /// <summary>
    /// The user as a client sees it: what it sent, with the facts that are in force, from any source. Those of a
    /// person who does not work here are what the client sent.
    /// </summary>
    public static JsonObject Show(string resource, FactsInForce facts)
    {
        var user = (JsonObject)JsonNode.Parse(resource)!;
        user[Active] = facts.Active;
        if (facts.Active)
        {
            user.SetAt([Title], facts.JobTitle);
            ShowKind(user, facts.Kind);
            user.SetAt(EmployeeNumber, facts.EmployeeNumber);
            user.SetAt(Department, facts.Department);
            user.SetAt(CostCentre, facts.CostCentre);
            user.SetAt(Manager, facts.Manager?.ToString());
            user.SetAt(Site, facts.Site);
            user.SetAt(Level, facts.JobLevel);
            user.SetAt(Time, facts.WorkingTime);
            user.SetAt(Mode, UserValues.Text(facts.WorkMode));
            user.SetAt(UserOtherJobs.Path, UserOtherJobs.ToNode(facts.OtherJobs));
            if (UserValues.DayOf(user.TextAt(HireDate)) != facts.HiredOn)
                user.SetAt(HireDate, facts.HiredOn is { } day ? $"{UserValues.Text(day)}T00:00:00Z" : null);
        }

        JsonNode[] scheduled = [.. facts.Scheduled.OrderBy(s => s.On).Select(ToNode)];
        if (scheduled is not [])
            user.SetAt(Scheduled, new JsonArray(scheduled));
        return user;
    }

    /// <summary>The user as it is stored, whatever the order in which a client sent the attributes.</summary>
    public static string Stored(JsonObject user)
    {
        var kept = user.Without(ByServer);
        kept.SetAt(EffectiveOn, null);
        kept.SetAt(Scheduled, null);
        return kept.ToCanonicalJson();
    }

    /// <summary>A user of whom a client spoke for a later day: what can change on that day is as it was.</summary>
    public static JsonObject WithFactsOf(this JsonObject user, JsonObject before, bool active)
    {
        var present = (JsonObject)user.DeepClone();
        foreach (var path in Dated)
            present.SetAt(path, before.NodeAt(path)?.DeepClone());
        present[Active] = active;
        return present;
    }

    /// <summary>Other words of a client stay as it sent them: they say nothing of the kind.</summary>
    private static void ShowKind(JsonObject user, PersonKind kind)
    {
        var said = user.TextAt(UserType);
        var isOtherWord = said is not null && PersonKinds.OfHr(said) is null && !PersonKinds.IsExternalWord(said);
        if (!isOtherWord && PersonKinds.OfHr(said) != kind && (said is not null || kind != PersonKind.Employee))
            user[UserType] = $"{kind}";
    }

    private static JsonObject ToNode(ScheduledChange scheduled)
    {
        var change = scheduled.Change;
        (string Name, JsonNode? Value)[] members =
        [
            ("day", UserValues.Text(scheduled.On)),
            ("active", change.Status is { } status ? status != EmploymentStatus.Left : null),
            ("site", change.SiteCode),
            ("title", change.JobTitle),
            ("department", change.Department),
            ("manager", change.Manager?.Value.ToString()),
            ("level", change.JobLevel),
            ("costCenter", change.CostCentre),
            ("workingTime", change.WorkingTime),
            ("workMode", UserValues.Text(change.WorkMode)),
            (UserOtherJobs.Name, change.OtherJobs?.Count),
            ("cleared", change.Clear is { } clear ? string.Join(' ', clear.ToList().Select(NameOf)) : null),
        ];
        return new(members.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Name, m.Value)));
    }

    private static string NameOf(ClearableFact fact) =>
        fact switch
        {
            ClearableFact.JobTitle => "title",
            ClearableFact.JobLevel => "level",
            ClearableFact.CostCentre => "costCenter",
            _ => EnumText.Of(fact),
        };
}
