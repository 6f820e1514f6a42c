using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace PeerNetwork.Gateway.Routing;

/// <summary>
/// Only the gateway says who forwarded a request, and links in a response lead back to the gateway.
/// </summary>
public static partial class ForwardingTransforms
{
    public static void Add(TransformBuilderContext route)
    {
        route.AddRequestTransform(RemoveForwardedHeaders);
        route.AddXForwarded(ForwardedTransformActions.Set);
        route.AddXForwardedPrefix(action: ForwardedTransformActions.Off);
        route.AddResponseHeaderRemove(HeaderNames.Server, ResponseCondition.Always);
        if (route.Route.RouteId is ServiceClusters.ScimRoute or ServiceClusters.Portal)
            return; // They have these paths themselves.
        var prefix = $"/{route.Route.ClusterId}";
        route.AddPathRemovePrefix(prefix);
        route.AddRequestHeader("X-Forwarded-Prefix", prefix, append: false);
        route.AddResponseTransform(response => AddPrefix(response.HttpContext.Response.Headers, prefix));
    }

    // The client is not one of our proxies, and only a proxy may send these.
    private static ValueTask RemoveForwardedHeaders(RequestTransformContext request)
    {
        foreach (var (name, _) in request.HttpContext.Request.Headers)
            if (IsForwardedHeader(name))
                request.ProxyRequest.Headers.Remove(name);
        return ValueTask.CompletedTask;
    }

    private static bool IsForwardedHeader(string name) =>
        name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase);

    // A service does not know the prefix under which the gateway publishes it.
    private static ValueTask AddPrefix(IHeaderDictionary headers, string prefix)
    {
        if (headers.Location is [{ } location])
            headers.Location = RootedPath().Replace(location, $"{prefix}$0");
        if (headers.Link.Count > 0)
            headers.Link = Array.ConvertAll(
                headers.Link.ToArray(),
                link => RootedLink().Replace(link ?? "", $"<{prefix}$1>")
            );
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex("^/(?!/)")]
    private static partial Regex RootedPath();

    [GeneratedRegex("<(/(?!/)[^>]*)>")]
    private static partial Regex RootedLink();
}
