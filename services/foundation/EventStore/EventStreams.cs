using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// The event streams of this service, as one request or message sees them. <c>Update</c> is the only write path: it folds the stream,
/// decides, and appends at the version it read; when another writer was faster it folds and decides again.
/// </summary>
/// <remarks>Scoped: what it appends carries the metadata of its scope's <see cref="EventContext"/>. Not for use by several threads.</remarks>
public sealed class EventStreams(EventReader reader, EventAppender appender, StreamTurns turns, EventContext context)
{
    private const int Attempts = 20;

    /// <summary>For each attempt that failed before. Who is late again and again leaves the field for a moment, longer each time.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(5);

    /// <summary>The state of a stream, folded from its events; null when there is no such stream.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<T?> Read<T, TEvent>(Guid id, Func<T?, TEvent, T> evolve, CancellationToken ct)
        where T : class
        where TEvent : notnull => (await Fold(id, evolve, ct)).State;

    /// <summary>All events of a stream, oldest first; empty when there is no such stream.</summary>
    public async Task<IReadOnlyList<StoredEvent>> History(Guid id, CancellationToken ct)
    {
        await Settle(ct);
        return await reader.Stream(id, ct);
    }

    /// <summary>Decides on one stream and appends what was decided. An empty decision appends nothing.</summary>
    /// <returns>The version of the stream afterwards; 0 when it does not exist.</returns>
    /// <exception cref="RefusedException">The decision said no.</exception>
    /// <exception cref="StaleVersionException">The stream is not at the version that the request was made for.</exception>
    /// <exception cref="VersionConflictException">Others kept writing to the stream, twenty times in a row.</exception>
    /// <exception cref="UniqueConflictException">Another stream already holds what this one claims.</exception>
    public async Task<long> Update<T, TEvent>(
        Guid id,
        Func<T?, TEvent, T> evolve,
        Func<T?, TEvent[]> decide,
        CancellationToken ct
    )
        where T : class
        where TEvent : notnull
    {
        await Update(async writes => writes.Append<T, TEvent>(id, decide(await writes.Fetch(id, evolve))), ct);
        return VersionOf(id) ?? 0;
    }

    /// <summary>Decides on several streams and appends to all of them in one transaction; run again from scratch on a conflict.</summary>
    /// <exception cref="RefusedException">The decision said no.</exception>
    /// <exception cref="StaleVersionException">The stream is not at the version that the request was made for.</exception>
    /// <exception cref="VersionConflictException">Others kept writing to one of the streams, twenty times in a row.</exception>
    /// <exception cref="UniqueConflictException">Another stream already holds what one of these claims.</exception>
    public async Task Update(Func<StreamWrites, Task> work, CancellationToken ct)
    {
        StreamTurns.Turn? turn = null;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var writes = new StreamWrites(this, ct);
                await work(writes);
                await NeedPrecondition(ct);
                try
                {
                    await appender.Append(writes.Appends, context, ct);
                    return;
                }
                catch (VersionConflictException conflict) when (attempt < Attempts)
                {
                    turn?.Dispose();
                    await Task.Delay(Random.Shared.NextDouble() * (attempt - 1) * LongestPause, ct);
                    turn = await turns.Wait(conflict.Stream, ct);
                }
            }
        }
        finally
        {
            turn?.Dispose();
        }
    }

    /// <summary>The version that this scope last read or wrote of a stream; null when it did neither, or there is no such stream.</summary>
    public long? VersionOf(Guid id) =>
        context.Versions.TryGetValue(id, out var version) && version > 0 ? version : null;

    internal async Task<(T? State, long Version)> Fold<T, TEvent>(
        Guid id,
        Func<T?, TEvent, T> evolve,
        CancellationToken ct
    )
        where T : class
        where TEvent : notnull
    {
        await Settle(ct);
        var facts = await reader.Facts(id, ct);
        var state = facts.Aggregate((T?)null, (state, fact) => evolve(state, OfKind<TEvent>(id, fact.Data)));
        var version = facts.Count == 0 ? 0 : facts[^1].Version;
        NeedVersion(id, version);
        return (state, version);
    }

    /// <summary>A decision that had no look at the stream of the precondition is held to it all the same.</summary>
    private async Task NeedPrecondition(CancellationToken ct)
    {
        if (context.Precondition is { } required && !context.Versions.ContainsKey(required.Stream))
            NeedVersion(required.Stream, await reader.Facts(required.Stream, ct) is [.., var last] ? last.Version : 0);
    }

    private void NeedVersion(Guid id, long version)
    {
        context.Versions[id] = version;
        if (context.Precondition is { } required && required.Stream == id && required.Version != version && version > 0)
            throw new StaleVersionException(id, required.Version, version);
    }

    /// <summary>Else the request would not see what it has appended itself.</summary>
    private Task Settle(CancellationToken ct) => context.Held?.Settle(ct) ?? Task.CompletedTask;

    /// <summary>Every id leads to a stream of one kind; a client may well ask for it at the address of another.</summary>
    private static TEvent OfKind<TEvent>(Guid id, object fact) =>
        fact is TEvent data
            ? data
            : throw new RefusedException(Refusal.Missing, $"What has the id {id} is of another kind.");
}

/// <summary>The streams that one transaction reads and appends to.</summary>
public sealed class StreamWrites
{
    private readonly EventStreams _streams;
    private readonly CancellationToken _ct;
    private readonly Dictionary<Guid, long> _read = [];

    internal StreamWrites(EventStreams streams, CancellationToken ct) => (_streams, _ct) = (streams, ct);

    internal Dictionary<Guid, StreamAppend> Appends { get; } = [];

    /// <summary>The state of a stream, whose version is then the one that an append expects.</summary>
    public async Task<T?> Fetch<T, TEvent>(Guid id, Func<T?, TEvent, T> evolve)
        where T : class
        where TEvent : notnull
    {
        var (state, version) = await _streams.Fold(id, evolve, _ct);
        _read[id] = version;
        return state;
    }

    /// <summary>Takes the version that an append expects from one who knows it, in place of a fetch.</summary>
    public void Expect(Guid id, long version) => _read[id] = version;

    /// <summary>Appends to a stream at the version fetched or expected; to one that was not fetched as to a new one.</summary>
    public void Append<T, TEvent>(Guid id, params TEvent[] events)
        where T : class
        where TEvent : notnull
    {
        if (events.Length == 0)
            return;
        if (!Appends.TryGetValue(id, out var append))
            Appends.Add(id, append = new(id, typeof(T), _read.GetValueOrDefault(id), []));
        append.Events.AddRange(events.Cast<object>());
    }
}

/// <summary>What one transaction appends to one stream.</summary>
internal sealed record StreamAppend(Guid Stream, Type State, long Expected, List<object> Events)
{
    public long Reached => Expected + Events.Count;
}
