using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Home;

/// <summary>
/// The open mentorships of the user, the offers that the user has not answered, the approved applications to which
/// something is missing before a match, and the invitations to become a mentor.
/// </summary>
public sealed record HomeView(
    IReadOnlyList<MentorshipDetails> Mentorships,
    IReadOnlyList<OfferToAnswer> Offers,
    IReadOnlyList<ApprovedApplication> Applications,
    IReadOnlyList<MentorInvitationView> Invitations
)
{
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
            ApprovedOf(me, enrollment),
            InvitationsTo(me, enrollment)
        );
        await Task.WhenAll(mentorships, matches, applications, invitations);
        var views = (await mentorships)
            .Items.Where(mentorship => mentorship.Closed is null)
            .Select(mentorship => engagement.MentorshipViewAsync(mentorship.Id));
        var open = await Task.WhenAll(views);
        var offers = (await matches).Select(m => (Match: m, m.Members.First(one => one.Person != me).Person)).ToArray();
        var names = await enrollment.NamesOf([
            .. open.SelectMany(MentorshipDetails.OthersIn),
            .. offers.Select(offer => offer.Person),
        ]);
        return new(
            [.. open.Select(view => new MentorshipDetails(view, names))],
            [.. offers.Select(offer => new OfferToAnswer(offer.Match, names.GetValueOrDefault(offer.Person)))],
            await applications,
            [.. await invitations]
        );
    }

    private static async Task<IEnumerable<ReadMatchesMatchSummary>> OffersTo(Guid? me, MatchingClient matching) =>
        me is null
            ? []
            : (await matching.ReadMatchesListMineAsync("proposed")).Items.Where(match =>
                match.Members.Any(member => member.Person == me && !member.Accepted)
            );

    private static async Task<IEnumerable<MentorInvitationView>> InvitationsTo(Guid? me, EnrollmentClient enrollment) =>
        me is null ? [] : (await enrollment.ListMyMentorInvitationsAsync()).Items;

    // Those that lack nothing are ready a moment later.
    private static async Task<ApprovedApplication[]> ApprovedOf(Guid? me, EnrollmentClient enrollment)
    {
        if (me is null)
            return [];
        var mine = await enrollment.ListMyApplicationsAsync(limit: MostRead);
        var approved = await Task.WhenAll(
            mine.Items.Where(application => application.Status == "approved")
                .Select(async application =>
                    (
                        Program: await enrollment.ShowProgramAsync(application.Program),
                        Application: await enrollment.ShowApplicationAsync(application.Id)
                    )
                )
        );
        return
        [
            .. from one in approved
            where one.Program.Status is ProgramStatus.Published
            select new ApprovedApplication(one.Application, one.Program.Plan.Name),
        ];
    }
}

public sealed record ApprovedApplication(ShowApplicationResponse Application, string Program);
