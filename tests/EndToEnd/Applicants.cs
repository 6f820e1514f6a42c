using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace PeerNetwork.EndToEnd;

/// <summary>
/// A steady load of writes: people who apply to a program and withdraw, every three seconds. Each call carries a key
/// and is sent once.
/// </summary>
public sealed class Applicants(Guid program, IReadOnlyList<HttpClient> people)
{
    /// <summary>A load without pauses takes all the processors from the replicas that start.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<Guid> _applied = [];
    private readonly ConcurrentQueue<string> _failures = [];

    /// <summary>The applications that the platform has acknowledged.</summary>
    public IReadOnlyCollection<Guid> Applied => _applied;

    public IReadOnlyCollection<string> Failures => _failures;

    public Task Run(CancellationToken enough) =>
        Task.WhenAll(people.Select(person => ApplyAndWithdraw(person, enough)));

    private async Task ApplyAndWithdraw(HttpClient person, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && _failures.IsEmpty)
        {
            if (
                await Post(
                    person,
                    "enrollment/applications",
                    new
                    {
                        program,
                        role = "mentee",
                        guidelinesVersion = 1,
                    }
                )
                is not { } answer
            )
                return;
            var id = JsonDocument.Parse(answer).RootElement.GetProperty("id").GetGuid();
            _applied.Enqueue(id);
            if (await Post(person, $"enrollment/applications/{id}/withdraw", null) is null)
                return;
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task<string?> Post(HttpClient person, string path, object? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Headers = { { "Idempotency-Key", $"{Guid.NewGuid()}" } },
            Content = body is null ? null : JsonContent.Create(body),
        };
        try
        {
            using var answer = await person.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
                return text;
            _failures.Enqueue($"{path}: {(int)answer.StatusCode} {text}");
        }
        catch (HttpRequestException e)
        {
            _failures.Enqueue($"{path}: {e.Message}");
        }

        return null;
    }
}
