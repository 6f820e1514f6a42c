using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>
/// Replicas in processes of their own share what is to be computed, and one of them ends in the middle.
/// </summary>
public sealed class SharedRunTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_replica_that_ends_in_mid_run_loses_nothing(bool suddenly)
    {
        var (database, broker) = (await TestServers.NewDatabase(), await TestServers.NewVirtualHost());
        var key = RandomNumberGenerator.GetBytes(32);
        await using var provider = await TestProvider.Start();
        using ReplicaProcess one = new(database, broker, Convert.ToBase64String(key), provider),
            other = new(database, broker, Convert.ToBase64String(key), provider);
        await one.IsReady();
        await other.IsReady();
        var policy = new Policy { Day = new(2026, 3, 2) };
        var cohort = LargeRuns.Cohort(mentees: 4_000, mentors: 1_500);
        var run = await Write(database, key, scope => LargeRuns.Request(scope, cohort, policy));

        var busy = (await ReplicaOf(run, one.Client)).EndsWith($"/{one.Id}", StringComparison.Ordinal) ? one : other;
        var left = busy == one ? other : one;
        if (suddenly)
            busy.Kill();
        else
            busy.Stop();

        (await left.Client.GetFromJsonAsync<JsonElement>($"/runs/{run.Value}"))
            .GetProperty("state")
            .GetString()
            .ShouldBe("computing", "it ended in the middle");
        await Reaches(left.Client, run.Value, "draft");
        await busy.Ends();
        var repetition = await (
            await left.Client.PostAsync($"/runs/{run.Value}/reproduce", null)
        ).Content.ReadFromJsonAsync<JsonElement>();
        repetition.GetProperty("sameInputs").GetBoolean().ShouldBeTrue();
        repetition.GetProperty("sameBytes").GetBoolean().ShouldBeTrue($"{repetition}");
        var setAside = (await left.Client.GetFromJsonAsync<JsonElement>("/operations/dead-letters"))
            .EnumerateArray()
            .ToArray();
        setAside.Select(q => q.GetProperty("queue").GetString()).ShouldContain("matching-when-variant-due");
        setAside.ShouldAllBe(q => q.GetProperty("count").GetInt32() == 0);
    }

    [Fact]
    public async Task Two_replicas_share_the_variants_of_a_run()
    {
        var (database, broker) = (await TestServers.NewDatabase(), await TestServers.NewVirtualHost());
        var key = RandomNumberGenerator.GetBytes(32);
        await using var provider = await TestProvider.Start();
        using ReplicaProcess one = new(database, broker, Convert.ToBase64String(key), provider),
            other = new(database, broker, Convert.ToBase64String(key), provider);
        await one.IsReady();
        await other.IsReady();
        var policy = new Policy { Day = new(2026, 3, 2) };
        var others = Enumerable
            .Range(1, 3)
            .Select(n =>
                (policy with { Weights = new Dictionary<string, int> { ["experience"] = 100 * n } }, VariantTerms.None)
            )
            .ToArray();

        var run = await Write(
            database,
            key,
            scope => LargeRuns.Request(scope, LargeRuns.Cohort(mentees: 1_500, mentors: 600), policy, others)
        );
        var replicas = new HashSet<string>();
        await Eventually.Holds(
            async () =>
            {
                var view = await one.Client.GetFromJsonAsync<JsonElement>($"/runs/{run.Value}");
                foreach (var variant in view.GetProperty("variants").EnumerateArray())
                    if (variant.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress)
                        replicas.Add(progress.GetProperty("replica").GetString()!.Split('/')[^1]);
                return view.GetProperty("state").GetString() == "draft";
            },
            "the run to be a draft",
            LongestRun
        );

        replicas.ShouldBe([$"{one.Id}", $"{other.Id}"], ignoreOrder: true);
        var verdict = await (
            await other.Client.PostAsync($"/runs/{run.Value}/variants/4/certificate/verify", null)
        ).Content.ReadFromJsonAsync<JsonElement>();
        verdict.GetProperty("holds").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_worker_only_computes_and_leaves_everything_else_to_the_others()
    {
        var (database, broker) = (await TestServers.NewDatabase(), await TestServers.NewVirtualHost());
        var key = RandomNumberGenerator.GetBytes(32);
        await using var provider = await TestProvider.Start();
        using var api = new ReplicaProcess(
            database,
            broker,
            Convert.ToBase64String(key),
            provider,
            role: ReplicaRole.Api
        );
        await api.IsReady();

        // Requested before any worker was ever started: the message has to wait for the first one.
        var run = await Write(
            database,
            key,
            scope =>
                LargeRuns.Request(scope, LargeRuns.Cohort(mentees: 60, mentors: 30), new() { Day = new(2026, 3, 2) })
        );
        await Eventually.Holds(
            async () => (await Shards(api)).All(shard => shard.GetProperty("lag").GetInt64() == 0),
            "the request to be published"
        );
        (await api.Client.GetFromJsonAsync<JsonElement>("/operations/dead-letters"))
            .EnumerateArray()
            .Single(queue => queue.GetProperty("queue").GetString() == "matching-when-variant-due")
            .GetProperty("count")
            .GetInt32()
            .ShouldBe(0);

        using var worker = new ReplicaProcess(
            database,
            broker,
            Convert.ToBase64String(key),
            provider,
            role: ReplicaRole.Worker
        );
        await worker.IsReady();
        await Reaches(api.Client, run.Value, "draft");

        (await worker.Client.GetAsync($"/runs/{run.Value}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Shards(worker)).Select(StateOf).ShouldAllBe(state => state == "standby");
        (await Shards(api)).Select(StateOf).ShouldAllBe(state => state == "running");
    }

    private static string? StateOf(JsonElement shard) => shard.GetProperty("state").GetString();

    private static async Task<JsonElement[]> Shards(ReplicaProcess replica) =>
        [.. (await replica.Client.GetFromJsonAsync<JsonElement>("/operations/shards")).EnumerateArray()];

    private static async Task<string> ReplicaOf(RunId run, HttpClient coordinator)
    {
        string? replica = null;
        await Eventually.Holds(
            async () =>
            {
                var view = await coordinator.GetFromJsonAsync<JsonElement>($"/runs/{run.Value}/variants/1");
                view.GetProperty("state").GetString().ShouldNotBe("done");
                if (view.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress)
                    replica = progress.GetProperty("replica").GetString();
                return replica is not null;
            },
            "a replica to take the run"
        );
        return replica!;
    }

    private static async Task<T> Write<T>(string database, byte[] key, Func<IServiceProvider, Task<T>> write)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEventSourcing(
            new("matching", database, new(new MasterKeys(key)), CreatesSchema: false),
            Storage.Configure
        );
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        return await write(scope.ServiceProvider);
    }
}
