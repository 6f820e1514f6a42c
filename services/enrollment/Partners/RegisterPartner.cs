using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Partners;

/// <summary>The people administration registers an organisation whose people may be invited.</summary>
public static class RegisterPartner
{
    /// <param name="Contact">A person of the organisation and how to reach them; it is stored encrypted.</param>
    /// <param name="HoursPerMonth">The time that each of its people gives to mentoring, 1 to 80.</param>
    /// <param name="Confidentiality">The text that each of its people accepts, in Markdown.</param>
    public sealed record Request(string Name, string Contact, int HoursPerMonth, string Confidentiality);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Name).NotNull().Line();
            RuleFor(r => r.Contact).NotNull().Line();
            RuleFor(r => r.HoursPerMonth).InclusiveBetween(1, 80);
            RuleFor(r => r.Confidentiality).AgreementText();
        }
    }

    public static async Task<Created<CreatedId>> Handle(
        Request request,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var id = new PartnerId(Guid.CreateVersion7(now));
        var contact = new PersonalText(Guid.CreateVersion7(now), request.Contact);
        await events.Update<PartnerOrganisation, PartnerEvent>(
            id.Value,
            PartnerOrganisation.Evolve,
            _ => Decide(id, request, contact, now),
            ct
        );
        return TypedResults.Created($"/partners/{id.Value}", new CreatedId(id.Value));
    }

    public static PartnerEvent[] Decide(PartnerId id, Request request, PersonalText contact, DateTimeOffset now) =>
        [new PartnerRegistered(id, request.Name, contact, new(request.HoursPerMonth, request.Confidentiality), now)];
}

internal static class AgreementTexts
{
    private const int MaxTextLength = 20_000;

    public static IRuleBuilderOptions<T, string?> AgreementText<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Text(MaxTextLength);
}
