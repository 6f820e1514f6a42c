using PeerNetwork.Enrollment.Consents;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>What the duplicate has consented to holds for the survivor, who has said nothing of it.</summary>
internal static class MovedConsents
{
    public static PersonConsentEvent[] ToSurvivor(MergeParty survivor, MergeParty duplicate) =>
        [
            .. StandingOf(duplicate)
                .Where(c => survivor.Consents?.Find(c.Kind) is null)
                .Select(c => new ConsentGiven(
                    survivor.Id,
                    c.Kind,
                    c.Version,
                    new PersonalText(survivor.Id.Value, c.Language.Text),
                    c.GivenAt
                )),
        ];

    /// <summary>What the survivor has not said again does not hold any more.</summary>
    public static PersonConsentEvent[] Back(MergeParty survivor, MergeParty duplicate, DateTimeOffset now) =>
        [
            .. StandingOf(duplicate)
                .Where(c => survivor.Consents?.Find(c.Kind) is { Withdrawn: false } taken && taken.GivenAt == c.GivenAt)
                .Select(c => new ConsentWithdrawn(survivor.Id, c.Kind, c.Version, now)),
        ];

    private static IEnumerable<Consent> StandingOf(MergeParty party) =>
        (party.Consents?.Last ?? []).Where(c => !c.Withdrawn);
}
