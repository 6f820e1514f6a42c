using System.Globalization;
using Microsoft.Net.Http.Headers;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The <c>ETag</c> of a resource is the version of the stream that the route's <c>{id}</c> names. A write with
/// <c>If-Match</c> succeeds only at that version.
/// </summary>
public static class ETags
{
    internal static void UseETags(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                if (context.RequestServices.GetService<AuditContext>() is not { } audit)
                {
                    await next(context);
                    return;
                }

                if (
                    context.Request.Headers.IfMatch is { Count: > 0 } condition
                    && ParseIfMatch(condition.ToString()) is { } tag
                )
                {
                    if (ParseVersion(tag) is not { } version)
                    {
                        await Problems.Write(context, Problems.Of(412));
                        return;
                    }

                    audit.Precondition = (GetStreamId(context) ?? throw NoVersionException(), version);
                }

                context.Response.OnStarting(() =>
                {
                    SetETag(context);
                    return Task.CompletedTask;
                });
                await next(context);
            }
        );

    /// <summary>Sets the <c>ETag</c> of a successful response, unless the handler has set it.</summary>
    internal static void SetETag(HttpContext context)
    {
        if (
            context.Response is { StatusCode: >= 200 and < 300, Headers: { ETag.Count: 0 } headers }
            && GetStreamId(context) is { } stream
            && context.RequestServices.GetService<EventStreams>()?.VersionOf(stream) is { } version
        )
        {
            headers.ETag = $"\"{version}\"";
        }
    }

    private static Guid? GetStreamId(HttpContext context) =>
        Guid.TryParse(context.Request.RouteValues.GetValueOrDefault("id") as string, out var id) ? id : null;

    /// <summary>Null for <c>*</c>, which matches any version.</summary>
    private static EntityTagHeaderValue? ParseIfMatch(string condition) =>
        condition.Trim() is "*" ? null
        : EntityTagHeaderValue.TryParse(condition, out var tag) ? tag
        : throw new MalformedRequestException(
            "If-Match must be * or one entity tag from an ETag header, such as \"3\" with its quotes."
        );

    /// <summary>Null for a tag that this service never issues, such as a weak one. It matches no version.</summary>
    private static long? ParseVersion(EntityTagHeaderValue tag) =>
        !tag.IsWeak
        && long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    private static MalformedRequestException NoVersionException() =>
        new("The resource at this address has no version. Send the request without If-Match.");
}
