using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What operators see and do in every service that stores events.</summary>
internal static class Operations
{
    private static readonly TimeSpan ShardTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A service without a store has none of these.</summary>
    public static void MapOperations(this WebApplication app)
    {
        if (app.Services.GetService<ShardStatuses>() is null)
            return;
        var operations = app.MapGroup("/operations").RequireRoles(Roles.Overseer).WithTags("Operations");
        operations
            .MapGet("/shards", Shards)
            .WithName("ListShards")
            .WithSummary("How far each asynchronous projection and subscription is, and what stops it");
        operations
            .MapPost("/projections/{name}/rebuild", Rebuild)
            .WithName("RebuildProjection")
            .WithSummary(
                "Builds a projection anew from all events; the old tables are read until the new ones are complete"
            );
        operations
            .MapPost("/verification", Verify)
            .WithName("VerifyState")
            .DisableRequestTimeout()
            .WithSummary(
                "Compares every projection with a rebuild from its events, and checks streams, positions and messages; changes nothing"
            );
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
        foreach (var more in app.Services.GetServices<OperationsRoutes>())
            more.Map(operations);
    }

    internal static async Task<Ok<IReadOnlyList<ShardStatus>>> Shards(ShardStatuses shards, CancellationToken ct) =>
        TypedResults.Ok(await shards.All(ct));

    /// <summary>
    /// A client that hangs up does not stop a rebuild; a stop of the service does, and leaves the old tables.
    /// </summary>
    internal static async Task<Ok<Rebuilt>> Rebuild(
        string name,
        ProjectionRebuild rebuild,
        IHostApplicationLifetime life
    ) => TypedResults.Ok(new Rebuilt(name, await rebuild.Run(name, life.ApplicationStopping)));

    internal static async Task<Ok<IReadOnlyList<ProjectionVersion>>> Versions(
        ProjectionVersions versions,
        CancellationToken ct
    ) => TypedResults.Ok(await versions.List(ct));

    internal static async Task<NoContent> DropVersion(string schema, ProjectionVersions versions, CancellationToken ct)
    {
        await versions.Drop(schema, ct);
        return TypedResults.NoContent();
    }

    internal static async Task<Ok<KeysRotated>> RotateKeys(PersonalDataKeys keys, CancellationToken ct) =>
        TypedResults.Ok(new KeysRotated(await keys.Rotate(ct)));

    internal static async Task<Ok<VerificationReport>> Verify(Verification verification, CancellationToken ct) =>
        TypedResults.Ok(await verification.Run(ShardTimeout, ct));
}

/// <summary>What another part of the foundation adds below <c>/operations</c>, for overseers only.</summary>
/// <param name="Map">Maps its routes; the group already asks for the role.</param>
public sealed record OperationsRoutes(Action<RouteGroupBuilder> Map);

/// <summary>A projection as it was rebuilt.</summary>
/// <param name="Projection">Its name.</param>
/// <param name="Position">The sequence number of the last event in it.</param>
internal sealed record Rebuilt(string Projection, long Position);

/// <summary>The keys of personal data, wrapped with the current master key.</summary>
/// <param name="Keys">How many were wrapped anew.</param>
internal sealed record KeysRotated(long Keys);
