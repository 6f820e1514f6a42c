using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace PeerNetwork.Gateway.Routing;

/// <summary>What changes when a call passes the gateway: who forwarded it, said by the gateway alone, and addresses in the answer.</summary>
public static partial class Hop
{
    static readonly string[] OnlyProxiesSay =
        ["Forwarded", "X-Real-IP", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-Prefix", "X-Original-For", "X-Original-Host", "X-Original-Proto"];

    public static void Describe(TransformBuilderContext route)
    {
        var prefix = $"/{route.Route.ClusterId}";
        route.AddPathRemovePrefix(prefix);
        foreach (var header in OnlyProxiesSay)
            route.AddRequestHeaderRemove(header);
        route.AddXForwarded(ForwardedTransformActions.Set);
        route.AddXForwardedPrefix(action: ForwardedTransformActions.Off);
        route.AddRequestHeader("X-Forwarded-Prefix", prefix, append: false);
        route.AddResponseHeaderRemove(HeaderNames.Server, ResponseCondition.Always);
        route.AddResponseTransform(answer => Readdress(answer.HttpContext.Response.Headers, prefix));
    }

    // A service speaks of /programs and knows nothing of the prefix under which the world reaches it.
    static ValueTask Readdress(IHeaderDictionary headers, string prefix)
    {
        if (headers.Location is [{ } location])
            headers.Location = AtRoot().Replace(location, $"{prefix}$0");
        if (headers.Link.Count > 0)
            headers.Link = Array.ConvertAll(headers.Link.ToArray(), link => LinkAtRoot().Replace(link ?? "", $"<{prefix}$1>"));
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex("^/(?!/)")]
    private static partial Regex AtRoot();

    [GeneratedRegex("<(/(?!/)[^>]*)>")]
    private static partial Regex LinkAtRoot();
}
