using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination;

/// <summary>What became of applications that were approved together.</summary>
/// <param name="Approved">How many are approved, now or before.</param>
public sealed record Approval(int Approved, IReadOnlyList<Approval.Refusal> Refusals)
{
    /// <param name="Applicant">Null where the name is not known.</param>
    /// <param name="Reason">Why the application was not approved, in the words of the API.</param>
    public sealed record Refusal(string? Applicant, string Reason);

    public static Approval Of(ApproveApplicationsResponse response, IReadOnlyList<ApplicationSummary> shown)
    {
        var names = shown.ToDictionary(application => application.Id, application => application.ApplicantName);
        var refusals = response
            .Results.Where(result => result.Problem is not null)
            .Select(result => new Refusal(names.GetValueOrDefault(result.Application), result.Problem!.Detail))
            .ToArray();
        return new(response.Results.Count - refusals.Length, refusals);
    }
}
