namespace PeerNetwork.EventStore;

/// <summary>
/// Lets the writers of this process that met on one stream try again one after the other, not all at once: under a crowd, optimism alone
/// starves some of them.
/// </summary>
public sealed class StreamTurns : IDisposable
{
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn of one stream. Streams may share one; a writer holds one at a time, so nobody waits in a circle.</summary>
    internal async Task<Turn> Wait(Guid stream, CancellationToken ct)
    {
        var turn = _turns[(uint)stream.GetHashCode() % _turns.Length];
        await turn.WaitAsync(ct);
        return new(turn);
    }

    public void Dispose()
    {
        foreach (var turn in _turns)
            turn.Dispose();
    }

    internal sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
