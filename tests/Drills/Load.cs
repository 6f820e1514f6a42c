using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.Drills;

/// <param name="Took">Until the answer was read.</param>
/// <param name="Failure">Null where it was answered with success, else what came.</param>
internal sealed record Answered(DateTimeOffset At, string Request, TimeSpan Took, string? Failure);

/// <param name="At">When it was acknowledged.</param>
internal sealed record Drafted(string Name, DateTimeOffset At);

/// <summary>
/// People and coordinators who use all services through the gateway, without repeating what fails. Each program that
/// was drafted is kept, so that it can be looked for later.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Answered> _answers = [];
    private readonly ConcurrentDictionary<Guid, Drafted> _drafted = [];
    private readonly Guid _program;
    private readonly TimeSpan _pause;
    private readonly string _admin,
        _coordinator,
        _sponsor;
    private Task _workers = Task.CompletedTask;

    private Load(Uri gateway, string admin, string coordinator, string sponsor, Guid program, TimeSpan pause)
    {
        _http = new() { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(60) };
        (_admin, _coordinator, _sponsor, _program, _pause) = (admin, coordinator, sponsor, program, pause);
    }

    /// <summary>The programs that were drafted, with their names: each was acknowledged with a 201.</summary>
    public IReadOnlyDictionary<Guid, Drafted> Drafted => _drafted;

    /// <param name="platform">The installation.</param>
    /// <param name="workers">How many people and coordinators there are; each waits for an answer before the next
    /// request.</param>
    /// <param name="pause">What each waits after an answer.</param>
    public static async Task<Load> Start(Installation platform, int workers, TimeSpan pause = default)
    {
        var admin = await platform.TokenOf("human-resources", ["people-admin"], ["*"]);
        var coordinator = await platform.TokenOf("drill-coordinator", ["coordinator"], ["*"]);
        var sponsor = await platform.TokenOf("sponsor", ["sponsor"], ["*"]);
        using var http = new HttpClient { BaseAddress = platform.Gateway };
        var people = await Get(http, $"enrollment/people?limit={workers}", admin);
        var program = (await Post(http, "enrollment/programs", coordinator, Draft("The program of the drill")))
            .GetProperty("id")
            .GetGuid();
        // The dashboard knows published programs only.
        await Post(http, $"enrollment/programs/{program}/publish", coordinator, null);
        await Eventually.Holds(
            async () =>
            {
                using var request = Request(HttpMethod.Get, $"analytics/dashboard?program={program}", sponsor, null);
                using var answer = await http.SendAsync(request);
                return answer.IsSuccessStatusCode;
            },
            "analytics to know the program"
        );
        var load = new Load(platform.Gateway, admin, coordinator, sponsor, program, pause);
        var employees = new List<(Guid Id, string Token)>();
        foreach (var person in people.GetProperty("items").EnumerateArray())
            employees.Add(
                (
                    person.GetProperty("id").GetGuid(),
                    await platform.TokenOf(person.GetProperty("employeeNumber").GetString()!, [], [])
                )
            );
        load._workers = Task.WhenAll(employees.Select(e => Task.Run(() => load.Work(e.Id, e.Token))));
        return load;
    }

    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _workers;
    }

    /// <summary>The drafted programs that a service does not have, or has under another name.</summary>
    public async Task<IReadOnlyList<Guid>> Missing()
    {
        var missing = new List<Guid>();
        foreach (var (id, drafted) in _drafted)
        {
            using var request = Request(HttpMethod.Get, $"enrollment/programs/{id}", _coordinator, null);
            using var answer = await _http.SendAsync(request);
            var program = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode || !program.Contains(drafted.Name, StringComparison.Ordinal))
                missing.Add(id);
        }

        return missing;
    }

    /// <summary>What the people-admin reads about a person.</summary>
    public async Task<string> Person(Guid person)
    {
        using var request = Request(HttpMethod.Get, $"enrollment/people/{person}", _admin, null);
        using var answer = await _http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Requests, failures and times, in one line.</summary>
    private string Summary()
    {
        var took = _answers.Select(a => a.Took.TotalMilliseconds).Order().ToArray();
        var failed = _answers.Where(a => a.Failure is not null).OrderBy(a => a.At).ToArray();
        var gap = failed is [var first, .., var last]
            ? $", from first to last {(last.At - first.At).TotalSeconds:0.0} s"
            : "";
        return $"{took.Length:N0} requests, {failed.Length} failed{gap}; p50 {At(0.5):0} ms, p99 {At(0.99):0} ms, "
            + $"at most {took[^1]:0} ms; {_drafted.Count:N0} programs drafted";

        double At(double share) => took[(int)(share * (took.Length - 1))];
    }

    public IEnumerable<string> Failures() =>
        _answers
            .Where(a => a.Failure is not null)
            .GroupBy(a => $"{a.Request}: {WithoutTrace(a.Failure!)}")
            .Select(g => $"  {g.Count()} x {g.Key}, at first {g.Min(a => a.At):HH:mm:ss.f}");

    /// <summary>Ends the load, and says what came of it.</summary>
    public async Task Report(Report report)
    {
        await Stop();
        report.Say(Summary());
        foreach (var failure in Failures())
            report.Say(failure);
    }

    private static string WithoutTrace(string failure) => failure.Split(",\"traceId\"")[0];

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _http.Dispose();
        _stop.Dispose();
    }

    private static object Draft(string name) =>
        new
        {
            name,
            siteCodes = new[] { "BER" },
            charter = new
            {
                purpose = "To be drafted while the platform is drilled.",
                targetPopulation = "No real person.",
                intendedOutcomes = "None.",
            },
            starts = "2027-01-11",
            ends = "2027-06-30",
            meetingEveryDays = 14,
            format = "oneToOne",
            capacity = new { maxMentors = 10, maxMentees = 10 },
            goals = new[] { "leadership" },
            guidelines = "None.",
        };

    private async Task Work(Guid person, string token)
    {
        for (var n = 0; !_stop.IsCancellationRequested; n++)
        {
            await Send("list programs", Request(HttpMethod.Get, "enrollment/programs?limit=5", token, null));
            await Send(
                "declare profile",
                Request(
                    HttpMethod.Put,
                    $"enrollment/people/{person}/profile",
                    token,
                    new { hoursPerMonth = 1 + n % 9, interests = new[] { $"interest {n}" } }
                )
            );
            var name = $"Drill {Guid.CreateVersion7()}";
            if (
                await Send(
                    "draft program",
                    Request(HttpMethod.Post, "enrollment/programs", _coordinator, Draft(name))
                ) is
                { } drafted
            )
                _drafted[drafted.GetProperty("id").GetGuid()] = new(name, TimeProvider.System.GetUtcNow());
            await Send("list my matches", Request(HttpMethod.Get, "matching/matches/mine", token, null));
            await Send(
                "set working hours",
                Request(
                    HttpMethod.Put,
                    "engagement/me/working-hours",
                    token,
                    new
                    {
                        from = $"0{7 + n % 3}:00:00",
                        to = "17:00:00",
                        days = new[] { "monday", "tuesday" },
                    }
                )
            );
            await Send("list my mentorships", Request(HttpMethod.Get, "engagement/me/mentorships", token, null));
            await Send(
                "show dashboard",
                Request(HttpMethod.Get, $"analytics/dashboard?program={_program}", _sponsor, null)
            );
        }
    }

    private async Task<JsonElement?> Send(string what, HttpRequestMessage request)
    {
        await Task.Delay(_pause);
        var (at, watch) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        try
        {
            using (request)
            using (var answer = await _http.SendAsync(request))
            {
                var body = await answer.Content.ReadAsStringAsync();
                var failure = answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {body}";
                _answers.Enqueue(new(at, what, watch.Elapsed, failure));
                return failure is null && body.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(body) : null;
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            _answers.Enqueue(new(at, what, watch.Elapsed, e.Message));
            return null;
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string token, object? body)
    {
        var request = new HttpRequestMessage(method, path)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            Content = body is null ? null : JsonContent.Create(body),
        };
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return request;
    }

    private static async Task<JsonElement> Get(HttpClient http, string path, string token) =>
        await Read(await http.SendAsync(Request(HttpMethod.Get, path, token, null)));

    private static async Task<JsonElement> Post(HttpClient http, string path, string token, object? body) =>
        await Read(await http.SendAsync(Request(HttpMethod.Post, path, token, body)));

    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new DrillFailedException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {body}");
        return body.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(body) : default;
    }
}
