using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>The endpoints below <c>/operations</c>.</summary>
public sealed class OperationsTests : IAsyncLifetime
{
    private string _database = null!;

    public async Task InitializeAsync() => _database = await TestServers.NewDatabase();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Shards_are_listed_with_state_and_position()
    {
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_database));
        await Post(app, "/notes", """{"text":"x"}""");
        await Eventually.Passes(async () =>
        {
            var shards = await List(app, "shards");
            shards
                .Select(s => s!["name"]!.GetValue<string>())
                .ShouldBe(["audit_chain:All", "audit_trail:All", "note_texts:All"]);
            var shard = shards[2]!;
            shard["state"]!.GetValue<string>().ShouldBe("running");
            shard["position"]!.GetValue<long>().ShouldBe(1);
            shard["newest"]!.GetValue<long>().ShouldBe(1);
            shard["lag"]!.GetValue<long>().ShouldBe(0);
            shard["isBuilt"]!.GetValue<bool>().ShouldBeTrue();
        });
    }

    [Fact]
    public async Task A_stopped_shard_is_listed_with_its_event_and_error()
    {
        var projection = new NoteTexts(1, () => throw new InvalidOperationException("It fails."));
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_database, projection));
        await Post(app, "/notes", """{"text":"x"}""");
        await Eventually.Passes(async () =>
        {
            var shard = (await List(app, "shards")).Single(s => s!["name"]!.GetValue<string>() == "note_texts:All")!;
            shard["state"]!.GetValue<string>().ShouldBe("stopped");
            shard["event"]!.GetValue<Guid>().ShouldNotBe(Guid.Empty);
            shard["error"]!.GetValue<string>().ShouldContain("It fails.");
            shard["lag"]!.GetValue<long>().ShouldBe(1);
        });
    }

    [Fact]
    public async Task A_former_projection_version_is_listed_and_dropped_and_the_current_one_stays()
    {
        await using (await TestApp.Start(NotesApp.Routes, NotesApp.Services(_database))) { }
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_database, new NoteTexts(2)));
        (await Versions()).ShouldBe([("note_texts_v1", false), ("note_texts_v2", true)]);

        await (await Drop("note_texts_v2")).ShouldBeProblem(409, "conflict");
        await (await Drop("note_texts_v3")).ShouldBeProblem(404, "not-found");
        await (await Drop("testing")).ShouldBeProblem(404, "not-found");
        (await Drop("note_texts_v1")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Versions()).ShouldBe([("note_texts_v2", true)]);

        Task<HttpResponseMessage> Drop(string schema) =>
            Overseer(app).DeleteAsync($"/operations/projections/versions/{schema}");

        async Task<(string, bool)[]> Versions() =>
            [
                .. (await List(app, "projections/versions"))
                    .Select(v => (Schema: v!["schema"]!.GetValue<string>(), v["inUse"]!.GetValue<bool>()))
                    .Where(v => v.Schema != "audit_trail_v1"),
            ];
    }

    [Fact]
    public async Task After_a_rotation_the_former_master_key_is_not_needed()
    {
        var (former, current) = (KeyOf(1), KeyOf(2));
        await using (var app = await Start(("MasterKey", former)))
            await Post(app, "/notes", """{"text":"x"}""", "one-key");
        await using (var app = await Start(("MasterKey", current), ("FormerMasterKeys:0", former)))
        {
            (await Rotate(app)).ShouldBe(1);
            (await Rotate(app)).ShouldBe(0);
        }

        await using var after = await Start(("MasterKey", current));
        var replay = await Post(after, "/notes", """{"text":"x"}""", "one-key");
        replay.Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
        (await replay.ReadJson())["id"].ShouldNotBeNull();

        Task<TestApp> Start(params (string Name, string? Value)[] keys) =>
            TestApp.Start(
                NotesApp.Routes,
                NotesApp.Services(_database),
                [.. keys.Select(k => ($"PersonalData:{k.Name}", k.Value))]
            );

        static async Task<long> Rotate(TestApp app) =>
            (await (await Overseer(app).PostAsync("/operations/personal-data-keys/rotation", null)).ReadJson())[
                "keys"
            ]!.GetValue<long>();

        static string KeyOf(byte value) => Convert.ToBase64String(Enumerable.Repeat(value, 32).ToArray());
    }

    [Fact]
    public async Task All_operations_are_for_overseers_only()
    {
        await using var app = await TestApp.Start(NotesApp.Routes, NotesApp.Services(_database));
        string[] others = [Roles.Employee, Roles.Coordinator, Roles.Sponsor, Roles.PeopleAdmin, Roles.Integration];
        var client = app.As(TestApp.Ada, others);
        foreach (var address in (string[])["shards", "projections/versions"])
            (await client.GetAsync($"/operations/{address}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.DeleteAsync("/operations/projections/versions/x")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (
            var address in (string[])
                ["personal-data-keys/rotation", "verification", "audit-verification", "projections/x/rebuild"]
        )
            (await client.PostAsync($"/operations/{address}", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static HttpClient Overseer(TestApp app) => app.As(TestApp.Ada, [Roles.Overseer]);

    private static async Task<JsonArray> List(TestApp app, string address) =>
        JsonNode.Parse(await Overseer(app).GetStringAsync($"/operations/{address}"))!.AsArray();

    private static async Task<HttpResponseMessage> Post(TestApp app, string address, string json, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return (await app.AsAda().SendAsync(request)).EnsureSuccessStatusCode();
    }
}
