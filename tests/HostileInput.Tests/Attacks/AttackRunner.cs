using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>
/// Sends attacks to a service, and records those that were not rejected correctly or that stored an event
/// other than the record of a read.
/// </summary>
internal sealed partial class AttackRunner
{
    private const int Megabyte = 1024 * 1024;

    private readonly ServiceUnderTest _service;
    private readonly HttpClient _client;
    private readonly List<string> _failures = [];
    private long _lastEvent;
    private int _attackCount;

    private AttackRunner(ServiceUnderTest service, HttpClient client, long lastEvent) =>
        (_service, _client, _lastEvent) = (service, client, lastEvent);

    /// <param name="service">The service whose events are counted.</param>
    /// <param name="through">The client that sends the requests, if it is not the service's own client.</param>
    public static async Task<AttackRunner> Start(ServiceUnderTest service, HttpClient? through = null)
    {
        await service.WaitUntilIdle();
        return new(service, through ?? service.Client, await service.LastEvent());
    }

    /// <summary>Expects a problem as the response, with one of these statuses if there are any.</summary>
    public Task ExpectProblem(string attack, HttpRequestMessage request, params int[] statuses) =>
        Send(
            attack,
            request,
            async response =>
            {
                var text = await response.Content.ReadAsStringAsync();
                if (statuses is not [] && !statuses.Contains((int)response.StatusCode))
                    return $"{(int)response.StatusCode} instead of {string.Join(" or ", statuses)}: {Shorten(text)}";
                return FindProblemError(response, text);
            }
        );

    /// <summary>Expects a response without an error, and no new event. The request need not be rejected.</summary>
    public Task ExpectResponse(
        string attack,
        HttpRequestMessage request,
        Func<HttpResponseMessage, string, string?> findError
    ) => Send(attack, request, async response => findError(response, await response.Content.ReadAsStringAsync()));

    public void ShouldHaveNoFailures()
    {
        _attackCount.ShouldBeGreaterThan(0, "a test without attacks proves nothing");
        if (_failures is not [])
            throw new ShouldAssertException(
                $"{_failures.Count} failures in {_attackCount} attacks:\n{string.Join('\n', _failures)}"
            );
    }

    /// <summary>Describes what is wrong with a response that must be a problem; null if it is correct.</summary>
    public static string? FindProblemError(HttpResponseMessage response, string text, int atMost = 499)
    {
        var status = (int)response.StatusCode;
        if (status < 400 || status > atMost)
            return $"{status}: {Shorten(text)}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{status}, but no problem: {Shorten(text)}";
        var problem = ParseObject(text);
        string? type = Member("type"),
            detail = Member("detail");
        return problem is null ? $"{status}, but no JSON: {Shorten(text)}"
            : type is null || !ProblemType().IsMatch(type) || type.EndsWith(":other", StringComparison.Ordinal)
                ? $"{status}, but of type {type}"
            : problem["status"]?.GetValue<int>() != status ? $"{status}, but says {problem["status"]}"
            : string.IsNullOrWhiteSpace(Member("title")) || string.IsNullOrWhiteSpace(Member("traceId"))
                ? $"{status}, but lacks title or traceId"
            : detail is not { Length: >= 10 } || !detail.EndsWith('.') ? $"{status}, but says: {detail}"
            : InternalDetails().IsMatch(text) ? $"{status}, but discloses internals: {Shorten(text)}"
            : null;

        string? Member(string name) =>
            problem?[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String
                ? value.GetValue<string>()
                : null;
    }

    public static string Shorten(string text) => text.Length <= 300 ? text : $"{text[..300]}…";

    private static JsonObject? ParseObject(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task Send(
        string attack,
        HttpRequestMessage request,
        Func<HttpResponseMessage, Task<string?>> findError
    )
    {
        _attackCount++;
        bool isRejected;
        using (request)
        {
            // Without this, the response to a too large body may be lost: the server closes the connection while the
            // client sends.
            request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > Megabyte;
            using var response = await _client.SendAsync(request);
            isRejected = !response.IsSuccessStatusCode;
            if (await findError(response) is { } wrong)
                _failures.Add($"{attack}: {wrong}");
        }

        var (count, reads, last) = await _service.EventsAfter(_lastEvent);
        // A response with data of others is recorded.
        var stored = isRejected ? count : count - reads;
        if (stored != 0)
            _failures.Add($"{attack}: stored {stored} events");
        _lastEvent = last;
    }

    [GeneratedRegex("^urn:peernetwork:problem:[a-z]+(-[a-z]+)*$")]
    private static partial Regex ProblemType();

    [GeneratedRegex(@"System\.|Exception|PeerNetwork\.|Npgsql|   at ")]
    private static partial Regex InternalDetails();
}
