using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>
/// A guest whose sponsor left has access for a month more, unless another sponsor is named. The people of a partner
/// organisation have access up to its last day.
/// </summary>
/// <remarks>It also checks each new term, so that the order of both does not matter.</remarks>
public sealed class ShortenGuestTerms : ReactingSubscription
{
    public ShortenGuestTerms(IServiceScopeFactory scopes, ReadModels models, TimeProvider clock)
        : base("shorten_guest_terms", scopes, clock)
    {
        On<PersonLeft>((left, ct) => FindGuests(left.Person, ct));
        On<MergedInto>((merged, ct) => FindGuests(merged.Person, ct));
        On<MergeUndone>((undone, ct) => FindGuests(undone.Person, ct));
        On<PartnerEnded>(
            (ended, ct) => models.Query<Guid>($"select id from guests where partner = {ended.Partner.Value}", ct)
        );
        On<GuestInvited>(i => i.Person.Value);
        On<GuestTermExtended>(x => x.Person.Value);
        On<GuestSponsorNamed>(n => n.Person.Value);

        Task<IReadOnlyList<Guid>> FindGuests(PersonId sponsor, CancellationToken ct) =>
            models.Query<Guid>($"select id from guests where sponsor = {sponsor.Value}", ct);
    }

    private const int DaysWithoutSponsor = 30;

    public static PersonEvent[] Decide(
        Person? person,
        Person? sponsor,
        PartnerOrganisation? partner,
        DateTimeOffset now
    )
    {
        if (person is not { Guest: { } term })
            return [];
        var (id, zone) = (person.Id, person.Employment.TimeZone);
        var (lastDay, shortened) = (term.LastDay, new List<PersonEvent>());
        if (partner?.LastDay is { } end && end < lastDay)
            Shorten(end, GuestShorteningCause.PartnerEnded);
        if (sponsor is not { Active: true } && !term.SponsorLeft)
            Shorten(ScheduledChange.DayOf(now, zone).AddDays(DaysWithoutSponsor), GuestShorteningCause.SponsorLeft);
        return [.. shortened];

        void Shorten(DateOnly day, GuestShorteningCause cause)
        {
            lastDay = day < lastDay ? day : lastDay;
            shortened.Add(new GuestTermShortened(id, cause, lastDay, GuestRules.EndOf(lastDay, zone), now));
        }
    }

    protected override async Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct)
    {
        if (await writes.Fetch<Person, PersonEvent>(id, Person.Evolve) is not { Guest: { } term } person)
            return;
        var sponsor = await writes.Fetch<Person, PersonEvent>(term.Sponsor.Value, Person.Evolve);
        var partner = await BindingAgreement.FetchPartner(term.Partner, writes);
        writes.Append<Person, PersonEvent>(id, Decide(person, sponsor, partner, now));
    }
}
