namespace PeerNetwork.LocalServers;

/// <summary>
/// A RabbitMQ of our own from the installed programs, on free loopback ports, with an Erlang port mapper of its own.
/// </summary>
internal static class PrivateRabbitMq
{
    private const string SystemUser = "rabbitmq";

    public static async Task<RunningServer> Start(ServerSettings settings, CancellationToken ct)
    {
        if (Installed() is null && DebianPackages.CanInstall)
            await DebianPackages.Install("rabbitmq-server", () => Installed() is not null, settings.Say, ct);
        var program =
            Installed()
            ?? throw new ServerUnavailableException(
                "RabbitMQ is missing: install it (Debian, Ubuntu: apt-get install rabbitmq-server), "
                    + "start Docker or Podman, or set ConnectionStrings__rabbitmq."
            );

        var folder = await ServerFolder.Make(settings, SystemUser, ct);
        var memory = ServerMemory.Recall(folder);
        if (!await Adopt(folder, memory, settings, ct))
        {
            await Ports.LetGo(memory.Ports, ct);
            memory = memory with { Ports = Ports.Choose(4, memory.Ports), ProcessIds = [] };
            memory = await StartServer(program, folder, memory, settings, ct);
        }
        return new(
            LocalRabbitMq.Address(memory.Ports[0], memory.Password),
            $"private instance, data in {folder}",
            memory.ProcessIds[0]
        )
        {
            Management = LocalRabbitMq.ManagementAddress(memory.Ports[1], memory.Password),
            Stop = () => StopServer(folder, memory, Grace(settings)),
            Lives = () => Processes.IsOurs(memory.ProcessIds[0], folder),
        };
    }

    /// <returns>
    /// Whether a server of ours has outlived its starter and answers. What is left of one that does not is stopped.
    /// </returns>
    private static async Task<bool> Adopt(
        string folder,
        ServerMemory memory,
        ServerSettings settings,
        CancellationToken ct
    )
    {
        if (
            memory is { Ports: [var port, var management, ..], ProcessIds: [var id, ..] }
            && Processes.IsOurs(id, folder)
            && await LocalRabbitMq.Answers(LocalRabbitMq.ManagementAddress(management, memory.Password), port, ct)
                is null
        )
            return true;
        await StopServer(folder, memory, Grace(settings));
        return false;
    }

    private static async Task<ServerMemory> StartServer(
        string program,
        string folder,
        ServerMemory memory,
        ServerSettings settings,
        CancellationToken ct
    )
    {
        var (environment, log) = (Variables(folder, memory, settings), Path.Combine(folder, "log"));
        await Configure(folder, memory, ct);
        File.Delete(PidFile(folder));
        // Started here and not by RabbitMQ, which would leave it behind.
        using var mapper = Processes.StartDetached(
            Processes.AsUser(
                SystemUser,
                [Processes.Find("epmd", "/usr/bin")!, "-port", $"{memory.Ports[3]}", "-address", "127.0.0.1"]
            ),
            log,
            environment
        );
        using var server = Processes.StartDetached(Processes.AsUser(SystemUser, [program]), log, environment);
        memory = memory with { ProcessIds = [server.Id, mapper.Id] };
        memory.Keep(folder);

        var management = LocalRabbitMq.ManagementAddress(memory.Ports[1], memory.Password);
        await Patience.Until(
            async () =>
                server.HasExited
                    ? throw new ServerUnavailableException($"RabbitMQ did not start:\n{LogTail.Of(log)}")
                    : await LocalRabbitMq.Answers(management, memory.Ports[0], ct),
            "RabbitMQ",
            () => StopServer(folder, memory, Grace(settings)),
            ct
        );
        memory = memory with { ProcessIds = [ReadPid(folder) ?? server.Id, .. memory.ProcessIds] };
        memory.Keep(folder);
        return memory;
    }

    private static async Task Configure(string folder, ServerMemory memory, CancellationToken ct)
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "rabbitmq.conf"),
            $"""
            listeners.tcp.default = 127.0.0.1:{memory.Ports[0]}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {memory.Ports[1]}
            default_user = {LocalRabbitMq.User}
            default_pass = {memory.Password}

            """,
            ct
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), "[rabbitmq_management].\n", ct);
        // Else the settings of a system-wide RabbitMQ would be read.
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq-env.conf"), "", ct);
    }

    private static Dictionary<string, string> Variables(string folder, ServerMemory memory, ServerSettings settings) =>
        new()
        {
            ["HOME"] = folder,
            ["RABBITMQ_NODENAME"] = "peernetwork@localhost",
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "rabbitmq-env.conf"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "logs"),
            ["RABBITMQ_PID_FILE"] = PidFile(folder),
            ["RABBITMQ_DIST_PORT"] = $"{memory.Ports[2]}",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                $"-kernel inet_dist_use_interface {{127,0,0,1}} {settings.ErlangArguments}".TrimEnd(),
            ["ERL_EPMD_PORT"] = $"{memory.Ports[3]}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_CRASH_DUMP"] = Path.Combine(folder, "erl_crash.dump"),
        };

    // Its orderly end takes seconds, for which a test run need not wait.
    private static TimeSpan Grace(ServerSettings settings) =>
        settings.Durable ? TimeSpan.FromSeconds(20) : TimeSpan.Zero;

    private static async Task StopServer(string folder, ServerMemory memory, TimeSpan grace)
    {
        // Its own process first: the shell around it, on a signal, would boot a second Erlang only to say stop.
        foreach (var id in (IEnumerable<int>)[.. ReadPid(folder) is { } own ? [own] : (int[])[], .. memory.ProcessIds])
            await Processes.Stop(id, folder, grace);
    }

    private static string PidFile(string folder) => Path.Combine(folder, "pid");

    private static int? ReadPid(string folder) =>
        File.Exists(PidFile(folder)) && int.TryParse(File.ReadAllText(PidFile(folder)), out var id) ? id : null;

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
