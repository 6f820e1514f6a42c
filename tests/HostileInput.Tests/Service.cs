using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.EventSourcing;
using PeerNetwork.HostileInput.Tests.Scenes;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// A running service as its attackers see it, its document first of all, and as its database tells what they achieved.
/// </summary>
internal sealed class Service : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly NpgsqlDataSource _database;
    private readonly IScenes _scenes;

    private Service(
        string name,
        HttpClient client,
        IServiceProvider services,
        string database,
        IScenes scenes,
        JsonObject document
    )
    {
        (Name, Client, _services, _scenes) = (name, client, services, scenes);
        _database = NpgsqlDataSource.Create(database);
        Operations = [.. Operation.AllOf(this, document)];
    }

    public string Name { get; }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>What the attacks are aimed at; nothing in it changes, unless an attack succeeds.</summary>
    public Scene Target { get; private set; } = null!;

    public IEnumerable<RouteEndpoint> Endpoints =>
        _services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static async Task<Service> Start<T>(ServiceHost<T> host, IScenes scenes)
        where T : class
    {
        await host.InitializeAsync();
        var client = host.Anonymous();
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject();
        var service = new Service(host.Name, client, host.Services, host.Database, scenes, document);
        service.Target = await service.NewScene();
        return service;
    }

    /// <summary>A scene that nobody else touches, complete with all that follows from it.</summary>
    public async Task<Scene> NewScene()
    {
        var things = await _scenes.New(this, _services);
        things["projections"] = _services.GetRequiredService<ProjectionRebuild>().All[0].Name;
        if (await this.Get(Guid.CreateVersion7(), "/operations/dead-letters") is JsonArray { Count: > 0 } queues)
            things["dead-letters"] = queues[0]!["queue"]!.GetValue<string>();
        await Quiet();
        return new(things);
    }

    /// <summary>How many events were ever stored, and the number of the last.</summary>
    public async Task<(long Count, long Last)> Events()
    {
        await using var command = _database.CreateCommand(
            $"select count(*), coalesce(max(seq_id), 0) from {Name}.mt_events"
        );
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Waits until every subscription has applied every event, those that it caused included.</summary>
    public Task Quiet() =>
        Eventually.Holds(
            async () =>
            {
                var (_, last) = await Events();
                var shards = await _services.GetRequiredService<ShardStatuses>().All(default);
                return shards.All(s => s.State is ShardState.Running && s.Position >= last)
                    && (await Events()).Last == last;
            },
            $"{Name} to come to rest"
        );

    public void Dispose()
    {
        Client.Dispose();
        _database.Dispose();
    }
}
