using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Home;

/// <summary>The open mentorships of the user, and the offers that the user has not answered.</summary>
public sealed record HomeView(IReadOnlyList<MentorshipDetails> Mentorships, IReadOnlyList<OfferToAnswer> Offers)
{
    public static async Task<HomeView> Load(
        Guid? me,
        EngagementClient engagement,
        EnrollmentClient enrollment,
        MatchingClient matching
    )
    {
        var (mentorships, matches) = (engagement.ListMyMentorshipsAsync(), OffersTo(me, matching));
        await Task.WhenAll(mentorships, matches);
        var open = (await mentorships).Items.Where(mentorship => mentorship.Closed is null);
        return new(
            await Task.WhenAll(open.Select(m => MentorshipDetails.Load(m.Id, engagement, enrollment))),
            await Task.WhenAll((await matches).Select(match => Offer(match, me, enrollment)))
        );
    }

    private static async Task<IEnumerable<ReadMatchesMatchSummary>> OffersTo(Guid? me, MatchingClient matching) =>
        me is null
            ? []
            : (await matching.ReadMatchesListMineAsync("proposed")).Items.Where(match => match.FirstAcceptedBy != me);

    private static async Task<OfferToAnswer> Offer(
        ReadMatchesMatchSummary match,
        Guid? me,
        EnrollmentClient enrollment
    ) => new(match, await enrollment.NameOf(match.Mentor == me ? match.Mentee : match.Mentor));
}
