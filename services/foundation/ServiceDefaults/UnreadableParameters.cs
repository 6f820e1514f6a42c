using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Rejects a request with an optional parameter that cannot be read. A handler that is compiled ahead sets the status
/// of the response for it, says nothing else, and lets all filters of its route run.
/// </summary>
internal static class UnreadableParameters
{
    public static void RejectUnreadableParameters(this RouteGroupBuilder routes) =>
        routes.AddEndpointFilter(
            (request, next) =>
                request.HttpContext.Response.StatusCode is StatusCodes.Status400BadRequest
                    ? throw new MalformedRequestException(Explain(request.HttpContext))
                    : next(request)
        );

    private static string Explain(HttpContext context)
    {
        var given = (
            from parameter in context.GetEndpoint()!.Metadata.OfType<IParameterBindingMetadata>()
            where parameter is { HasTryParse: true, IsOptional: true }
            from value in context.Request.Query[parameter.Name]
            where value is not ""
            select (parameter.Name, value)
        ).ToArray();
        return given is [var (name, text)]
            ? $"The value of {name} cannot be read: {text}."
            : $"One of these values cannot be read: {string.Join(", ", given.Select(g => $"{g.Name}={g.value}"))}.";
    }
}
