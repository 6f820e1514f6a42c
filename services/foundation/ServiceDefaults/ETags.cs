using System.Globalization;
using Microsoft.Net.Http.Headers;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The version of the stream that a route's <c>{id}</c> names is the resource's <c>ETag</c>; <c>If-Match</c> makes a
/// write hold only for the version that the client has seen.
/// </summary>
public static class ETags
{
    internal static void UseETags(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                if (context.RequestServices.GetService<AuditContext>() is not { } circumstances)
                {
                    await next(context);
                    return;
                }

                if (
                    context.Request.Headers.IfMatch is { Count: > 0 } condition
                    && TagIn(condition.ToString()) is { } tag
                )
                {
                    if (VersionIn(tag) is not { } version)
                    {
                        await Problems.Write(context, Problems.Of(412));
                        return;
                    }

                    circumstances.Precondition = (StreamOf(context) ?? throw NoVersion(), version);
                }

                context.Response.OnStarting(() =>
                {
                    Stamp(context);
                    return Task.CompletedTask;
                });
                await next(context);
            }
        );

    /// <summary>Sets the <c>ETag</c> of a successful answer, unless the handler did.</summary>
    internal static void Stamp(HttpContext context)
    {
        if (
            context.Response is { StatusCode: >= 200 and < 300, Headers: { ETag.Count: 0 } headers }
            && StreamOf(context) is { } stream
            && context.RequestServices.GetService<EventStreams>()?.VersionOf(stream) is { } version
        )
        {
            headers.ETag = $"\"{version}\"";
        }
    }

    private static Guid? StreamOf(HttpContext context) =>
        Guid.TryParse(context.Request.RouteValues.GetValueOrDefault("id") as string, out var id) ? id : null;

    /// <summary>Null for <c>*</c>: any version will do.</summary>
    private static EntityTagHeaderValue? TagIn(string condition) =>
        condition.Trim() is "*" ? null
        : EntityTagHeaderValue.TryParse(condition, out var tag) ? tag
        : throw new MalformedRequestException(
            "If-Match must be one entity tag as ETag gave it, such as \"3\" with its quotes, or *."
        );

    /// <summary>Null for a tag that is never given out, a weak one included: it matches no version.</summary>
    private static long? VersionIn(EntityTagHeaderValue tag) =>
        !tag.IsWeak
        && long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    private static MalformedRequestException NoVersion() =>
        new("What is at this address has no version: leave If-Match out.");
}
