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
        var views = (await mentorships)
            .Items.Where(mentorship => mentorship.Closed is null)
            .Select(mentorship => engagement.MentorshipViewAsync(mentorship.Id));
        var open = (await Task.WhenAll(views)).Select(view => new MentorshipDetails(view, PartnerName: null)).ToArray();
        var offers = (await matches).Select(m => (Match: m, Partner: m.Mentor == me ? m.Mentee : m.Mentor)).ToArray();
        var names = await enrollment.NamesOf([
            .. open.Select(mentorship => mentorship.Partner.Id),
            .. offers.Select(offer => offer.Partner),
        ]);
        return new(
            [.. open.Select(m => m with { PartnerName = names.GetValueOrDefault(m.Partner.Id) })],
            [.. offers.Select(offer => new OfferToAnswer(offer.Match, names.GetValueOrDefault(offer.Partner)))]
        );
    }

    private static async Task<IEnumerable<ReadMatchesMatchSummary>> OffersTo(Guid? me, MatchingClient matching) =>
        me is null
            ? []
            : (await matching.ReadMatchesListMineAsync("proposed")).Items.Where(match => match.FirstAcceptedBy != me);
}
