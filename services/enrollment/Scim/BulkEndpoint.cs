using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.Scim.Groups;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Enrollment.Scim.Queries;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>
/// Many operations in one request: RFC 7644, section 3.7. Each is carried out on its own, in the order of the request;
/// one may refer to a resource that an earlier one created.
/// </summary>
internal sealed class BulkEndpoint
{
    public const int MaxOperations = 1_000,
        MaxBytes = 1_048_576;

    private const string Reference = "bulkId:";

    private readonly AuthenticatedClient _client;
    private readonly Func<ScimResourceType, IScimCommands> _commandsFor;
    private readonly AuditContext _audit;
    private readonly Uri _root;
    private readonly Dictionary<string, Guid> _created = new(StringComparer.Ordinal);

    private BulkEndpoint(
        AuthenticatedClient client,
        Func<ScimResourceType, IScimCommands> commandsFor,
        AuditContext audit,
        Uri root
    ) => (_client, _commandsFor, _audit, _root) = (client, commandsFor, audit, root);

    public static async Task<IResult> Handle(
        HttpRequest request,
        ClaimsPrincipal user,
        UserCommands users,
        GroupCommands groups,
        AuditContext audit,
        CancellationToken ct
    )
    {
        var body = await ScimRequests.ReadBody(request, ct);
        if (body["Operations"] is not JsonArray operations)
            throw new ScimException(400, ScimErrorType.InvalidSyntax, "Operations must be a list.");
        if (operations.Count > MaxOperations)
            throw new ScimException(413, null, $"A bulk request may have at most {MaxOperations} operations.");
        var allowedErrors = ScimJson.Number(body["failOnErrors"]) ?? decimal.MaxValue;
        var bulk = new BulkEndpoint(
            ClientAuthentication.ClientOf(user),
            type => type == ScimResourceType.User ? users : groups,
            audit,
            ScimRequests.RootOf(request)
        );
        return new ScimResult(
            new()
            {
                ["schemas"] = new JsonArray(ScimUrns.BulkResponse),
                ["Operations"] = await bulk.Run(operations, allowedErrors, ct),
            }
        );
    }

    private async Task<JsonArray> Run(JsonArray operations, decimal allowedErrors, CancellationToken ct)
    {
        var (results, errors) = (new JsonArray(), 0);
        foreach (var node in operations)
        {
            var result = new JsonObject();
            results.Add(result);
            try
            {
                var operation =
                    node as JsonObject
                    ?? throw new ScimException(400, ScimErrorType.InvalidSyntax, "An operation must be an object.");
                result["method"] = operation.TextAt("method");
                if (operation.TextAt("bulkId") is { } bulkId)
                    result["bulkId"] = bulkId;
                await Run(operation, result, ct);
            }
            catch (Exception e) when (Explain(e) is { } error)
            {
                result["status"] = Status(error.Status);
                result["response"] = error.ToBody();
                if (++errors >= allowedErrors)
                    break;
            }
            finally
            {
                _audit.Precondition = null;
            }
        }

        return results;
    }

    private async Task Run(JsonObject operation, JsonObject result, CancellationToken ct)
    {
        var (type, id) = ParsePath(operation.TextAt("path") ?? "");
        var commands = _commandsFor(type);
        var method = operation.TextAt("method")?.ToUpperInvariant();
        if (id is { } stream && operation.TextAt("version") is { } version)
            _audit.Precondition = (stream, ParseVersion(version));
        switch (method, id)
        {
            case ("POST", null):
                id = await commands.Create(_client, DataOf(operation), ct);
                if (operation.TextAt("bulkId") is { } bulkId)
                    _created[bulkId] = id.Value;
                result["status"] = Status(StatusCodes.Status201Created);
                break;
            case ("PUT", { } replaced):
                await commands.Replace(_client, replaced, DataOf(operation), ct);
                result["status"] = Status(StatusCodes.Status200OK);
                break;
            case ("PATCH", { } patched):
                await commands.Patch(_client, patched, DataOf(operation), ct);
                result["status"] = Status(StatusCodes.Status200OK);
                break;
            case ("DELETE", { } deleted):
                await commands.Delete(_client, deleted, ct);
                result["status"] = Status(StatusCodes.Status204NoContent);
                break;
            default:
                throw new ScimException(
                    400,
                    ScimErrorType.InvalidSyntax,
                    "An operation is POST with the path of a type, or PUT, PATCH or DELETE with that of a resource."
                );
        }

        result["location"] = ScimMeta.LocationOf(type, id!.Value, _root);
    }

    private (ScimResourceType Type, Guid? Id) ParsePath(string path)
    {
        var parts = path.Split('/');
        var type = parts switch
        {
            ["", "Users", ..] => ScimResourceType.User,
            ["", "Groups", ..] => ScimResourceType.Group,
            _ => throw ScimRequests.NotFound("The path must begin with /Users or /Groups."),
        };
        return parts.Length switch
        {
            2 => (type, null),
            3 => (type, ScimRequests.ParseId(Resolve(parts[2]))),
            _ => throw ScimRequests.NotFound("The path must name a type, or a resource of it."),
        };
    }

    /// <summary>The data, with the ids of resources that earlier operations created.</summary>
    private JsonObject DataOf(JsonObject operation) =>
        operation["data"] is JsonObject data
            ? (JsonObject)ResolveAll(data)!
            : throw new ScimException(400, ScimErrorType.InvalidSyntax, "An operation that writes needs data.");

    private JsonNode? ResolveAll(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, ResolveAll(p.Value)))),
            JsonArray items => new JsonArray([.. items.Select(ResolveAll)]),
            _ when ScimJson.Text(node) is { } text => JsonValue.Create(Resolve(text)),
            _ => node?.DeepClone(),
        };

    private string Resolve(string text) =>
        !text.StartsWith(Reference, StringComparison.Ordinal) ? text
        : _created.TryGetValue(text[Reference.Length..], out var id) ? $"{id}"
        : throw ScimException.InvalidValue(text, "names no resource that an earlier operation created");

    private static long ParseVersion(string version) =>
        long.TryParse(version.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ScimException(412, ScimErrorType.InvalidVersion, "The version is not one of this server.");

    private static ScimException? Explain(Exception e) =>
        e switch
        {
            ScimException scim => scim,
            OperationCanceledException => null,
            _ when Problems.Of(e) is { Status: < 500 } problem => ScimErrors.ExceptionOf(problem),
            _ => null,
        };

    private static string Status(int status) => status.ToString(CultureInfo.InvariantCulture);
}
