using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>The search, the export and the verification of the audit trail, by HTTP.</summary>
public sealed class AuditTrailTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    private HttpClient Overseer => notes.App.As(Guid.CreateVersion7(), [Roles.Overseer], "*");

    [Fact]
    public async Task An_entry_says_who_did_what_when_and_why()
    {
        var writer = Guid.CreateVersion7();
        var before = DateTimeOffset.UtcNow.AddMinutes(-5);
        var note = await Write(writer, "asked by phone");

        var entry = (await Search($"stream={note}", 1)).ShouldHaveSingleItem()!;

        entry["actor"]!.GetValue<Guid>().ShouldBe(TestTokens.AccountOf(writer));
        entry["action"]!.GetValue<string>().ShouldBe("note_written");
        entry["stream"]!.GetValue<Guid>().ShouldBe(note);
        entry["version"]!.GetValue<long>().ShouldBe(1);
        entry["sequence"]!.GetValue<long>().ShouldBePositive();
        entry["reason"]!.GetValue<string>().ShouldBe("asked by phone");
        entry["at"]!.GetValue<DateTimeOffset>().ShouldBeInRange(before, DateTimeOffset.UtcNow.AddMinutes(5));
        entry["correlation"]!.GetValue<string>().Length.ShouldBe(32);
    }

    [Fact]
    public async Task A_reason_is_stored_encrypted_and_erased_with_the_actor()
    {
        var writer = Guid.CreateVersion7();
        var note = await Write(writer, "between-you-and-me");
        await Search($"stream={note}", 1);
        var services = notes.App.App.Services;
        await using var command = services
            .GetRequiredService<EventDatabase>()
            .Source.CreateCommand(
                "select coalesce(bool_or(headers::text like '%between-you%'), false) from testing.mt_events"
            );
        (await command.ExecuteScalarAsync()).ShouldBe(false);

        var keys = services.GetRequiredService<PersonalDataKeys>();
        (await keys.Erase(TestTokens.AccountOf(writer), DateTimeOffset.UtcNow, default)).ShouldBeTrue();

        (await Search($"stream={note}", 1))[0]!["reason"]!.GetValue<string>().ShouldBe("erased");
    }

    [Fact]
    public async Task Entries_are_found_by_actor_action_and_time_the_newest_first_page_by_page()
    {
        var writer = Guid.CreateVersion7();
        var written = new List<Guid>();
        for (var i = 0; i < 5; i++)
            written.Add(await Write(writer));
        written.Reverse();
        var actor = $"actor={TestTokens.AccountOf(writer)}";
        var found = await Search(actor, 5);
        Streams(found).ShouldBe(written);

        var paged = new List<Guid>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = JsonNode.Parse(await Overseer.GetStringAsync($"/audit?{actor}&limit=2&cursor={cursor}"))!;
            paged.AddRange(Streams(page["items"]!.AsArray()));
            cursor = page["next"]?.GetValue<string>();
        }

        paged.ShouldBe(written);
        var third = Uri.EscapeDataString(found[2]!["at"]!.GetValue<string>());
        Streams(await Search($"{actor}&from={third}", 3)).ShouldBe(written[..3]);
        Streams(await Search($"{actor}&to={third}", 2)).ShouldBe(written[3..]);
        Streams(await Search($"{actor}&action=note_written", 5)).ShouldBe(written);
        (await Search($"{actor}&action=publication_rejected", 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_export_has_a_line_for_each_entry_of_the_filter()
    {
        var writer = Guid.CreateVersion7();
        Guid[] written = [await Write(writer, "=1+1"), await Write(writer, "two\"")];
        var actor = $"actor={TestTokens.AccountOf(writer)}";
        await Search(actor, 2);

        using var response = await Overseer.GetAsync($"/audit/entries.ndjson?{actor}");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Streams(lines.Select(line => JsonNode.Parse(line))).ShouldBe(written.Reverse());
    }

    [Fact]
    public async Task Reads_of_the_trail_are_in_the_trail()
    {
        var overseer = Guid.CreateVersion7();
        var about = Guid.CreateVersion7();
        using var client = notes.App.As(overseer, [Roles.Overseer], "*");
        (await client.GetAsync($"/audit?person={about}&action=secret")).EnsureSuccessStatusCode();
        (await client.GetAsync("/audit/entries.ndjson?action=none")).EnsureSuccessStatusCode();

        var reads = await Search($"actor={TestTokens.AccountOf(overseer)}", 2);

        reads.Select(r => r!["action"]!.GetValue<string>()).ShouldBe(["personal_data_read", "personal_data_read"]);
        Streams(reads).Distinct().Count().ShouldBe(1, "the reads of a user on a day are one stream");
        await using var command = notes
            .App.App.Services.GetRequiredService<EventDatabase>()
            .Source.CreateCommand(
                "select data::text from testing.mt_events where stream_id = $1 order by version limit 1"
            );
        command.Parameters.Add(new() { Value = Streams(reads).First() });
        var data = JsonNode.Parse((string)(await command.ExecuteScalarAsync())!)!.AsObject();
        data.Select(field => field.Key).ShouldBe(["at", "ids", "kind", "people"], ignoreOrder: true);
        data["kind"]!.GetValue<string>().ShouldBe("audit");
        data["ids"]!.AsArray().Select(id => id!.GetValue<Guid>()).ShouldBe([about], "other values are not kept");
        data["people"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Reads_at_the_same_time_are_all_recorded()
    {
        var overseer = Guid.CreateVersion7();
        using var client = notes.App.As(overseer, [Roles.Overseer], "*");
        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.GetAsync("/audit?limit=1")));
        responses.ShouldAllBe(response => response.StatusCode == HttpStatusCode.OK);
        var reads = await Search($"actor={TestTokens.AccountOf(overseer)}", 16);
        reads.Select(r => r!["version"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, 16), ignoreOrder: true);
    }

    [Fact]
    public async Task The_trail_is_for_overseers_of_all_sites()
    {
        foreach (var address in (string[])["/audit", "/audit/entries.ndjson", "/audit/heads"])
        {
            foreach (var role in Roles.All.Except([Roles.Overseer]))
                (await notes.App.As(TestApp.Ada, [role], "*").GetAsync(address)).StatusCode.ShouldBe(
                    HttpStatusCode.Forbidden,
                    $"{address} as {role}"
                );
            await (await notes.App.As(TestApp.Ada, [Roles.Overseer], "BER").GetAsync(address)).ShouldBeProblem(
                403,
                "not-allowed"
            );
            (await Overseer.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK, address);
        }
    }

    [Theory]
    [InlineData("actor=ada")]
    [InlineData("from=yesterday")]
    [InlineData("cursor=x")]
    [InlineData("action=%00")]
    public async Task A_malformed_filter_is_a_problem(string query) =>
        await (await Overseer.GetAsync($"/audit?{query}")).ShouldBeProblem(400, "malformed-request");

    [Fact]
    public async Task The_chain_is_verified_and_its_heads_are_listed()
    {
        var note = await Write(Guid.CreateVersion7());
        await Eventually.Passes(async () =>
        {
            var report = await (await Overseer.PostAsync("/operations/audit-verification", null)).ReadJson();
            report["faults"]!.AsArray().ShouldBeEmpty();
            report["unchained"]!.GetValue<long>().ShouldBe(0);
            report["events"]!.GetValue<long>().ShouldBePositive();
            var heads = JsonNode.Parse(await Overseer.GetStringAsync("/audit/heads"))!.AsArray();
            heads[^1]!["link"]!.GetValue<string>().Length.ShouldBe(64);
        });
        note.ShouldNotBe(Guid.Empty);
    }

    private async Task<Guid> Write(Guid writer, string? reason = null)
    {
        using var client = notes.App.As(writer, []);
        if (reason is not null)
            client.DefaultRequestHeaders.Add("X-Reason", Uri.EscapeDataString(reason));
        var response = await client.PostAsync(
            "/notes",
            new StringContent("""{"text":"x"}""", Encoding.UTF8, "application/json")
        );
        return (await response.ReadJson())["id"]!.GetValue<Guid>();
    }

    /// <summary>Waits until the trail has so many entries of the filter.</summary>
    private async Task<JsonArray> Search(string filter, int count)
    {
        var items = new JsonArray();
        await Eventually.Passes(async () =>
        {
            items = JsonNode.Parse(await Overseer.GetStringAsync($"/audit?{filter}"))!["items"]!.AsArray();
            items.Count.ShouldBe(count);
        });
        return items;
    }

    private static List<Guid> Streams(IEnumerable<JsonNode?> entries) =>
        [.. entries.Select(e => e!["stream"]!.GetValue<Guid>())];
}
