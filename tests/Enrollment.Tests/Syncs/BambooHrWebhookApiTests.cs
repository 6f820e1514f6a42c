using System.Net;
using System.Security.Cryptography;
using System.Text;
using static PeerNetwork.Enrollment.Tests.Syncs.FakeConnector;

namespace PeerNetwork.Enrollment.Tests.Syncs;

public sealed class BambooHrWebhookApiTests : IAsyncLifetime
{
    private const string Body = """{ "employees": [{ "id": "5", "changedFields": ["jobTitle"] }] }""";

    private readonly FakeConnector _hr = new()
    {
        Pages =
        [
            [Worker("a")],
        ],
        Watermark = "w1",
    };
    private readonly SyncHost _enrollment;

    public BambooHrWebhookApiTests() => _enrollment = new(_hr);

    public Task InitializeAsync() => _enrollment.InitializeAsync();

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task Many_webhooks_in_a_row_give_one_sync_of_the_changes_and_those_during_it_another()
    {
        await _enrollment.Sync();
        _enrollment.Advance(TimeSpan.FromMinutes(1));
        var (reading, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _hr.BeforePage = (_, _) =>
        {
            reading.TrySetResult();
            return goOn.Task;
        };
        _hr.Changes = [Worker("a", name: "New")];

        for (var i = 0; i < 5; i++)
            await ShouldBeAccepted();
        await _enrollment.Passes(() =>
        {
            reading.Task.IsCompleted.ShouldBeTrue();
            return Task.CompletedTask;
        });
        _enrollment.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 5; i++)
            await ShouldBeAccepted();
        (await Syncs()).Select(s => s.Trigger).ShouldBe(["person", "webhook"]);

        goOn.SetResult();
        await _enrollment.Passes(async () =>
            (await Syncs()).ShouldBe([
                ("person", "full", "completed"),
                ("webhook", "delta", "completed"),
                ("webhook", "delta", "completed"),
            ])
        );
        (await _enrollment.Directory()).ShouldBe([("N-a", "New", null)]);

        // No webhook asks for a further one.
        _enrollment.Advance(TimeSpan.FromHours(1));
        await _enrollment.Sync();
        (await Syncs()).Select(s => s.Trigger).ShouldBe(["person", "webhook", "webhook", "person"]);
    }

    [Fact]
    public async Task A_request_without_a_fresh_signature_of_its_body_asks_for_nothing()
    {
        var now = $"{_enrollment.Now.ToUnixTimeSeconds()}";
        var old = $"{_enrollment.Now.AddMinutes(-6).ToUnixTimeSeconds()}";
        foreach (
            var (signature, timestamp) in new[]
            {
                (null, null),
                (Sign(Body, now), null),
                (Sign(Body, now), old),
                (Sign(Body, old), old),
                (Sign(Body + " ", now), now),
                (Sign(Body, now, "another-key-than-that"), now),
            }
        )
            (
                await EnrollmentHost.Refused(await Send("hr", Body, signature, timestamp), HttpStatusCode.Unauthorized)
            ).ShouldContain("X-BambooHR-Signature");
        await ShouldHaveNoSync();
    }

    [Theory]
    [InlineData("unknown")]
    // It has no key.
    [InlineData("silent")]
    public async Task A_source_without_a_webhook_is_not_found(string source)
    {
        await EnrollmentHost.Refused(await Send(source, Body), HttpStatusCode.NotFound);
        await ShouldHaveNoSync();
    }

    [Fact]
    public async Task A_large_body_is_refused_although_it_is_signed()
    {
        var body = $"\"{new string('x', 1024 * 1024)}\"";
        await EnrollmentHost.Refused(await Send("hr", body), HttpStatusCode.RequestEntityTooLarge);
        await ShouldHaveNoSync();
    }

    [Fact]
    public async Task A_token_and_an_idempotency_key_change_nothing()
    {
        using var request = Request("hr", Body, signature: null, timestamp: null);
        request.Headers.Add("Idempotency-Key", "k1");
        using var admin = _enrollment.Admin;
        await EnrollmentHost.Refused(await admin.SendAsync(request), HttpStatusCode.Unauthorized);
    }

    private async Task ShouldBeAccepted() => (await Send("hr", Body)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

    /// <summary>The worker has looked for what to do when the sync that is requested here has ended.</summary>
    private async Task ShouldHaveNoSync()
    {
        _enrollment.Advance(TimeSpan.FromMinutes(2));
        await _enrollment.Sync();
        (await Syncs()).Select(s => s.Trigger).ShouldBe(["person"]);
    }

    /// <summary>In the order in which they were asked for.</summary>
    private async Task<IEnumerable<(string? Trigger, string? Mode, string? Status)>> Syncs() =>
        (await EnrollmentHost.Items(_enrollment.Admin, "/syncs"))
            .Select(s =>
                (
                    s.GetProperty("trigger").GetString(),
                    s.GetProperty("mode").GetString(),
                    s.GetProperty("status").GetString()
                )
            )
            .Reverse();

    private Task<HttpResponseMessage> Send(string source, string body)
    {
        var timestamp = $"{_enrollment.Now.ToUnixTimeSeconds()}";
        return Send(source, body, Sign(body, timestamp), timestamp);
    }

    private async Task<HttpResponseMessage> Send(string source, string body, string? signature, string? timestamp)
    {
        using var request = Request(source, body, signature, timestamp);
        // The answer to a body that is too large comes before the body is sent.
        request.Headers.ExpectContinue = true;
        return await _enrollment.Anonymous.SendAsync(request);
    }

    private static HttpRequestMessage Request(string source, string body, string? signature, string? timestamp)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/bamboohr/{source}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (signature is not null)
            request.Headers.Add("X-BambooHR-Signature", signature);
        if (timestamp is not null)
            request.Headers.Add("X-BambooHR-Timestamp", timestamp);
        return request;
    }

    private static string Sign(string body, string timestamp, string key = SyncHost.WebhookKey) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(body + timestamp))
        );
}
