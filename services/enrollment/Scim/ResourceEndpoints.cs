using System.Security.Claims;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Enrollment.Scim.Queries;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>The operations on resources of one type: RFC 7644, sections 3.3 to 3.6.</summary>
internal static class ResourceEndpoints<TReads, TCommands>
    where TReads : IScimResources
    where TCommands : IScimCommands
{
    public static async Task<IResult> List(HttpRequest request, TReads reads, CancellationToken ct)
    {
        var parameters = request.Query.SelectMany(p => p.Value.Select(value => KeyValuePair.Create(p.Key, value)));
        var query = ListQuery.Parse(parameters, reads.Type, ResourceQuery.Limits);
        return new ScimResult(await ResourceQuery.Run(reads, query, ScimRequests.RootOf(request), ct));
    }

    public static async Task<IResult> Search(HttpRequest request, TReads reads, CancellationToken ct)
    {
        var body = await ScimRequests.ReadBody(request, ct);
        var query = ListQuery.Parse(body, reads.Type, ResourceQuery.Limits);
        return new ScimResult(await ResourceQuery.Run(reads, query, ScimRequests.RootOf(request), ct));
    }

    public static Task<IResult> Show(string id, HttpContext http, TReads reads, CancellationToken ct) =>
        Answer(http, reads, ScimRequests.ParseId(id), SelectionOf(http, reads), ct);

    public static async Task<IResult> Create(
        HttpContext http,
        ClaimsPrincipal user,
        TReads reads,
        TCommands commands,
        CancellationToken ct
    )
    {
        var (selection, body) = (SelectionOf(http, reads), await ScimRequests.ReadBody(http.Request, ct));
        var id = await commands.Create(ClientAuthentication.ClientOf(user), body, ct);
        return await Answer(http, reads, id, selection, ct, StatusCodes.Status201Created);
    }

    public static async Task<IResult> Replace(
        string id,
        HttpContext http,
        ClaimsPrincipal user,
        TReads reads,
        TCommands commands,
        CancellationToken ct
    )
    {
        var (resource, selection) = (ScimRequests.ParseId(id), SelectionOf(http, reads));
        var body = await ScimRequests.ReadBody(http.Request, ct);
        await commands.Replace(ClientAuthentication.ClientOf(user), resource, body, ct);
        return await Answer(http, reads, resource, selection, ct);
    }

    public static async Task<IResult> Patch(
        string id,
        HttpContext http,
        ClaimsPrincipal user,
        TReads reads,
        TCommands commands,
        CancellationToken ct
    )
    {
        var (resource, selection) = (ScimRequests.ParseId(id), SelectionOf(http, reads));
        var body = await ScimRequests.ReadBody(http.Request, ct);
        await commands.Patch(ClientAuthentication.ClientOf(user), resource, body, ct);
        // The members of a group may be many, and clients do not read them in this answer.
        return reads.Type == ScimResourceType.Group && selection is { Included: null, Excluded: [] }
            ? Results.NoContent()
            : await Answer(http, reads, resource, selection, ct);
    }

    public static async Task<IResult> Delete(string id, ClaimsPrincipal user, TCommands commands, CancellationToken ct)
    {
        await commands.Delete(ClientAuthentication.ClientOf(user), ScimRequests.ParseId(id), ct);
        return Results.NoContent();
    }

    private static AttributeSelection SelectionOf(HttpContext http, TReads reads) =>
        AttributeSelection.Parse(
            http.Request.Query["attributes"],
            http.Request.Query["excludedAttributes"],
            reads.Type
        );

    private static async Task<IResult> Answer(
        HttpContext http,
        TReads reads,
        Guid id,
        AttributeSelection selection,
        CancellationToken ct,
        int status = StatusCodes.Status200OK
    )
    {
        if (await reads.Load([id], ScimRequests.RootOf(http.Request), ct) is not [var resource])
            throw ScimRequests.NotFound($"There is no resource with the id {id}.");
        var version = resource.TextAt("meta", "version")!;
        http.Response.Headers.ETag = version;
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.IfNoneMatch.Contains(version))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        return new ScimResult(selection.Apply(resource), status, resource.TextAt("meta", "location"));
    }
}
