using System.Diagnostics;

namespace PeerNetwork.EventStore;

/// <summary>
/// Lets requests of the same kind share a round trip: while some are under way the next ones gather. At rest nobody waits for anybody;
/// under load each round trip carries many.
/// </summary>
/// <param name="name">What the trace calls a shared round trip.</param>
/// <param name="work">Carries out what has gathered; one result for each item, in the same order.</param>
/// <param name="lanes">How many round trips may be under way at a time.</param>
/// <param name="most">How many items may share one.</param>
internal sealed class Gathered<TItem, TResult>(
    string name,
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> work,
    int lanes,
    int most
)
{
    private static readonly ActivitySource Source = new("PeerNetwork.EventStore");

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = [];
    private int _busy;

    private sealed record Waiting(TItem Item, Activity? Cause, TaskCompletionSource<TResult> Answer);

    /// <summary>Carries out one item together with whatever else has gathered. Who stops waiting does not stop the others.</summary>
    public async Task<TResult> Run(TItem item, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var waiting = new Waiting(item, Activity.Current, new(TaskCreationOptions.RunContinuationsAsynchronously));
        bool free;
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            free = _busy < lanes;
            if (free)
                _busy++;
        }

        if (free)
            _ = Drain();
        return await waiting.Answer.Task.WaitAsync(ct);
    }

    private async Task Drain()
    {
        while (Take() is { Count: > 0 } together)
        {
            try
            {
                Activity.Current = together[0].Cause;
                using var shared =
                    together.Count == 1
                        ? null
                        : Source.StartActivity(
                            name,
                            ActivityKind.Internal,
                            default(ActivityContext),
                            links: [.. Causes(together)]
                        );
                var results = await work([.. together.Select(w => w.Item)]);
                foreach (var (n, waiting) in together.Index())
                    waiting.Answer.SetResult(results[n]);
            }
            catch (Exception e)
            {
                foreach (var waiting in together)
                    waiting.Answer.TrySetException(e);
            }
        }
    }

    private List<Waiting> Take()
    {
        lock (_lock)
        {
            var together = new List<Waiting>(Math.Min(most, _waiting.Count));
            while (together.Count < most && _waiting.TryDequeue(out var waiting))
                together.Add(waiting);
            if (together.Count == 0)
                _busy--;
            return together;
        }
    }

    private static IEnumerable<ActivityLink> Causes(List<Waiting> together) =>
        together.Select(w => w.Cause).OfType<Activity>().Select(a => new ActivityLink(a.Context));
}
