namespace PeerNetwork.Gateway.Edge;

/// <summary>
/// What a browser must not do with our answers. Data is never a page; a page of the gateway says so itself.
/// </summary>
public static class SecurityHeaders
{
    public const string OwnPages =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Data = "default-src 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    var headers = context.Response.Headers;
                    headers.XContentTypeOptions = "nosniff";
                    headers.XFrameOptions = "DENY";
                    headers["Referrer-Policy"] = "no-referrer";
                    headers.TryAdd("Content-Security-Policy", Data);
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );
}
