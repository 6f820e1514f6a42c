using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>
/// The people administration invites a guest, an alumnus or a person of a partner organisation for a term. A person who
/// worked here or was a guest before keeps the id and the history.
/// </summary>
public static class InviteGuest
{
    /// <param name="Kind"><c>guest</c>, <c>alumnus</c> or <c>partner</c>.</param>
    /// <param name="Sponsor">The id of an employee who answers for the guest.</param>
    /// <param name="LastDay">The last day with access, in the time zone of the site, at most a year ahead.</param>
    /// <param name="Person">The id of a person who left; left out for a person who is not known. Name and e-mail
    /// address may then be left out.</param>
    /// <param name="Partner">The id of the organisation; it must be given for the kind <c>partner</c> and not for an
    /// alumnus.</param>
    /// <param name="Subject">The subject that the OpenID Connect provider puts into the guest's tokens. It links the
    /// account and is not stored.</param>
    /// <param name="Languages">ISO 639-1 codes.</param>
    public sealed record Request(
        PersonKind Kind,
        string SiteCode,
        Guid Sponsor,
        DateOnly LastDay,
        Guid? Person = null,
        string? Name = null,
        string? Email = null,
        Guid? Partner = null,
        string? Subject = null,
        IReadOnlyList<string>? Languages = null
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Kind)
                .Must(kind => kind.IsExternal())
                .WithMessage("must be guest, alumnus or partner: HR names employees and contractors");
            RuleFor(r => (DateOnly?)r.LastDay).Day().OverridePropertyName("lastDay");
            RuleFor(r => r.Name).Line().Must(IsNoFormula).WithMessage("must not begin with =, +, - or @");
            RuleFor(r => r.Name).NotEmpty().When(r => r.Person is null);
            RuleFor(r => r.Email).Line(254).EmailAddress().Must(IsNoFormula).WithMessage("must be an e-mail address");
            RuleFor(r => r.Email).NotEmpty().When(r => r.Person is null);
            RuleFor(r => r.Partner)
                .NotNull()
                .When(r => r.Kind == PersonKind.Partner)
                .WithMessage("must be the id of a partner organisation");
            RuleFor(r => r.Partner)
                .Null()
                .When(r => r.Kind == PersonKind.Alumnus)
                .WithMessage("must be left out for an alumnus");
            RuleFor(r => r.Subject).Line(Tokens.MaxSubject);
            RuleFor(r => r.Languages).Languages();
        }

        private static bool IsNoFormula(string? text) => text is null || !FieldRules.IsFormula(text);
    }

    /// <summary>What the invitation refers to. Null where it does not exist.</summary>
    public sealed record References(
        Person? Sponsor,
        PartnerOrganisation? Partner,
        GuestAgreement? CompanyAgreement,
        string? TimeZone,
        Guid? Account
    );

    public static async Task<Created<CreatedId>> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        AccountIds accounts,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        var id = new PersonId(request.Person ?? Guid.CreateVersion7(now));
        var site = (await SitesProjection.LoadAll(models, ct)).FirstOrDefault(s => s.Code == request.SiteCode);
        await events.Update(
            async writes =>
            {
                var person = request.Person is null
                    ? null
                    : await writes.Fetch<Person, PersonEvent>(id.Value, Person.Evolve)
                        ?? throw new InvalidFieldException("person", "must be the id of a person");
                var references = new References(
                    await writes.Fetch<Person, PersonEvent>(request.Sponsor, Person.Evolve),
                    await BindingAgreement.FetchPartner(ToPartnerId(request.Partner), writes),
                    await writes.Fetch<GuestAgreement, GuestAgreementEvent>(
                        GuestAgreement.StreamId,
                        GuestAgreement.Evolve
                    ),
                    site?.TimeZone,
                    request.Subject is { } subject ? accounts.Of(subject) : person?.Account
                );
                writes.Append<Person, PersonEvent>(id.Value, Decide(person, id, request, references, by, now));
            },
            ct
        );
        return TypedResults.Created($"/people/{id.Value}", new CreatedId(id.Value));
    }

    public static PersonEvent[] Decide(
        Person? person,
        PersonId id,
        Request request,
        References known,
        Guid by,
        DateTimeOffset now
    )
    {
        RequireInvitable(person);
        var zone = RequireReferences(request, known);
        GuestRules.RequireLastDay(request.LastDay, zone, known.Partner, now);
        return
        [
            new PersonHired(
                id,
                person?.Number,
                request.Name is { } name ? new PersonalText(id.Value, name) : person?.Name,
                request.Email is { } email ? new PersonalText(id.Value, email) : person?.Email,
                WorkOf(person, request, zone).StoredFor(id),
                person?.Profile?.StoredFor(id),
                now,
                known.Account
            ),
            new GuestInvited(
                id,
                request.Kind,
                new(request.Sponsor),
                known.Partner?.Id,
                request.LastDay,
                GuestRules.EndOf(request.LastDay, zone),
                by,
                now
            ),
        ];
    }

    private static Employment WorkOf(Person? person, Request request, string timeZone) =>
        new(
            request.SiteCode,
            timeZone,
            Manager: null,
            Department: null,
            JobTitle: null,
            person?.Employment.JobLevel,
            person?.Employment.YearsOfExperience,
            person?.Employment.HiredOn,
            request.Languages ?? person?.Employment.Languages ?? [],
            Kind: request.Kind,
            AgreementDue: true
        );

    /// <returns>The time zone of the site.</returns>
    private static string RequireReferences(Request request, References known)
    {
        GuestRules.RequireSponsor(known.Sponsor);
        if (request.Partner is not null && known.Partner is null)
            throw new InvalidFieldException("partner", "must be the id of a partner organisation");
        if (BindingAgreement.Of(known.Partner, known.CompanyAgreement) is null)
            throw new DomainException(DomainError.Conflict, "Set the text of the guest agreement first.");
        return known.TimeZone ?? throw new InvalidFieldException("siteCode", "is not known");
    }

    private static void RequireInvitable(Person? person)
    {
        MergedAway.RequireNone(person);
        if (person is { Erased: true })
            throw new DomainException(DomainError.Conflict, "The personal data of this person was erased.");
        if (person is { Guest: not null })
            throw new DomainException(DomainError.Conflict, "This person is a guest already: extend the term.");
        if (person is { Active: true } or { Starts: true })
            throw new DomainException(DomainError.Conflict, "This person works here, or will start to.");
    }

    private static PartnerId? ToPartnerId(Guid? partner) => partner is { } id ? new PartnerId(id) : null;
}
