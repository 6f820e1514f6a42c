using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What operators see and do in every service that stores events: how its subscriptions are doing, and rebuilds.</summary>
internal static class Operations
{
    private static readonly TimeSpan PatienceWithLaggards = TimeSpan.FromSeconds(30);

    /// <summary>A service without a store, such as the gateway, has none of these.</summary>
    public static void MapOperations(this WebApplication app)
    {
        if (app.Services.GetService<SubscriptionStatuses>() is not { } statuses)
            return;
        Measure(app.Services.GetRequiredService<IMeterFactory>(), statuses);
        var operations = app.MapGroup("/operations").RequireRoles(Roles.Overseer).WithTags("Operations");
        operations
            .MapGet("/subscriptions", Subscriptions)
            .WithName("ListSubscriptions")
            .WithSummary("How far each subscription of this replica is, and what stops it");
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
        operations.MapMoving();
        foreach (var more in app.Services.GetServices<OperationsRoutes>())
            more.Map(operations);
    }

    internal static Ok<IReadOnlyCollection<SubscriptionStatus>> Subscriptions(SubscriptionStatuses statuses) =>
        TypedResults.Ok(statuses.All);

    internal static async Task<Ok<Rebuilt>> Rebuild(
        string name,
        ProjectionRebuild rebuild,
        IHostApplicationLifetime life
    )
    {
        if (rebuild.All.All(p => p.Name != name))
            throw new RefusedException(
                Refusal.Missing,
                $"There is no projection '{name}'. There are: {string.Join(", ", rebuild.All.Select(p => p.Name))}."
            );
        // A client that hangs up does not stop a rebuild half way; a stop of the service does, and leaves the old tables.
        return TypedResults.Ok(new Rebuilt(name, await rebuild.Run(name, life.ApplicationStopping)));
    }

    internal static async Task<Ok<VerificationReport>> Verify(Verification verification, CancellationToken ct) =>
        TypedResults.Ok(await verification.Run(PatienceWithLaggards, ct));

    private static void Measure(IMeterFactory meters, SubscriptionStatuses statuses) =>
        meters
            .Create("PeerNetwork.EventStore")
            .CreateObservableGauge(
                "peernetwork.subscription.lag",
                () =>
                    statuses.All.Select(s => new Measurement<long>(
                        s.Lag,
                        new KeyValuePair<string, object?>("subscription", s.Name)
                    )),
                "{event}",
                "How many events a subscription is behind."
            );
}

/// <summary>What another part of the foundation adds below <c>/operations</c>, for overseers only.</summary>
/// <param name="Map">Maps its routes; the group already asks for the role.</param>
public sealed record OperationsRoutes(Action<RouteGroupBuilder> Map);

/// <summary>A projection as it was rebuilt.</summary>
/// <param name="Projection">Its name.</param>
/// <param name="Position">The sequence number of the last event in it.</param>
internal sealed record Rebuilt(string Projection, long Position);
