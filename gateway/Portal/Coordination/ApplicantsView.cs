using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination;

/// <summary>The applications that a coordinator looks at: of one state, or one site, or all.</summary>
/// <param name="Status">A state of the API, or <see cref="Lapsed"/>; null for all.</param>
/// <param name="Selection">How far the selection is; null for all.</param>
public sealed record ApplicantFilter(Guid Program, string? Status, string? Site, string? Selection)
{
    /// <summary>The approved ones who were ready and have to complete training again.</summary>
    public const string Lapsed = "trainingLapsed";
}

/// <summary>Applications to a program, the oldest first.</summary>
/// <param name="Next">The cursor of those that follow; null for none.</param>
public sealed record ApplicantsView(IReadOnlyList<ApplicationSummary> Items, string? Next)
{
    private const int PageSize = 50;

    public static Task<ApplicantsView> Load(ApplicantFilter filter, EnrollmentClient enrollment) =>
        new ApplicantsView([], null).LoadMore(filter, enrollment);

    public async Task<ApplicantsView> LoadMore(ApplicantFilter filter, EnrollmentClient enrollment)
    {
        var page = await enrollment.ListApplicationsAsync(
            program: filter.Program,
            status: filter.Status is ApplicantFilter.Lapsed ? null : filter.Status,
            site: filter.Site,
            selection: filter.Selection,
            trainingLapsed: filter.Status is ApplicantFilter.Lapsed ? true : null,
            cursor: Next,
            limit: PageSize
        );
        return new([.. Items, .. page.Items], page.Next);
    }
}
