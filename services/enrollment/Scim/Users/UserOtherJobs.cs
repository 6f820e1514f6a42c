using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>Reads and writes the jobs that a SCIM user holds beside the main one.</summary>
internal static class UserOtherJobs
{
    public const string Name = "otherJobs";

    public static readonly string[] Path = [ScimUrns.WorkUser, Name];

    /// <param name="before">The user as the client knew it.</param>
    /// <param name="known">What another source told, which stays where the client never sent any.</param>
    /// <param name="sites">The codes of the known sites.</param>
    public static IReadOnlyList<OtherJob> Read(
        JsonObject user,
        JsonObject? before,
        IReadOnlyList<OtherJob>? known,
        IEnumerable<string> sites
    )
    {
        if (user.NodeAt(Path) is not JsonArray jobs)
            return before?.NodeAt(Path) is null ? known ?? [] : [];
        if (jobs.Count > OtherJob.MaxCount)
            throw ScimException.InvalidValue(Name, OtherJob.MaxMessage);
        return OtherJob.InOrder(jobs.OfType<JsonObject>().Select(job => ToJob(job, sites)));
    }

    /// <summary>Null where there are none.</summary>
    public static JsonArray? ToNode(IReadOnlyList<OtherJob> jobs) => jobs is [] ? null : new([.. jobs.Select(ToNode)]);

    private static OtherJob ToJob(JsonObject job, IEnumerable<string> sites)
    {
        var site = job.TextAt("site");
        if (site is not null && !sites.Contains(site))
            throw ScimException.InvalidValue(
                $"{Name}.site",
                $"must be a known site: {string.Join(", ", sites.Order())}"
            );
        return new(
            site,
            UserValues.Line(job.TextAt("department"), $"{Name}.department", 100),
            UserValues.ParseManager(job.TextAt("manager"), $"{Name}.manager"),
            UserValues.Line(job.TextAt("title"), $"{Name}.title", 200),
            UserValues.ParseTime(job.TextAt("share"), $"{Name}.share")
        );
    }

    private static JsonObject ToNode(OtherJob job)
    {
        (string Name, JsonNode? Value)[] members =
        [
            ("site", job.SiteCode),
            ("department", job.Department),
            ("manager", job.Manager?.Value.ToString()),
            ("title", job.JobTitle),
            ("share", job.Share),
        ];
        return new(members.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Name, m.Value)));
    }
}
