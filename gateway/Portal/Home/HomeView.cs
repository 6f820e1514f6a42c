using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Home;

/// <summary>
/// The open mentorships of the user, the offers that the user has not answered, the approved applications to which
/// something is missing before a match, the invitations to become a mentor, and the interviews of the user.
/// </summary>
public sealed record HomeView(
    IReadOnlyList<MentorshipDetails> Mentorships,
    IReadOnlyList<OfferToAnswer> Offers,
    IReadOnlyList<OpenApplication> Applications,
    IReadOnlyList<MentorInvitationView> Invitations
)
{
    /// <summary>The applications for which training lapses soon.</summary>
    public IReadOnlyList<RefresherDue> Refreshers { get; init; } = [];

    /// <summary>The interviews of the user that are still to come.</summary>
    public IReadOnlyList<InterviewToAttend> Interviews { get; init; } = [];

    private const int MostRead = 200;

    public static async Task<HomeView> Load(
        Guid? me,
        EngagementClient engagement,
        EnrollmentClient enrollment,
        MatchingClient matching
    )
    {
        var (mentorships, matches, applications, invitations) = (
            engagement.ListMyMentorshipsAsync(),
            OffersTo(me, matching),
            ApplicationsOf(me, enrollment),
            InvitationsTo(me, enrollment)
        );
        await Task.WhenAll(mentorships, matches, applications, invitations);
        var (open, refreshers) = await applications;
        var views = (await mentorships)
            .Items.Where(mentorship => mentorship.Closed is null)
            .Select(mentorship => engagement.MentorshipViewAsync(mentorship.Id));
        var running = await Task.WhenAll(views);
        var offers = (await matches).Select(m => (Match: m, m.Members.First(one => one.Person != me).Person)).ToArray();
        var names = await enrollment.NamesOf([
            .. running.SelectMany(MentorshipDetails.OthersIn),
            .. offers.Select(offer => offer.Person),
            .. open.Select(one => one.Application.Selection?.Interview?.Interviewer).OfType<Guid>(),
        ]);
        return new(
            [.. running.Select(view => MentorshipDetails.Of(view, names))],
            [.. offers.Select(offer => new OfferToAnswer(offer.Match, names.GetValueOrDefault(offer.Person)))],
            [.. open.Where(one => one.Application.Status is ApplicationStatus.Approved)],
            [.. await invitations]
        )
        {
            Refreshers = refreshers,
            Interviews =
            [
                .. from one in open
                where one.Application.Status is ApplicationStatus.Submitted
                let interview = one.Application.Selection?.Interview
                where interview is not null
                select new InterviewToAttend(one, interview, names.GetValueOrDefault(interview.Interviewer)),
            ],
        };
    }

    private static async Task<IEnumerable<ReadMatchesMatchSummary>> OffersTo(Guid? me, MatchingClient matching) =>
        me is null
            ? []
            : (await matching.ReadMatchesListMineAsync("proposed")).Items.Where(match =>
                match.Members.Any(member => member.Person == me && !member.Accepted)
            );

    private static async Task<IEnumerable<MentorInvitationView>> InvitationsTo(Guid? me, EnrollmentClient enrollment) =>
        me is null ? [] : (await enrollment.ListMyMentorInvitationsAsync()).Items;

    // The approved ones, of which those that lack nothing are ready a moment later, those with an interview, and those
    // whose training lapses soon.
    private static async Task<(OpenApplication[] Open, RefresherDue[] Refreshers)> ApplicationsOf(
        Guid? me,
        EnrollmentClient enrollment
    )
    {
        if (me is null)
            return ([], []);
        var mine = await enrollment.ListMyApplicationsAsync(limit: MostRead);
        var shown = await Task.WhenAll(
            mine.Items.Where(application => application is { Status: "approved" } or { Selection: "planned" })
                .Select(async application =>
                    (
                        Program: await enrollment.ShowProgramAsync(application.Program),
                        Application: await enrollment.ShowApplicationAsync(application.Id)
                    )
                )
        );
        var due = await Task.WhenAll(
            mine.Items.Where(application => application is { TrainingDueSoon: true })
                .Select(async application =>
                    (Program: await enrollment.ShowProgramAsync(application.Program), Application: application)
                )
        );
        return (
            [
                .. from one in shown
                where one.Program.Status is ProgramStatus.Published
                select OpenApplication.Of(one.Application, one.Program.Plan),
            ],
            [
                .. from one in due
                where one.Program.Status is ProgramStatus.Published
                select new RefresherDue(one.Application, one.Program.Plan.Name),
            ]
        );
    }
}

/// <param name="Program">Its name.</param>
/// <param name="Lapsed">Titles of the modules that the user has to complete again.</param>
public sealed record OpenApplication(ShowApplicationResponse Application, string Program, IReadOnlyList<string> Lapsed)
{
    public static OpenApplication Of(ShowApplicationResponse application, ProgramPlan plan) =>
        new(
            application,
            plan.Name,
            [
                .. (plan.Training ?? [])
                    .Where(module => application.TrainingLapsed.Contains(module.Code))
                    .Select(module => module.Title),
            ]
        );
}
