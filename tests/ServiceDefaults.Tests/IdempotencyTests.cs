using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public class IdempotencyTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_has_no_effect()
    {
        var key = NewKey();
        var first = await Post(key, "hello");
        var again = await Post(key, "hello");

        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        again.Headers.Location.ShouldBe(first.Headers.Location);
        again.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await Count("testing.mt_events where data ->> 'text' = 'hello'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_is_repeated_word_by_word()
    {
        var key = NewKey();
        var first = await (await Post(key, "refuse")).ShouldBeProblem(422, "invalid");
        var again = await (await Post(key, "refuse")).ShouldBeProblem(422, "invalid");
        again.ToJsonString().ShouldBe(first.ToJsonString());
    }

    [Fact]
    public async Task The_key_of_another_request_is_refused()
    {
        var key = NewKey();
        await Post(key, "one");
        await (await Post(key, "two")).ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Two_people_may_use_the_same_key()
    {
        var key = NewKey();
        await Post(key, "mine");
        (await Post(key, "yours", by: Guid.CreateVersion7())).Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_at_the_same_time_one_takes_effect_and_all_get_its_answer()
    {
        var key = NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Post(key, "race")));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created);
        answers.Select(a => a.Headers.Location).Distinct().ShouldHaveSingleItem();
        answers.Count(a => !a.Headers.Contains("Idempotency-Replayed")).ShouldBe(1);
        (await Count("testing.mt_events where data ->> 'text' = 'race'")).ShouldBe(1);
    }

    [Fact]
    public async Task Other_requests_at_the_same_time_do_not_take_each_others_key()
    {
        var key = NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Post(key, $"rival {n}")));

        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.Created))
            await refused.ShouldBeProblem(422, "idempotency-key-reused");
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        (await Count("testing.mt_events where data ->> 'text' like 'rival%'")).ShouldBe(1);
    }

    [Fact]
    public async Task What_fails_after_its_append_has_no_effect_and_a_repeat_may_succeed()
    {
        var key = NewKey();
        await (await Post(key, "stumble")).ShouldBeProblem(500, "internal");
        (await Count("testing.mt_events where data ->> 'text' = 'stumble'")).ShouldBe(0);

        (await Post(key, "stumble")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Count("testing.mt_events where data ->> 'text' = 'stumble'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_lost_between_append_and_answer_loses_both_and_the_client_may_repeat()
    {
        var key = NewKey();
        await (await Post(key, "lose the database")).ShouldBeProblem(503, "unavailable");

        var again = await Post(key, "lose the database");
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        (await Count("testing.mt_events where data ->> 'text' = 'lose the database'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_answer_gets_it_by_a_repeat()
    {
        var (key, misfortunes) = (NewKey(), notes.App.App.Services.GetRequiredService<Misfortunes>());
        using var patience = new CancellationTokenSource();
        var first = Post(key, "wait", ct: patience.Token);
        await misfortunes.Waiting.Task;
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        (await Count("testing.mt_events where data ->> 'text' = 'wait'")).ShouldBe(0);

        misfortunes.Continue.SetResult();
        await Eventually.Holds(
            async () => await Count("testing.mt_events where data ->> 'text' = 'wait'") == 1,
            "the commit"
        );
        var again = await Post(key, "wait");
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    [InlineData("long")]
    public async Task A_malformed_key_is_refused(string key) =>
        await (await Post(key is "long" ? new('k', 256) : key, "x")).ShouldBeProblem(400, "malformed-request");

    private static string NewKey() => Guid.NewGuid().ToString();

    private Task<HttpResponseMessage> Post(string key, string text, Guid? by = null, CancellationToken ct = default) =>
        notes.Send(HttpMethod.Post, "/notes", $$"""{"text":"{{text}}"}""", by, ct, ("Idempotency-Key", key));

    private async Task<long> Count(string rows)
    {
        await using var connection = new NpgsqlConnection(notes.Database);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {rows}");
    }
}
