using System.Diagnostics;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Fills the audit context of the request. The store writes actor, represented person, reason and trace with every
/// event.
/// </summary>
internal static class AuditContextMiddleware
{
    private const int MaxReasonLength = 500;

    public static void UseAuditContext(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (context.RequestServices.GetService<AuditContext>() is { } audit)
                {
                    var account = context.User.Identities.OfType<AccountIdentity>().SingleOrDefault();
                    audit.Metadata = new(
                        Actor: account?.Id.ToString(),
                        OnBehalfOf: account?.OnBehalfOf?.ToString(),
                        Reason: ReadReason(context.Request) is { } reason && account is not null
                            ? new PersonalText(account.Id, reason)
                            : null,
                        CorrelationId: Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
                        TraceParent: Activity.Current?.Id
                    );
                }

                return next(context);
            }
        );

    private static string? ReadReason(HttpRequest request)
    {
        if (request.Headers[ChangeReason.Header].ToString() is not { Length: > 0 } header)
            return null;
        var reason = StrictRequestMiddleware.PercentDecode(header);
        return reason.Length <= MaxReasonLength && TextValidation.IsLine(reason)
            ? reason
            : throw new MalformedRequestException(
                $"{ChangeReason.Header} {TextValidation.LineMessage} "
                    + $"It may have up to {MaxReasonLength} characters, in percent-encoded UTF-8."
            );
    }
}
