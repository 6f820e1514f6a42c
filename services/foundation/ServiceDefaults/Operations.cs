using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>The endpoints for operators, in every service that stores events.</summary>
internal static class Operations
{
    private static readonly TimeSpan ShardTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A service without a store has no such endpoints.</summary>
    public static void MapOperations(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(ShardStatuses)))
            return;
        var operations = app.MapGroup("/operations").RequireRoles(Roles.Overseer).WithTags("Operations");
        operations
            .MapGet("/shards", Shards)
            .WithName("ListShards")
            .WithSummary("The position and state of each asynchronous projection and subscription");
        operations
            .MapPost("/projections/{name}/rebuild", Rebuild)
            .WithName("RebuildProjection")
            .WithSummary(
                "Rebuilds a projection from all events; queries read the old tables until the new ones are complete"
            );
        operations
            .MapPost("/verification", Verify)
            .WithName("VerifyState")
            .DisableRequestTimeout()
            .WithSummary(
                "Compares every projection with a rebuild from its events, and checks streams, positions and messages; "
                    + "changes nothing"
            );
        operations
            .MapPost("/audit-verification", AuditRoutes.Verify)
            .WithName("VerifyAudit")
            .DisableRequestTimeout()
            .WithSummary("Recomputes the audit chain, and names each altered, missing, added or reordered event");
        operations
            .MapGet("/projections/versions", Versions)
            .WithName("ListProjectionVersions")
            .WithSummary("The versions of projections whose tables are in the database");
        operations
            .MapDelete("/projections/versions/{schema}", DropVersion)
            .WithName("DropProjectionVersion")
            .WithSummary("Drops the tables of a former version of a projection");
        operations
            .MapPost("/personal-data-keys/rotation", RotateKeys)
            .WithName("RotatePersonalDataKeys")
            .DisableRequestTimeout()
            .WithSummary("Wraps all keys of personal data with the current master key");
        operations.MapExport();
        foreach (var routes in app.Services.GetServices<OperationsRoutes>())
            routes.Map(operations);
    }

    internal static async Task<Ok<IReadOnlyList<ShardStatus>>> Shards(ShardStatuses shards, CancellationToken ct) =>
        TypedResults.Ok(await shards.All(ct));

    /// <summary>
    /// A rebuild goes on if the client disconnects. If the service stops, the rebuild ends and the old tables stay.
    /// </summary>
    internal static async Task<Ok<RebuildResult>> Rebuild(
        string name,
        ProjectionRebuild rebuild,
        IHostApplicationLifetime lifetime
    ) => TypedResults.Ok(new RebuildResult(name, await rebuild.Run(name, lifetime.ApplicationStopping)));

    internal static async Task<Ok<IReadOnlyList<ProjectionVersion>>> Versions(
        ProjectionVersions versions,
        CancellationToken ct
    ) => TypedResults.Ok(await versions.List(ct));

    internal static async Task<NoContent> DropVersion(string schema, ProjectionVersions versions, CancellationToken ct)
    {
        await versions.Drop(schema, ct);
        return TypedResults.NoContent();
    }

    internal static async Task<Ok<KeyRotationResult>> RotateKeys(PersonalDataKeys keys, CancellationToken ct) =>
        TypedResults.Ok(new KeyRotationResult(await keys.Rotate(ct)));

    internal static async Task<Ok<VerificationReport>> Verify(Verification verification, CancellationToken ct) =>
        TypedResults.Ok(await verification.Run(ShardTimeout, ct));
}

/// <summary>Routes that another project adds below <c>/operations</c>, for overseers only.</summary>
/// <param name="Map">Maps the routes. The group already requires the role.</param>
public sealed record OperationsRoutes(Action<RouteGroupBuilder> Map);

/// <summary>The result of a rebuild.</summary>
/// <param name="Projection">Its name.</param>
/// <param name="Position">The sequence number of the last event in it.</param>
internal sealed record RebuildResult(string Projection, long Position);

/// <summary>The result of a key rotation.</summary>
/// <param name="Keys">How many keys of personal data were wrapped with the current master key.</param>
internal sealed record KeyRotationResult(long Keys);
