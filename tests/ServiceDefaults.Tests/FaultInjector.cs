using System.Collections.Concurrent;
using Marten;
using Marten.Services;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>Makes requests fail or wait at a chosen point. The text of the note selects the fault.</summary>
public sealed class FaultInjector : DocumentSessionListenerBase
{
    /// <summary>The handler throws the exception of this text after its append, in every attempt.</summary>
    public static IReadOnlyDictionary<string, Func<Exception>> Exceptions { get; } =
        new Dictionary<string, Func<Exception>>
        {
            ["malformed"] = () => new MalformedRequestException(Message()),
            ["forbidden"] = () => new DomainException(DomainError.Forbidden, Message()),
            ["missing"] = () => new DomainException(DomainError.NotFound, Message()),
            ["invalid"] = () => new DomainException(DomainError.Invalid, Message()),
            ["conflict"] = () => new DomainException(DomainError.Conflict, Message()),
            ["stale"] = () => new StaleVersionException(Guid.NewGuid(), 1, Random.Shared.NextInt64()),
            ["unavailable"] = () => new Npgsql.NpgsqlException("Failed to connect", new IOException()),
            ["unexpected"] = () => new InvalidOperationException("secret"),
        };

    /// <summary>The handler throws after its append in the first request with this text only.</summary>
    public const string FailOnce = "fail once";

    /// <summary>The handler waits after its append.</summary>
    public const string WaitBeforeCommit = "wait before commit";

    /// <summary>The request waits between the commit and the response.</summary>
    public const string WaitAfterCommit = "wait after commit";

    private readonly ConcurrentDictionary<string, bool> _happened = [];

    /// <summary>Completes when a request waits.</summary>
    public TaskCompletionSource IsWaiting { get; } = new();

    /// <summary>Lets the waiting request continue.</summary>
    public TaskCompletionSource Continue { get; } = new();

    /// <summary>Runs after each append, before its commit.</summary>
    public Func<Task> BeforeCommit { get; set; } = () => Task.CompletedTask;

    public async Task AfterAppend(string text)
    {
        if (Exceptions.TryGetValue(text, out var exception))
            throw exception();
        if (text is FailOnce && _happened.TryAdd(text, true))
            throw new InvalidOperationException("This fails once.");
        if (text is WaitBeforeCommit)
            await Wait(text);
        await BeforeCommit();
    }

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token) =>
        commit.GetEvents().Any(e => e.Data is NoteWritten { Text: WaitAfterCommit })
            ? Wait(WaitAfterCommit)
            : Task.CompletedTask;

    private async Task Wait(string text)
    {
        if (!_happened.TryAdd(text, true))
            return;
        IsWaiting.SetResult();
        await Continue.Task;
    }

    private static string Message() => $"Message {Guid.NewGuid()}.";
}
