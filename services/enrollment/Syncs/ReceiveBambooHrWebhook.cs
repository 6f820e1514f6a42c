using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>An HR system said that something has changed there. It is read soon.</summary>
public sealed record ChangeNotice(Guid Id, string Source, DateTimeOffset At)
{
    public static Guid IdOf(string source) => DerivedId.From($"change notice {source}");
}

/// <summary>
/// BambooHR says that employees have changed. A sync of the changes follows; one for many webhooks in a row.
/// </summary>
/// <remarks>
/// The body is not used: the sync reads what has changed, also what an earlier webhook should have told.
/// </remarks>
public static class ReceiveBambooHrWebhook
{
    public static async Task<Results<Accepted, ProblemHttpResult>> Handle(
        string source,
        HttpRequest request,
        HrSources sources,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (sources.Find(source)?.WebhookKey is not { } key)
            throw new DomainException(DomainError.NotFound, "No HR system with this name has a webhook.");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var (signature, timestamp) = (
            request.Headers[BambooHrWebhook.SignatureHeader].ToString(),
            request.Headers[BambooHrWebhook.TimestampHeader].ToString()
        );
        var now = clock.GetUtcNow();
        if (!BambooHrWebhook.IsAuthentic(body.ToArray(), signature, timestamp, key, now))
            return TypedResults.Problem(
                Problems.Of(
                    StatusCodes.Status401Unauthorized,
                    $"Sign body and timestamp with the key of the webhook ({BambooHrWebhook.SignatureHeader}, "
                        + $"{BambooHrWebhook.TimestampHeader}), and send the request within five minutes.",
                    "invalid-signature"
                )
            );
        session.Store(new ChangeNotice(ChangeNotice.IdOf(source), source, now));
        return TypedResults.Accepted((string?)null);
    }
}
