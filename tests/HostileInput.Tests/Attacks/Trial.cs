using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>
/// Sends attacks to a service and notes which of them were not refused as they should be, or left an event behind.
/// </summary>
internal sealed partial class Trial
{
    private const int Megabyte = 1024 * 1024;

    private readonly Service _service;
    private readonly HttpClient _client;
    private readonly List<string> _complaints = [];
    private (long Count, long Last) _events;
    private int _attacks;

    private Trial(Service service, HttpClient client, (long Count, long Last) events) =>
        (_service, _client, _events) = (service, client, events);

    /// <param name="service">Whose events are watched.</param>
    /// <param name="through">By whom requests are sent, where it is not the service's own client.</param>
    public static async Task<Trial> Of(Service service, HttpClient? through = null)
    {
        await service.Quiet();
        return new(service, through ?? service.Client, await service.Events());
    }

    /// <summary>The attack has to be answered by a problem, of one of these statuses where any are named.</summary>
    public Task Refuses(string attack, HttpRequestMessage request, params int[] statuses) =>
        Expects(
            attack,
            request,
            async answer =>
            {
                var text = await answer.Content.ReadAsStringAsync();
                if (statuses is not [] && !statuses.Contains((int)answer.StatusCode))
                    return $"{(int)answer.StatusCode} instead of {string.Join(" or ", statuses)}: {Short(text)}";
                return ComplaintAbout(answer, text);
            }
        );

    /// <summary>
    /// The request is none that has to be refused; yet its answer must pass this look, and it must not leave an event.
    /// </summary>
    public Task Answers(
        string attack,
        HttpRequestMessage request,
        Func<HttpResponseMessage, string, string?> complaint
    ) => Expects(attack, request, async answer => complaint(answer, await answer.Content.ReadAsStringAsync()));

    public void Verdict()
    {
        _attacks.ShouldBeGreaterThan(0, "a trial without an attack proves nothing");
        if (_complaints is not [])
            throw new ShouldAssertException(
                $"{_complaints.Count} complaints about {_attacks} attacks:\n{string.Join('\n', _complaints)}"
            );
    }

    /// <summary>
    /// What is wrong with an answer that should be a problem in the client's words; null when nothing is.
    /// </summary>
    public static string? ComplaintAbout(HttpResponseMessage answer, string text, int atMost = 499)
    {
        var status = (int)answer.StatusCode;
        if (status < 400 || status > atMost)
            return $"{status}: {Short(text)}";
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{status}, but no problem: {Short(text)}";
        var problem = Parsed(text);
        string? type = Word("type"),
            detail = Word("detail");
        return problem is null ? $"{status}, but no JSON: {Short(text)}"
            : type is null || !Type().IsMatch(type) || type.EndsWith(":other", StringComparison.Ordinal)
                ? $"{status}, but of type {type}"
            : problem["status"]?.GetValue<int>() != status ? $"{status}, but says {problem["status"]}"
            : string.IsNullOrWhiteSpace(Word("title")) || string.IsNullOrWhiteSpace(Word("traceId"))
                ? $"{status}, but lacks title or traceId"
            : detail is not { Length: >= 10 } || !detail.EndsWith('.') ? $"{status}, but says: {detail}"
            : OfOurs().IsMatch(text) ? $"{status}, but tells of the code: {Short(text)}"
            : null;

        string? Word(string name) =>
            problem?[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String
                ? value.GetValue<string>()
                : null;
    }

    public static string Short(string text) => text.Length <= 300 ? text : $"{text[..300]}…";

    private static JsonObject? Parsed(string text)
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

    private async Task Expects(
        string attack,
        HttpRequestMessage request,
        Func<HttpResponseMessage, Task<string?>> complaint
    )
    {
        _attacks++;
        using (request)
        {
            // Else the answer to a body that is too large may be lost: the connection is closed while it is being sent.
            request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > Megabyte;
            using var answer = await _client.SendAsync(request);
            if (await complaint(answer) is { } wrong)
                _complaints.Add($"{attack}: {wrong}");
        }

        var events = await _service.Events();
        if (events != _events)
            _complaints.Add($"{attack}: left {events.Count - _events.Count} events");
        _events = events;
    }

    [GeneratedRegex("^urn:peernetwork:problem:[a-z]+(-[a-z]+)*$")]
    private static partial Regex Type();

    [GeneratedRegex(@"System\.|Exception|PeerNetwork\.|Npgsql|   at ")]
    private static partial Regex OfOurs();
}
