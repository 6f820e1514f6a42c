using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination;

/// <summary>What became of applications that were approved or refused together.</summary>
/// <param name="Words">The key of the words that say how many were decided so.</param>
/// <param name="Done">How many are decided so, now or before.</param>
public sealed record Decision(string Words, int Done, IReadOnlyList<Decision.Failure> Failures)
{
    /// <param name="Applicant">Null where the name is not known.</param>
    /// <param name="Reason">Why the application was not decided so, in the words of the API.</param>
    public sealed record Failure(string? Applicant, string Reason);

    public static Decision Of(string words, ManyApplicationsResponse response, IReadOnlyList<ApplicationSummary> shown)
    {
        var names = shown.ToDictionary(application => application.Id, application => application.ApplicantName);
        var failures = response
            .Results.Where(result => result.Problem is not null)
            .Select(result => new Failure(names.GetValueOrDefault(result.Application), result.Problem!.Detail))
            .ToArray();
        return new(words, response.Results.Count - failures.Length, failures);
    }
}
