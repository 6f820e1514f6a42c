using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>
/// A new version of an agreement has to be accepted by the guests whom it binds. Until then they make no application
/// and get no new match; their proposals and mentorships go on.
/// </summary>
/// <remarks>It also checks each acceptance, which may be of the version before.</remarks>
public sealed class RequestAcceptance : ReactingSubscription
{
    public RequestAcceptance(IServiceScopeFactory scopes, ReadModels models, TimeProvider clock)
        : base("request_acceptance", scopes, clock)
    {
        On<GuestAgreementRevised>((_, ct) => models.Query<Guid>($"select id from guests where partner is null", ct));
        On<PartnerTermsRevised>(
            (p, ct) => models.Query<Guid>($"select id from guests where partner = {p.Partner.Value}", ct)
        );
        On<GuestAgreementAccepted>(a => a.Person.Value);
    }

    public static PersonEvent[] Decide(Person? person, BindingAgreement? agreement, DateTimeOffset now) =>
        person is not { Guest: { } term, Employment: { AgreementDue: false } work } || term.HasAccepted(agreement)
            ? []
            : [person.Change(work with { AgreementDue = true }, now)];

    protected override async Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct)
    {
        var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
        var agreement = await BindingAgreement.Fetch(person?.Guest, writes);
        writes.Append<Person, PersonEvent>(id, Decide(person, agreement, now));
    }
}
