using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class IdempotencyTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    public static TheoryData<string, int> PermanentErrors =>
        new()
        {
            { "malformed", 400 },
            { "forbidden", 403 },
            { "missing", 404 },
            { "invalid", 422 },
        };

    public static TheoryData<string, int> TransientErrors =>
        new()
        {
            { "conflict", 409 },
            { "stale", 412 },
            { "unavailable", 503 },
        };

    [Fact]
    public async Task A_repeat_gets_the_first_response_and_has_no_effect()
    {
        var key = NewKey();
        var first = await Post(key, "first");
        var repeat = await Post(key, "first");

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        IsReplay(first).ShouldBeFalse();
        await ShouldReplay(repeat, first);
        (await CountEvents("first")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_at_the_same_time_one_has_an_effect_and_all_others_are_replays()
    {
        var key = NewKey();
        var responses = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Post(key, "race")));

        var first = responses.Where(a => !IsReplay(a)).ShouldHaveSingleItem();
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        foreach (var replay in responses.Where(a => a != first))
            await ShouldReplay(replay, first);
        (await CountEvents("race")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_at_the_same_time_on_one_stream_one_has_an_effect()
    {
        var (key, id) = (NewKey(), await notes.WriteNote());
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Send(key, $"/notes/{id}/versions", "one version"))
        );

        var first = responses.Where(a => !IsReplay(a)).ShouldHaveSingleItem();
        first.Headers.ETag!.ToString().ShouldBe("\"2\"");
        foreach (var replay in responses.Where(a => a != first))
            await ShouldReplay(replay, first);
        (await CountEvents("one version")).ShouldBe(1);
    }

    [Fact]
    public async Task Different_keys_on_one_stream_at_the_same_time_all_have_their_effect()
    {
        var id = await notes.WriteNote();
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(n => Send(NewKey(), $"/notes/{id}/versions", $"version {n}"))
        );

        responses.ShouldAllBe(a => a.StatusCode == HttpStatusCode.NoContent);
        responses.Select(a => a.Headers.ETag).Distinct().Count().ShouldBe(32);
    }

    [Fact]
    public async Task A_returned_conflict_keeps_its_events_and_is_replayed()
    {
        var (key, id) = (NewKey(), await notes.WriteNote());
        var first = await Send(key, $"/notes/{id}/publication");
        var repeat = await Send(key, $"/notes/{id}/publication");

        await first.ShouldBeProblem(409, "conflict");
        await ShouldReplay(repeat, first);
        (await notes.Send(HttpMethod.Get, $"/notes/{id}")).Headers.ETag!.ToString().ShouldBe("\"2\"");
    }

    [Fact]
    public async Task A_returned_conflict_keeps_its_events_without_a_key_too()
    {
        var id = await notes.WriteNote();
        for (var attempt = 0; attempt < 2; attempt++)
            await (await notes.Send(HttpMethod.Post, $"/notes/{id}/publication")).ShouldBeProblem(409, "conflict");
        (await notes.Send(HttpMethod.Get, $"/notes/{id}")).Headers.ETag!.ToString().ShouldBe("\"3\"");
    }

    [Theory, MemberData(nameof(PermanentErrors))]
    public async Task A_thrown_permanent_error_is_replayed_and_has_no_effect(string text, int status)
    {
        var key = NewKey();
        var first = await Post(key, text);
        var repeat = await Post(key, text);

        ((int)first.StatusCode).ShouldBe(status);
        IsReplay(first).ShouldBeFalse();
        await ShouldReplay(repeat, first);
        (await CountEvents(text)).ShouldBe(0);
    }

    [Theory, MemberData(nameof(TransientErrors))]
    public async Task A_thrown_transient_error_is_not_stored(string text, int status)
    {
        var (key, before) = (NewKey(), await CountStoredResponses());
        foreach (var response in new[] { await Post(key, text), await Post(key, text) })
        {
            ((int)response.StatusCode).ShouldBe(status);
            IsReplay(response).ShouldBeFalse();
        }

        (await CountStoredResponses()).ShouldBe(before);
        (await CountEvents(text)).ShouldBe(0);
    }

    [Fact]
    public async Task A_request_that_fails_after_its_append_has_no_effect_and_a_repeat_may_succeed()
    {
        var key = NewKey();
        await (await Post(key, FaultInjector.FailOnce)).ShouldBeProblem(500, "internal");
        (await CountEvents(FaultInjector.FailOnce)).ShouldBe(0);

        (await Post(key, FaultInjector.FailOnce)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await CountEvents(FaultInjector.FailOnce)).ShouldBe(1);
    }

    [Fact]
    public async Task The_key_of_another_request_is_refused()
    {
        var key = NewKey();
        await Post(key, "one");
        var rejected = await Post(key, "two");
        await rejected.ShouldBeProblem(422, "idempotency-key-reused");
        IsReplay(rejected).ShouldBeFalse();
        (await CountEvents("two")).ShouldBe(0);
    }

    [Fact]
    public async Task The_query_string_is_part_of_the_request()
    {
        var key = NewKey();
        await Post(key, "query");
        await (await Send(key, "/notes?draft=true", "query")).ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Different_requests_at_the_same_time_do_not_take_each_others_key()
    {
        var key = NewKey();
        var responses = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Post(key, $"rival {n}")));

        foreach (var rejected in responses.Where(a => a.StatusCode != HttpStatusCode.Created))
            await rejected.ShouldBeProblem(422, "idempotency-key-reused");
        responses.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        (await Count("testing.mt_events where data ->> 'text' like 'rival%'")).ShouldBe(1);
    }

    [Fact]
    public async Task Two_people_may_use_the_same_key()
    {
        var key = NewKey();
        await Post(key, "mine");
        IsReplay(await Post(key, "mine", by: Guid.CreateVersion7())).ShouldBeFalse();
        (await CountEvents("mine")).ShouldBe(2);
    }

    [Fact]
    public async Task Two_addresses_may_have_the_same_key()
    {
        var (key, one, other) = (NewKey(), await notes.WriteNote(), await notes.WriteNote());
        await Send(key, $"/notes/{one}/versions", "both");
        IsReplay(await Send(key, $"/notes/{other}/versions", "both")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_replay_has_the_ETag_of_the_first_response_after_later_changes()
    {
        var (key, id) = (NewKey(), await notes.WriteNote());
        var first = await Send(key, $"/notes/{id}/versions", "second", ("If-Match", "\"1\""));
        await notes.Send(HttpMethod.Put, $"/notes/{id}", """{"text":"third"}""");
        var repeat = await Send(key, $"/notes/{id}/versions", "second", ("If-Match", "\"1\""));

        first.Headers.ETag!.ToString().ShouldBe("\"2\"");
        await ShouldReplay(repeat, first);
    }

    [Fact]
    public async Task A_stale_If_Match_is_refused_and_the_key_stays_free()
    {
        var (key, id) = (NewKey(), await notes.WriteNote());
        await (await Send(key, $"/notes/{id}/versions", "x", ("If-Match", "\"7\""))).ShouldBeProblem(
            412,
            "stale-version"
        );
        var second = await Send(key, $"/notes/{id}/versions", "x", ("If-Match", "\"1\""));
        second.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        IsReplay(second).ShouldBeFalse();
    }

    [Fact]
    public async Task The_body_of_a_stored_response_is_encrypted()
    {
        var person = Guid.CreateVersion7();
        var response = await Post(NewKey(), "encrypted", person);
        var id = (await response.ReadJson())["id"]!.GetValue<string>();

        await using var connection = new NpgsqlConnection(notes.Database);
        var stored = await connection.QuerySingleAsync<string>(
            "select data::text from testing.mt_doc_storedresponse where data -> 'body' ->> 'owner' = @person",
            new { person = $"{TestTokens.AccountOf(person)}" }
        );
        stored.ShouldContain($"/notes/{id}");
        stored.ShouldNotContain($$"""{\"id\":\"{{id}}""");
        var body = System.Text.Json.Nodes.JsonNode.Parse(stored)!["body"]!["text"]!.GetValue<string>();
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(body)).ShouldNotContain(id);
    }

    [Fact]
    public async Task A_client_that_disconnects_gets_the_response_by_a_repeat()
    {
        var (key, faults) = (NewKey(), notes.App.App.Services.GetRequiredService<FaultInjector>());
        using var leave = new CancellationTokenSource();
        var first = Post(key, FaultInjector.WaitBeforeCommit, ct: leave.Token);
        await faults.IsWaiting.Task;
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        (await CountEvents(FaultInjector.WaitBeforeCommit)).ShouldBe(0);

        faults.Continue.SetResult();
        await Eventually.Holds(async () => await CountEvents(FaultInjector.WaitBeforeCommit) == 1, "the commit");
        var repeat = await Post(key, FaultInjector.WaitBeforeCommit);
        repeat.StatusCode.ShouldBe(HttpStatusCode.Created);
        IsReplay(repeat).ShouldBeTrue();
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    [InlineData("long")]
    public async Task A_malformed_key_is_refused(string key) =>
        await (await Post(key is "long" ? new('k', 256) : key, "malformed key")).ShouldBeProblem(
            400,
            "malformed-request"
        );

    [Fact]
    public async Task The_longest_key_is_accepted() =>
        (await Post(new('~', 255), "long key")).StatusCode.ShouldBe(HttpStatusCode.Created);

    private static string NewKey() => Guid.NewGuid().ToString();

    private static bool IsReplay(HttpResponseMessage response) => response.Headers.Contains("Idempotency-Replayed");

    private static async Task ShouldReplay(HttpResponseMessage replay, HttpResponseMessage first)
    {
        replay.StatusCode.ShouldBe(first.StatusCode);
        replay.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        replay.Headers.Location.ShouldBe(first.Headers.Location);
        replay.Headers.ETag.ShouldBe(first.Headers.ETag);
        replay.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await replay.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> Post(string key, string text, Guid? by = null, CancellationToken ct = default) =>
        notes.Send(HttpMethod.Post, "/notes", $$"""{"text":"{{text}}"}""", by, ct, ("Idempotency-Key", key));

    private Task<HttpResponseMessage> Send(
        string key,
        string address,
        string? text = null,
        params (string Name, string Value)[] headers
    ) =>
        notes.Send(
            HttpMethod.Post,
            address,
            text is null ? null : $$"""{"text":"{{text}}"}""",
            null,
            [("Idempotency-Key", key), .. headers]
        );

    private Task<long> CountEvents(string text) => Count($"testing.mt_events where data ->> 'text' = '{text}'");

    private Task<long> CountStoredResponses() => Count("testing.mt_doc_storedresponse");

    private async Task<long> Count(string rows)
    {
        await using var connection = new NpgsqlConnection(notes.Database);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {rows}");
    }
}
