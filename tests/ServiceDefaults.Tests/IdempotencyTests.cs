using System.Net;
using Dapper;
using Npgsql;

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
    public async Task Of_many_at_the_same_time_one_takes_effect()
    {
        var key = NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Post(key, "race")));
        foreach (var answer in answers.Where(a => a.StatusCode != HttpStatusCode.Created))
        {
            await answer.ShouldBeProblem(409, "idempotency-key-in-use");
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        answers.Count(a => a.StatusCode == HttpStatusCode.Created && !a.Headers.Contains("Idempotency-Replayed")).ShouldBe(1);
        (await Count("testing.mt_events where data ->> 'text' = 'race'")).ShouldBe(1);
    }

    [Fact]
    public async Task What_failed_after_it_took_effect_is_not_done_again()
    {
        var key = NewKey();
        await (await Post(key, "die after commit")).ShouldBeProblem(500, "internal");
        var problem = await (await Post(key, "die after commit")).ShouldBeProblem(409, "already-done");
        await notes.Send(HttpMethod.Get, $"/notes/{problem["stream"]!.GetValue<Guid>()}").ContinueWith(a => a.Result.StatusCode.ShouldBe(HttpStatusCode.OK));
        (await Count("testing.mt_events where data ->> 'text' = 'die after commit'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_claim_of_a_process_that_died_is_taken_over()
    {
        var key = NewKey();
        await Post(key, "left behind");
        await Execute("update testing.idempotency_keys set status = null, claimed_at = now() - interval '1 hour' where convert_from(body, 'utf8') like '%id%'");
        await (await Post(key, "left behind")).ShouldBeProblem(409, "already-done");

        await Execute("delete from testing.idempotency_commits");
        (await Post(key, "left behind")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    [InlineData("long")]
    public async Task A_malformed_key_is_refused(string key) =>
        await (await Post(key is "long" ? new('k', 256) : key, "x")).ShouldBeProblem(400, "malformed-request");

    private static string NewKey() => Guid.NewGuid().ToString();

    private Task<HttpResponseMessage> Post(string key, string text, Guid? by = null) =>
        notes.Send(HttpMethod.Post, "/notes", $$"""{"text":"{{text}}"}""", by, ("Idempotency-Key", key));

    private async Task<long> Count(string rows)
    {
        await using var connection = new NpgsqlConnection(notes.Database);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {rows}");
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(notes.Database);
        await connection.ExecuteAsync(sql);
    }
}
