namespace PeerNetwork.LocalServers;

/// <summary>
/// A RabbitMQ from the installed programs, on loopback ports of its own, with an Erlang port mapper of its own.
/// </summary>
public sealed class InstalledRabbitMq
{
    public const string User = "peernetwork";
    private const string SystemUser = "rabbitmq",
        Node = "peernetwork@localhost";
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(20) };

    private readonly ServerSettings _settings;
    private readonly string _folder,
        _program;
    private readonly ServerMemory _memory;

    private InstalledRabbitMq(ServerSettings settings, string folder, string program, ServerMemory memory) =>
        (_settings, _folder, _program, _memory) = (settings, folder, program, memory);

    /// <summary>amqp URI of the default virtual host.</summary>
    public string Address => $"amqp://{User}:{Password}@127.0.0.1:{Port}/";

    /// <summary>The management API, with user and password.</summary>
    public Uri Management => new($"http://{User}:{Password}@127.0.0.1:{ManagementPort}/");

    public int Port => _memory.Ports[0];

    public int ManagementPort => _memory.Ports[1];

    public string Password => _memory.Password;

    /// <summary>The server in the foreground. The port mapper has to run before it.</summary>
    public ServerCommand Command => With([_program]);

    /// <summary>The Erlang port mapper. RabbitMQ would start one itself, and leave it running.</summary>
    public ServerCommand PortMapper =>
        With([Processes.Find("epmd", "/usr/bin")!, "-port", $"{_memory.Ports[3]}", "-address", "127.0.0.1"]);

    /// <summary>
    /// Opens the folder for one server: installs the programs where they are missing, ends a server that was left
    /// running in the folder, and chooses the ports, the same as last time where they are free.
    /// </summary>
    /// <exception cref="ServerUnavailableException">The programs are missing and cannot be installed.</exception>
    public static async Task<InstalledRabbitMq> In(ServerSettings settings, CancellationToken ct)
    {
        await DebianPackages.InstallMissing("rabbitmq-server", () => Installed() is not null, settings.Log, ct);
        var program =
            Installed()
            ?? throw new ServerUnavailableException(
                "RabbitMQ is missing: install it (Debian, Ubuntu: apt-get install rabbitmq-server), "
                    + "start Docker or Podman, or set ConnectionStrings__rabbitmq."
            );

        var folder = await ServerFolder.Open(settings, SystemUser, ct);
        var memory = ServerMemory.Recall(folder);
        await Ports.WaitUntilFree(memory.Ports, ct);
        memory = memory with { Ports = Ports.Choose(4, memory.Ports) };
        memory.Keep(folder);
        return new(settings, folder, program, memory);
    }

    /// <summary>Writes the configuration files.</summary>
    public async Task Prepare(CancellationToken ct)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "rabbitmq.conf"),
            $"""
            listeners.tcp.default = 127.0.0.1:{Port}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {ManagementPort}
            default_user = {User}
            default_pass = {Password}

            """,
            ct
        );
        await File.WriteAllTextAsync(Path.Combine(_folder, "enabled_plugins"), "[rabbitmq_management].\n", ct);
        // Else the settings of a system-wide RabbitMQ would be read.
        await File.WriteAllTextAsync(Path.Combine(_folder, "rabbitmq-env.conf"), "", ct);
    }

    /// <summary>Starts the server as processes that do not end with this one, and waits until it answers.</summary>
    public async Task<RunningServer> Start(CancellationToken ct)
    {
        await Prepare(ct);
        try
        {
            return await StartProcesses(ct);
        }
        catch (ServerUnavailableException e)
        {
            // Seen twice, at the first start on a new machine: the server ran, and did not answer for 90 s.
            _settings.Log($"{e.Message}\nRabbitMQ is started again.");
            return await StartProcesses(ct);
        }
    }

    private async Task<RunningServer> StartProcesses(CancellationToken ct)
    {
        var (log, ownLog) = (Path.Combine(_folder, "log"), Path.Combine(_folder, "logs", $"{Node}.log"));
        var mapper = Processes.StartDetached(
            [PortMapper.Program, .. PortMapper.Arguments],
            log,
            PortMapper.Environment
        );
        var server = Processes.StartDetached([Command.Program, .. Command.Arguments], log, Command.Environment);
        await Readiness.Wait(
            async () =>
                server.HasExited ? throw new ServerUnavailableException($"RabbitMQ did not start:\n{LogTail.Of(log)}")
                : await Problem(ct) is { } problem ? $"{problem}\n{LogTail.Of(log)}\n{LogTail.Of(ownLog)}"
                : null,
            $"RabbitMQ in {_folder}",
            Stop,
            ct
        );
        return new(Address, server.Id, Management) { Stop = Stop, IsAlive = () => Processes.IsAlive(server.Id) };

        async Task Stop()
        {
            // Its orderly end takes seconds, for which a test run need not wait.
            await Processes.Stop(
                server.Id,
                Signal.Terminate,
                _settings.Durable ? TimeSpan.FromSeconds(20) : TimeSpan.Zero
            );
            await Processes.Stop(mapper.Id, Signal.Terminate, TimeSpan.FromSeconds(1));
        }
    }

    /// <returns>Null when the server listens for AMQP, else why not.</returns>
    public async Task<string?> Problem(CancellationToken ct)
    {
        using var request = RabbitMqManagement.Request(
            HttpMethod.Get,
            Management,
            $"api/health/checks/port-listener/{Port}"
        );
        try
        {
            using var answer = await Http.SendAsync(request, ct);
            return answer.IsSuccessStatusCode ? null : $"its management API answers {(int)answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return e.Message;
        }
    }

    private ServerCommand With(IEnumerable<string> command)
    {
        var asUser = Processes.AsUser(SystemUser, command);
        return new(
            asUser[0],
            [.. asUser.Skip(1)],
            new Dictionary<string, string>
            {
                [Processes.MarkVariable] = _settings.Folder,
                ["HOME"] = _folder,
                ["RABBITMQ_NODENAME"] = Node,
                ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "rabbitmq-env.conf"),
                ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
                ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data"),
                ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "logs"),
                ["RABBITMQ_DIST_PORT"] = $"{_memory.Ports[2]}",
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                    $"-kernel inet_dist_use_interface {{127,0,0,1}} {_settings.ErlangArguments}".TrimEnd(),
                ["ERL_EPMD_PORT"] = $"{_memory.Ports[3]}",
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["ERL_CRASH_DUMP"] = Path.Combine(_folder, "erl_crash.dump"),
                // The start script is then replaced by the server, and does not stay as its parent.
                ["RUNNING_UNDER_SYSTEMD"] = "true",
            }
        );
    }

    private static string? Installed() =>
        (
            from root in (string[])["/usr/lib/rabbitmq/lib"]
            where Directory.Exists(root)
            from folder in Directory.EnumerateDirectories(root, "rabbitmq_server-*")
            let program = Path.Combine(folder, "sbin", "rabbitmq-server")
            where File.Exists(program)
            orderby program descending
            select program
        ).FirstOrDefault()
        // Elsewhere than on Debian the one in the path has no check of its user.
        ?? (
            DebianPackages.CanInstall
                ? null
                : Processes.Find("rabbitmq-server", "/opt/homebrew/sbin", "/usr/local/sbin")
        );
}
