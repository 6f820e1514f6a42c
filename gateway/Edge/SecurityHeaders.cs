namespace PeerNetwork.Gateway.Edge;

/// <summary>What a browser must not do with a response. A page of the gateway sets its own content policy.</summary>
public static class SecurityHeaders
{
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(Add, context.Response.Headers);
                return next(context);
            }
        );

    private static Task Add(object response)
    {
        var headers = (IHeaderDictionary)response;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = DataPolicy;
        return Task.CompletedTask;
    }
}
