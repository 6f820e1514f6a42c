using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination;

/// <summary>The interview and the assessments of an application, with the names of those who took part.</summary>
/// <param name="Selection">Null for the user's own application.</param>
/// <param name="Interviewers">Those who may interview the applicant.</param>
public sealed record SelectionDetails(
    ShowSelectionResponse? Selection,
    IReadOnlyList<ListInterviewersPersonName> Interviewers,
    IReadOnlyDictionary<Guid, string?> Names
)
{
    private const int MaxNames = 100;

    private static readonly SelectionDetails OfOwnApplication = new(null, [], new Dictionary<Guid, string?>());

    public static async Task<SelectionDetails> Load(Guid application, EnrollmentClient enrollment)
    {
        ShowSelectionResponse selection;
        try
        {
            selection = await enrollment.ShowSelectionAsync(application);
        }
        catch (Exception e) when (ApiFailures.Of(e) is ApiFailure.Forbidden)
        {
            return OfOwnApplication;
        }

        var people = selection.Assessments.Select(assessment => assessment.By);
        if (selection.Interview is { } interview)
            people = people.Append(interview.Interviewer);
        return new(
            selection,
            (await enrollment.ListInterviewersAsync(application)).Items,
            await enrollment.NamesOf(people.Distinct().Take(MaxNames))
        );
    }
}
