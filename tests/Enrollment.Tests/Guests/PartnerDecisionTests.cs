using PeerNetwork.Enrollment.Partners;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Guests;

/// <summary>It is the first of March 2027.</summary>
public class PartnerDecisionTests
{
    private static readonly Guid By = TestData.ManagerId.Value;
    private static readonly DateOnly LastDay = new(2027, 5, 31);
    private static readonly PartnerId PartnerId = new(new("00000000-0000-7000-8000-0000000000f1"));

    private static readonly PartnerRegistered Registered = new(
        PartnerId,
        "Partner Ltd",
        new(PartnerId.Value, "Pat, pat@partner.example"),
        new(4, "Tell no one."),
        TestData.Now
    );

    [Fact]
    public void Terms_of_a_partner_get_a_version_with_each_change_up_to_its_end()
    {
        var given = DeciderSpec.Of<PartnerOrganisation, PartnerEvent>(PartnerOrganisation.Evolve).Given(Registered);
        var same = new RevisePartnerTerms.Request("Pat, pat@partner.example", 4, "Tell no one.");
        var terms = new PartnerTerms(6, "Tell no one.");
        given.When(p => RevisePartnerTerms.Decide(p, same, Contact(same), TestData.Now)).ThenNothing();
        given
            .When(p => RevisePartnerTerms.Decide(p, same with { HoursPerMonth = 6 }, Contact(same), TestData.Now))
            .Then(new PartnerTermsRevised(PartnerId, Registered.Contact, terms, 2, TestData.Now));
        var other = Contact(same with { Contact = "Kim, kim@partner.example" });
        given
            .When(p => RevisePartnerTerms.Decide(p, same, other, TestData.Now))
            .Then(
                new PartnerTermsRevised(PartnerId, other, Registered.Terms, 1, TestData.Now),
                new PartnerContactDropped(PartnerId, Registered.Contact.Owner, TestData.Now)
            );
        var ended = new PartnerEnded(PartnerId, LastDay, By, TestData.Now);
        given.When(p => EndPartner.Decide(p, LastDay, By, TestData.Now)).Then(ended);
        given.Given(ended).When(p => EndPartner.Decide(p, LastDay, By, TestData.Now)).ThenNothing();
        given
            .Given(ended)
            .When(p => RevisePartnerTerms.Decide(p, same with { HoursPerMonth = 6 }, Contact(same), TestData.Now))
            .ThenThrows(DomainError.Conflict, "ends");
        Should.Throw<InvalidFieldException>(() =>
            EndPartner.Decide(PartnerOrganisation.Evolve(null, Registered), new(2027, 2, 27), By, TestData.Now)
        );
    }

    private static PersonalText Contact(RevisePartnerTerms.Request request) =>
        new(new("00000000-0000-7000-8000-0000000000f2"), request.Contact);
}
