using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Consents;

/// <summary>A person consents to the present version of a kind.</summary>
public static class GiveConsent
{
    /// <param name="Version">The version that the person has read.</param>
    /// <param name="Language">The language in which the person has read it.</param>
    public sealed record Request(int Version, string Language);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Version).GreaterThan(0).WithMessage("must be 1 or more");
            RuleFor(r => r.Language)
                .Must(FieldRules.IsLanguage)
                .WithMessage("must be an ISO 639-1 code such as \"en\"");
        }
    }

    public static async Task<NoContent> Handle(
        string kind,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var stream = PersonConsents.IdOf(new(user.Id()));
        await events.Update(
            async writes =>
            {
                var asked = await writes.Fetch<ConsentKind, ConsentKindEvent>(
                    ConsentKind.IdOf(kind),
                    ConsentKind.Evolve
                );
                var person = await writes.Fetch<Person, PersonEvent>(user.Id(), Person.Evolve);
                var consents = await writes.Fetch<PersonConsents, PersonConsentEvent>(stream, PersonConsents.Evolve);
                writes.Append<PersonConsents, PersonConsentEvent>(
                    stream,
                    Decide(consents, asked, person, request, now)
                );
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static PersonConsentEvent[] Decide(
        PersonConsents? consents,
        ConsentKind? kind,
        Person? person,
        Request request,
        DateTimeOffset now
    )
    {
        if (kind is not { Asked: true })
            throw new DomainException(DomainError.NotFound, "People are not asked for a consent of this kind.");
        if (person is not { Active: true })
            throw new DomainException(DomainError.Forbidden, "Only people whom HR lists as active give consents.");
        if (request.Version != kind.Version)
            throw new DomainException(
                DomainError.Conflict,
                $"Version {kind.Version} of the text is in force: read it, and consent to it."
            )
            {
                Code = "consent-text-not-current",
            };
        if (kind.Texts.All(t => t.Language != request.Language))
            throw new InvalidFieldException(
                "language",
                $"must be a language of the text: {string.Join(", ", kind.Texts.Select(t => t.Language))}"
            );
        return consents?.Find(kind.Code) is { Withdrawn: false } given && given.Version == kind.Version
            ? []
            :
            [
                new ConsentGiven(
                    person.Id,
                    kind.Code,
                    kind.Version,
                    new PersonalText(person.Id.Value, request.Language),
                    now
                ),
            ];
    }
}
