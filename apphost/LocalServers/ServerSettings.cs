namespace PeerNetwork.LocalServers;

/// <summary>What a server is started with: a folder of its own for its data, which is kept between runs.</summary>
public sealed record ServerSettings(string Folder)
{
    public string Folder { get; } = Path.GetFullPath(Folder);

    /// <summary>False trades safety against a power cut for speed: for tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>More arguments for the Erlang of an installed RabbitMQ.</summary>
    public string ErlangArguments { get; init; } = "";

    /// <summary>More settings of an installed PostgreSQL, such as <c>archive_mode=on</c>.</summary>
    public IReadOnlyList<string> PostgresArguments { get; init; } = [];

    /// <summary>Is told, in whole sentences, what takes time or changes the machine.</summary>
    public Action<string> Log { get; init; } = _ => { };
}

/// <summary>How the process of an installed server is started.</summary>
/// <param name="Program">Its path.</param>
/// <param name="Environment">Variables besides those of the starting process.</param>
public sealed record ServerCommand(
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment
);

/// <summary>A server that answers. Disposing stops it when this process started it, and leaves a given one
/// alone.</summary>
/// <param name="Address">Connection string (PostgreSQL) or amqp URI (RabbitMQ).</param>
/// <param name="ProcessId">Of an installed server.</param>
/// <param name="Management">RabbitMQ's management API, with user and password.</param>
public sealed record RunningServer(string Address, int? ProcessId = null, Uri? Management = null) : IAsyncDisposable
{
    public Func<Task> Stop { get; init; } = () => Task.CompletedTask;

    /// <summary>False when an installed server has ended; others are not watched.</summary>
    public Func<bool> IsAlive { get; init; } = () => true;

    public async ValueTask DisposeAsync() => await Stop();
}

/// <summary>A server could not be found or started; the message says what to do.</summary>
public sealed class ServerUnavailableException(string message) : Exception(message);
