namespace PeerNetwork.LocalServers;

/// <summary>What a server is started with: a folder of its own for its data, which is kept between runs.</summary>
public sealed record ServerSettings(string Folder)
{
    public string Folder { get; } = Path.GetFullPath(Folder);

    /// <summary>A connection string that the user gave: then nothing is started.</summary>
    public string? Given { get; init; }

    /// <summary>False trades safety against a power cut for speed: for tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>More arguments for the Erlang of a private RabbitMQ.</summary>
    public string ErlangArguments { get; init; } = "";

    /// <summary>Hears, in whole sentences, what takes time or touches the machine.</summary>
    public Action<string> Say { get; init; } = _ => { };
}

/// <summary>A server that answers. Disposing stops it when we started it, and leaves a given one alone.</summary>
/// <param name="Address">Connection string (PostgreSQL) or amqp URI (RabbitMQ).</param>
/// <param name="Origin">Where it comes from, for people: given, a container, a private instance.</param>
/// <param name="ProcessId">Of a private instance.</param>
/// <param name="Management">RabbitMQ's management API, with user and password.</param>
public sealed record RunningServer(string Address, string Origin, int? ProcessId = null, Uri? Management = null)
    : IAsyncDisposable
{
    internal Func<Task> Stop { get; init; } = () => Task.CompletedTask;

    /// <summary>False when a private instance has ended; others are not ours to watch.</summary>
    public Func<bool> Lives { get; internal init; } = () => true;

    public async ValueTask DisposeAsync() => await Stop();
}

/// <summary>A server could not be found or started; the message says what to do.</summary>
public sealed class ServerUnavailableException(string message) : Exception(message);
