using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.EventSourcing;
using PeerNetwork.HostileInput.Tests.Data;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>A running service with its OpenAPI document and its database.</summary>
internal sealed class ServiceUnderTest : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly NpgsqlDataSource _database;
    private readonly ITestDataFactory _dataFactory;
    private readonly Dictionary<string, Guid> _holders = [];

    private ServiceUnderTest(
        string name,
        HttpClient client,
        IServiceProvider services,
        string database,
        ITestDataFactory dataFactory,
        JsonObject document
    )
    {
        (Name, Client, _services, _dataFactory) = (name, client, services, dataFactory);
        _database = NpgsqlDataSource.Create(database);
        Operations = [.. Operation.AllOf(this, document)];
    }

    public string Name { get; }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The test data that the attacks use. It changes only if an attack succeeds.</summary>
    public TestData Target { get; private set; } = null!;

    /// <summary>The names of all projections.</summary>
    public IReadOnlyList<string> Projections =>
        [.. _services.GetRequiredService<ProjectionRebuild>().All.Select(p => p.Name)];

    public IEnumerable<RouteEndpoint> Endpoints =>
        _services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static async Task<ServiceUnderTest> Start<T>(ServiceHost<T> host, ITestDataFactory dataFactory)
        where T : class
    {
        await host.InitializeAsync();
        var client = host.Anonymous();
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject();
        var service = new ServiceUnderTest(host.Name, client, host.Services, host.Database, dataFactory, document);
        service.Target = await service.CreateTestData();
        return service;
    }

    /// <summary>A person with this role at all sites, for another department than that of the test data.</summary>
    public async Task<Guid> HolderOf(string role)
    {
        if (!_holders.TryGetValue(role, out var person))
            _holders[role] = person = await _dataFactory.CreateHolder(this, _services, role);
        return person;
    }

    /// <summary>Creates new test data, and waits until all events are handled.</summary>
    public async Task<TestData> CreateTestData()
    {
        var ids = await _dataFactory.Create(this, _services);
        ids["projections"] = Projections[0];
        if (await this.Get(Guid.CreateVersion7(), "/operations/dead-letters") is JsonArray { Count: > 0 } queues)
            ids["dead-letters"] = queues[0]!["queue"]!.GetValue<string>();
        await WaitUntilIdle();
        return new(ids);
    }

    /// <summary>The sequence number of the last event.</summary>
    public async Task<long> LastEvent()
    {
        await using var command = _database.CreateCommand($"select coalesce(max(seq_id), 0) from {Name}.mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// How many events have a higher sequence number than this one, how many of them record a read, and the number of
    /// the last one.
    /// </summary>
    public async Task<(long Count, long Reads, long Last)> EventsAfter(long sequence)
    {
        await using var command = _database.CreateCommand(
            "select count(*), count(*) filter (where type = 'personal_data_read'), coalesce(max(seq_id), $1) "
                + $"from {Name}.mt_events where seq_id > $1"
        );
        command.Parameters.AddWithValue(sequence);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Waits until every shard has handled all events.</summary>
    public Task WaitUntilIdle() =>
        Eventually.Holds(
            async () =>
            {
                var last = await LastEvent();
                var shards = await _services.GetRequiredService<ShardStatuses>().All(default);
                return shards.All(s => s.State is ShardState.Running && s.Position >= last)
                    && await LastEvent() == last;
            },
            $"{Name} to become idle"
        );

    public void Dispose()
    {
        Client.Dispose();
        _database.Dispose();
    }
}
