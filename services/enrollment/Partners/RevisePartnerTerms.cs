using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Partners;

/// <summary>
/// The terms of a partner organisation get a new version, which its people accept before they apply again.
/// </summary>
public static class RevisePartnerTerms
{
    public sealed record Request(string Contact, int HoursPerMonth, string Confidentiality);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Contact).NotNull().Line();
            RuleFor(r => r.HoursPerMonth).InclusiveBetween(1, 80);
            RuleFor(r => r.Confidentiality).AgreementText();
        }
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var contact = new PersonalText(Guid.CreateVersion7(now), request.Contact);
        await events.Update<PartnerOrganisation, PartnerEvent>(
            id,
            PartnerOrganisation.Evolve,
            partner => Decide(partner, request, contact, now),
            ct
        );
        return TypedResults.NoContent();
    }

    /// <summary>Another contact alone is no new version of the terms.</summary>
    public static PartnerEvent[] Decide(
        PartnerOrganisation? partner,
        Request request,
        PersonalText contact,
        DateTimeOffset now
    )
    {
        if (partner is null)
            throw new DomainException(DomainError.NotFound, "No such partner organisation.");
        if (partner.LastDay is not null)
            throw new DomainException(DomainError.Conflict, "The work with this partner organisation ends.");
        var terms = new PartnerTerms(request.HoursPerMonth, request.Confidentiality);
        var isSame = terms == partner.Terms;
        var isSameContact = contact.Text == partner.Contact.Text;
        if (isSame && isSameContact)
            return [];
        var version = isSame ? partner.Version : partner.Version + 1;
        return isSameContact
            ? [new PartnerTermsRevised(partner.Id, partner.Contact, terms, version, now)]
            :
            [
                new PartnerTermsRevised(partner.Id, contact, terms, version, now),
                new PartnerContactDropped(partner.Id, partner.Contact.Owner, now),
            ];
    }
}
