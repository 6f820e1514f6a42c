using System.Diagnostics;
using JasperFx;
using JasperFx.Events;
using Marten;
using Marten.Exceptions;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The write path over Marten: fetch a stream, fold it, decide, and append at the version that was read. On a conflict
/// with another writer it starts again.
/// </summary>
/// <remarks>
/// One instance for each dependency injection scope; not for use by several threads. Within <see cref="Execute"/> (an
/// HTTP command, a message) all updates of the scope are one unit of work. It commits when the work returns, and rolls
/// back when it throws. Outside of it each update is its own unit of work. Streams are folded here and not by Marten's
/// aggregation, because our folds are pure functions of state and event. This needs no registration for each state, and
/// was measured 5 to 20 % faster.
/// </remarks>
public sealed class EventStreams(
    IDocumentSession session,
    AuditContext audit,
    StreamRetryLocks locks,
    UniqueIndexMessages uniqueIndexes
)
{
    private const int MaxAttempts = 20;

    /// <summary>The longest pause before the next attempt.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, PendingStream> _pending = [];
    private readonly Dictionary<Guid, long> _versions = [];
    private bool _isExecuting;

    /// <summary>Held after the first conflict, or after the first read of a stream whose lock is held.</summary>
    private IDisposable? _retryLock;

    /// <summary>The state of a stream; null when there is no such stream.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<T?> Read<T, TEvent>(Guid id, Func<T?, TEvent, T> evolve, CancellationToken ct)
        where T : class
        where TEvent : notnull => (T?)(await Fetch(id, evolve, ct)).State;

    /// <summary>A document; null when there is none with this id.</summary>
    public Task<T?> Load<T>(Guid id, CancellationToken ct)
        where T : class => session.LoadAsync<T>(id, ct);

    /// <summary>All events of a stream, oldest first; empty when there is no such stream.</summary>
    public async Task<IReadOnlyList<IEvent>> History(Guid id, CancellationToken ct) =>
        await session.Events.FetchStreamAsync(id, token: ct);

    /// <summary>One event of a stream; null when the stream has none at this version.</summary>
    /// <param name="version">The version of the stream after the event; null for the last event.</param>
    public async Task<IEvent?> EventAt(Guid id, long? version, CancellationToken ct)
    {
        var at = version ?? (await session.Events.FetchStreamStateAsync(id, ct))?.Version;
        return at is { } found
            ? (await session.Events.FetchStreamAsync(id, found, fromVersion: found, token: ct)).SingleOrDefault()
            : null;
    }

    /// <summary>Decides on one stream and appends the resulting events. An empty decision appends nothing.</summary>
    /// <returns>The version of the stream afterwards; 0 when it does not exist.</returns>
    /// <exception cref="DomainException">The decision rejects the request.</exception>
    /// <exception cref="StaleVersionException">The stream is not at the version that the request was made
    /// for.</exception>
    /// <exception cref="VersionConflictException">Other writers changed the stream during every attempt.</exception>
    /// <exception cref="UniqueConflictException">Another stream already has a value that must be unique.</exception>
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

    /// <summary>Decides on several streams and appends to all of them in one transaction.</summary>
    /// <exception cref="DomainException">The decision rejects the request.</exception>
    /// <exception cref="StaleVersionException">The stream is not at the version that the request was made
    /// for.</exception>
    /// <exception cref="VersionConflictException">Other writers changed a stream during every attempt.</exception>
    /// <exception cref="UniqueConflictException">Another stream already has a value that must be unique.</exception>
    public async Task Update(Func<StreamWrites, Task> work, CancellationToken ct)
    {
        if (_isExecuting)
            await work(new StreamWrites(this, ct));
        else
            await Execute(
                async () =>
                {
                    await work(new StreamWrites(this, ct));
                    return true;
                },
                ct
            );
    }

    /// <summary>
    /// Runs work as one unit: its events and documents commit when it returns, and are discarded when it throws. On a
    /// conflict the work runs again from the start, at most twenty times.
    /// </summary>
    /// <typeparam name="TResult">What the work returns.</typeparam>
    /// <param name="work">The work. It must be repeatable: each attempt decides from what it reads.</param>
    /// <param name="ct">Stops the work.</param>
    /// <inheritdoc cref="Update(Func{StreamWrites, Task}, CancellationToken)"/>
    public async Task<TResult> Execute<TResult>(Func<Task<TResult>> work, CancellationToken ct)
    {
        if (_isExecuting)
            throw new InvalidOperationException("This scope already runs a unit of work.");
        _isExecuting = true;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    var result = await work();
                    await RequirePrecondition(ct);
                    await Commit(ct);
                    return result;
                }
                catch (Exception e) when (ConflictingStream(e) is { } stream)
                {
                    if (attempt == MaxAttempts)
                        throw new VersionConflictException(e);
                    Discard();
                    await Task.Delay(PauseAfter(attempt, Stopwatch.GetElapsedTime(start)), ct);
                    _retryLock ??= await locks.Enter(stream, ct);
                }
            }
        }
        finally
        {
            Discard();
            _isExecuting = false;
            _retryLock?.Dispose();
            _retryLock = null;
        }
    }

    /// <summary>
    /// A random pause, longer with each failed attempt. It grows with the time that an attempt takes: on a busy machine
    /// a few milliseconds do not keep competing writers apart.
    /// </summary>
    private static TimeSpan PauseAfter(int attempt, TimeSpan elapsed)
    {
        var longest = (attempt - 1) * elapsed;
        return Random.Shared.NextDouble() * (longest < MaxPause ? longest : MaxPause);
    }

    /// <summary>
    /// Appends a record of what happened to a stream, at whatever version, without reading it. It commits with the unit
    /// of work, or at once outside of one.
    /// </summary>
    public Task Record<TEvent>(Guid id, TEvent e, CancellationToken ct)
        where TEvent : notnull
    {
        if (_isExecuting)
        {
            session.Events.Append(id, e);
            return Task.CompletedTask;
        }

        return Execute(
            () =>
            {
                session.Events.Append(id, e);
                return Task.FromResult(true);
            },
            ct
        );
    }

    /// <summary>Commits the changes so far, for a unit of work that is too large for one transaction.</summary>
    public async Task Commit(CancellationToken ct)
    {
        audit.Metadata.ApplyTo(session);
        try
        {
            await session.SaveChangesAsync(ct);
        }
        catch (MartenCommandException e) when (!IsDuplicateStream(e) && UniqueIndexOf(e) is { } index)
        {
            throw new UniqueConflictException(index, uniqueIndexes.For(index));
        }
        catch (DocumentAlreadyExistsException e)
        {
            throw e.InnerException is PostgresException { ConstraintName: { } index } && uniqueIndexes.Knows(index)
                ? new UniqueConflictException(index, uniqueIndexes.For(index))
                : new DuplicateDocumentException(e.DocType, e);
        }

        _pending.Clear();
    }

    /// <summary>
    /// The version of a stream that this scope last read or wrote; null if it did neither, or if there is no such
    /// stream. Within a unit of work it is the version that the stream will have after the commit.
    /// </summary>
    public long? VersionOf(Guid id) => _versions.TryGetValue(id, out var version) && version > 0 ? version : null;

    internal async Task<PendingStream> Fetch<T, TEvent>(Guid id, Func<T?, TEvent, T> evolve, CancellationToken ct)
        where T : class
        where TEvent : notnull
    {
        if (_pending.TryGetValue(id, out var known))
            return known.State is null or T ? known : throw WrongStreamType(id);
        if (_isExecuting && _retryLock is null && locks.IsHeld(id))
            _retryLock = await locks.Enter(id, ct);
        var events = await session.Events.FetchStreamAsync(id, token: ct);
        var stream = new PendingStream(
            (state, data) => evolve((T?)state, CastEvent<TEvent>(id, data)),
            events.Count == 0 ? 0 : events[^1].Version
        );
        foreach (var e in events)
            stream.Evolve(e.Data);
        RequireVersion(id, stream.Version);
        if (_isExecuting)
            _pending.Add(id, stream);
        return stream;
    }

    /// <summary>Sets the expected version of an append without a fetch, for a caller that knows the version.</summary>
    internal PendingStream Expect(Guid id, long version) =>
        _pending[id] = new PendingStream(evolve: (state, _) => state!, version);

    internal void Append(Guid id, IReadOnlyList<object> events)
    {
        if (events.Count == 0)
            return;
        if (!_pending.TryGetValue(id, out var stream))
            stream = Expect(id, 0);
        foreach (var e in events)
            stream.Evolve(e);
        stream.Version += events.Count;
        _versions[id] = stream.Version;
        session.Events.Append(id, stream.Version, events);
    }

    private void Discard()
    {
        session.EjectAllPendingChanges();
        _pending.Clear();
    }

    /// <summary>Checks the precondition of a unit of work that has not read the stream of the precondition.</summary>
    private async Task RequirePrecondition(CancellationToken ct)
    {
        if (audit.Precondition is { } required && !_versions.ContainsKey(required.Stream))
        {
            var state = await session.Events.FetchStreamStateAsync(required.Stream, ct);
            RequireVersion(required.Stream, state?.Version ?? 0);
        }
    }

    private void RequireVersion(Guid id, long version)
    {
        _versions[id] = version;
        if (audit.Precondition is { } required && required.Stream == id && required.Version != version && version > 0)
            throw new StaleVersionException(id, required.Version, version);
    }

    /// <summary>A client may use the id of one kind of stream in the address of another kind.</summary>
    private static TEvent CastEvent<TEvent>(Guid id, object data) => data is TEvent e ? e : throw WrongStreamType(id);

    private static DomainException WrongStreamType(Guid id) =>
        new(DomainError.NotFound, $"The id {id} belongs to another kind of resource.");

    /// <summary>The stream or document that another writer changed first; null for other failures.</summary>
    private Guid? ConflictingStream(Exception e) =>
        e switch
        {
            Marten.Exceptions.ExistingStreamIdCollisionException { Id: Guid stream } => stream,
            ConcurrencyException { Id: Guid streamOrDocument } => streamOrDocument,
            ConcurrencyException => _pending.Keys.FirstOrDefault(),
            MartenCommandException command when IsDuplicateStream(command) => _pending.Keys.FirstOrDefault(),
            MartenCommandException { InnerException: PostgresException { SqlState: var state } }
                when state is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure =>
                _pending.Keys.FirstOrDefault(),
            _ => null,
        };

    /// <summary>True if two writers started the same stream at the same time.</summary>
    private static bool IsDuplicateStream(MartenCommandException e) =>
        e.InnerException
            is PostgresException
            {
                SqlState: PostgresErrorCodes.UniqueViolation,
                TableName: "mt_streams" or "mt_events"
            };

    private static string? UniqueIndexOf(MartenCommandException e) =>
        e.InnerException
            is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } index }
            ? index
            : null;
}

