using System.Diagnostics;
using System.Security.Claims;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Stores with every event who acts, for whom, why, and in which trace, so that no handler has to.</summary>
internal static class AuditContextSetup
{
    private const string ReasonHeader = "X-Reason";
    private const int LongestReason = 500;

    public static void UseAuditContext(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (context.RequestServices.GetService<AuditContext>() is { } circumstances)
                {
                    circumstances.Metadata = new(
                        Actor: context.User.FindFirstValue(Claims.Subject),
                        OnBehalfOf: context.User.FindFirstValue(Claims.OnBehalfOf),
                        Reason: ReasonIn(context.Request),
                        CorrelationId: Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
                        TraceParent: Activity.Current?.Id
                    );
                }

                return next(context);
            }
        );

    private static string? ReasonIn(HttpRequest request)
    {
        if (request.Headers[ReasonHeader].ToString() is not { Length: > 0 } written)
            return null;
        var reason = CleanAddress.Decoded(written);
        return reason.Length <= LongestReason && TextValidation.IsLine(reason)
            ? reason
            : throw new MalformedRequestException(
                $"{ReasonHeader} {TextValidation.LineMessage} It may have up to {LongestReason} characters, "
                    + "percent-encoded UTF-8."
            );
    }
}
