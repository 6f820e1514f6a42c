namespace PeerNetwork.Enrollment.People;

/// <summary>A job that a person holds beside the main one: a second part-time post, a deputy role, a matrix.</summary>
/// <param name="SiteCode">Null where it is not said. The site of the main job is the site of the person.</param>
/// <param name="Share">In percent of full time (<see cref="WorkingTime"/>).</param>
public sealed record OtherJob(string? SiteCode, string? Department, PersonId? Manager, string? JobTitle, int? Share)
{
    /// <summary>How many a person can have.</summary>
    public const int MaxCount = 10;

    public const string MaxMessage = "must be up to 10 jobs beside the main one";

    /// <summary>The same jobs with another manager, or none, where they have the former one.</summary>
    public static IReadOnlyList<OtherJob> WithManager(IEnumerable<OtherJob> jobs, PersonId former, PersonId? next) =>
        InOrder(jobs.Select(j => j.Manager == former ? j with { Manager = next } : j));

    /// <summary>Sources give jobs in any order, and another order is no change.</summary>
    public static IReadOnlyList<OtherJob> InOrder(IEnumerable<OtherJob> jobs) =>
        [
            .. jobs.OrderBy(j => j.SiteCode, StringComparer.Ordinal)
                .ThenBy(j => j.Department, StringComparer.Ordinal)
                .ThenBy(j => j.JobTitle, StringComparer.Ordinal)
                .ThenBy(j => j.Share)
                .ThenBy(j => j.Manager?.Value),
        ];
}
