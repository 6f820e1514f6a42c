using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>The people administration sets the text that binds guests without a partner organisation.</summary>
public static class ReviseGuestAgreement
{
    /// <param name="Text">In Markdown.</param>
    public sealed record Request(string Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Text).AgreementText();
    }

    public static async Task<NoContent> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<GuestAgreement, GuestAgreementEvent>(
            GuestAgreement.StreamId,
            GuestAgreement.Evolve,
            agreement => Decide(agreement, request.Text, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static GuestAgreementEvent[] Decide(GuestAgreement? agreement, string text, Guid by, DateTimeOffset now) =>
        agreement?.Text == text ? [] : [new GuestAgreementRevised(text, (agreement?.Version ?? 0) + 1, by, now)];
}

/// <summary>Shows the company's own text for guests.</summary>
public static class ShowGuestAgreement
{
    public sealed record Response(int Version, string Text);

    public static async Task<Ok<Response>> Handle(EventStreams events, CancellationToken ct)
    {
        var agreement =
            await events.Read<GuestAgreement, GuestAgreementEvent>(GuestAgreement.StreamId, GuestAgreement.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "The company has no guest agreement yet.");
        return TypedResults.Ok(new Response(agreement.Version, agreement.Text));
    }
}