/// <summary>The streams that one unit of work reads and appends to.</summary>
public sealed class StreamWrites
{
    private readonly EventStreams _streams;
    private readonly CancellationToken _ct;

    internal StreamWrites(EventStreams streams, CancellationToken ct) => (_streams, _ct) = (streams, ct);

    /// <summary>The state of a stream, with the events that this unit of work has already appended.</summary>
    public async Task<T?> Fetch<T, TEvent>(Guid id, Func<T?, TEvent, T> evolve)
        where T : class
        where TEvent : notnull => (T?)(await _streams.Fetch(id, evolve, _ct)).State;

    /// <summary>Sets the expected version of an append without a fetch, for a caller that knows the version.</summary>
    public void Expect(Guid id, long version) => _streams.Expect(id, version);

    /// <summary>Appends at the version that was fetched or expected. Without either, it starts a new stream.</summary>
    public void Append<T, TEvent>(Guid id, params TEvent[] events)
        where T : class
        where TEvent : notnull => _streams.Append(id, [.. events.Cast<object>()]);
}

/// <summary>A stream in a unit of work: the stored events and the events to append.</summary>
internal sealed class PendingStream(Func<object?, object, object> evolve, long version)
{
    public object? State { get; private set; }

    /// <summary>The version of the stream after the commit of the events appended so far.</summary>
    public long Version { get; set; } = version;

    public void Evolve(object e) => State = evolve(State, e);
}
