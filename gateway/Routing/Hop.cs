using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace PeerNetwork.Gateway.Routing;

/// <summary>
/// What changes on the way: the gateway alone says who forwarded a call, and addresses in the answer lead back to it.
/// </summary>
public static partial class Hop
{
    public static void Describe(TransformBuilderContext route)
    {
        var prefix = $"/{route.Route.ClusterId}";
        route.AddPathRemovePrefix(prefix);
        route.AddRequestTransform(call => Forget(call.ProxyRequest));
        route.AddXForwarded(ForwardedTransformActions.Set);
        route.AddXForwardedPrefix(action: ForwardedTransformActions.Off);
        route.AddRequestHeader("X-Forwarded-Prefix", prefix, append: false);
        route.AddResponseHeaderRemove(HeaderNames.Server, ResponseCondition.Always);
        route.AddResponseTransform(answer => Readdress(answer.HttpContext.Response.Headers, prefix));
    }

    // Only a proxy may say these, and the one before us is not one of ours.
    private static ValueTask Forget(HttpRequestMessage call)
    {
        foreach (
            var said in call
                .Headers.NonValidated.Select(header => header.Key)
                .Where(name => OfAProxy().IsMatch(name))
                .ToArray()
        )
            call.Headers.Remove(said);
        return ValueTask.CompletedTask;
    }

    // A service speaks of /programs and knows nothing of the prefix under which the world reaches it.
    private static ValueTask Readdress(IHeaderDictionary headers, string prefix)
    {
        if (headers.Location is [{ } location])
            headers.Location = AtRoot().Replace(location, $"{prefix}$0");
        if (headers.Link.Count > 0)
            headers.Link = Array.ConvertAll(
                headers.Link.ToArray(),
                link => LinkAtRoot().Replace(link ?? "", $"<{prefix}$1>")
            );
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex("^(Forwarded|X-Real-IP|X-Forwarded-.*|X-Original-.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex OfAProxy();

    [GeneratedRegex("^/(?!/)")]
    private static partial Regex AtRoot();

    [GeneratedRegex("<(/(?!/)[^>]*)>")]
    private static partial Regex LinkAtRoot();
}
