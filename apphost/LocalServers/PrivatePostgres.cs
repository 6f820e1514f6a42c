namespace PeerNetwork.LocalServers;

/// <summary>A PostgreSQL of our own from the installed programs, on a free loopback port.</summary>
internal static class PrivatePostgres
{
    private const string SystemUser = "postgres";

    public static async Task<RunningServer> Start(ServerSettings settings, CancellationToken ct)
    {
        if (Installed() is [] && DebianPackages.CanInstall)
            await DebianPackages.Install("postgresql", () => Installed() is not [], settings.Say, ct);
        if (Installed() is [])
            throw new ServerUnavailableException(
                "PostgreSQL is missing: install it (Debian, Ubuntu: apt-get install postgresql), "
                    + "start Docker or Podman, or set ConnectionStrings__postgres."
            );

        var folder = await ServerFolder.Make(settings, SystemUser, ct);
        var (data, memory) = (Path.Combine(folder, "data"), ServerMemory.Recall(folder));
        var programs = await Programs(folder, data, memory, settings, ct);
        if (await Adopt(data, programs, memory, ct) is not { } id)
        {
            await Ports.LetGo(memory.Ports, ct);
            memory = memory with { Ports = Ports.Choose(1, memory.Ports) };
            memory.Keep(folder);
            id = await StartServer(folder, data, programs, memory, settings, ct);
            (memory with { ProcessIds = [id] }).Keep(folder);
        }
        return new(LocalPostgres.Address(memory.Ports[0], memory.Password), $"private instance, data in {folder}", id)
        {
            Stop = () => StopServer(data, programs, id),
            Lives = () => Processes.IsOurs(id, data),
        };
    }

    /// <summary>The folder of the programs that can open the data, which are made first when there are none.</summary>
    private static async Task<string> Programs(
        string folder,
        string data,
        ServerMemory memory,
        ServerSettings settings,
        CancellationToken ct
    )
    {
        var installed = Installed();
        if (!Directory.Exists(data))
        {
            settings.Say($"Making a PostgreSQL data folder in {folder}.");
            memory.Keep(folder);
            await Initialise(folder, data, installed[0].Folder, memory.Password, ct);
        }
        var version = (await File.ReadAllTextAsync(Path.Combine(data, "PG_VERSION"), ct)).Trim();
        foreach (var (found, programs) in installed)
            if (found == version)
                return programs;
        throw new ServerUnavailableException(
            $"The data in {data} is of PostgreSQL {version}, which is not installed: install it, or start with --fresh."
        );
    }

    private static async Task Initialise(
        string folder,
        string data,
        string programs,
        string password,
        CancellationToken ct
    )
    {
        // Made beside its place and moved there whole, so that a kill in between leaves nothing half made.
        var (draft, passwordFile) = (data + ".new", Path.Combine(folder, "password"));
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        await File.WriteAllTextAsync(passwordFile, password, ct);
        await Processes.Must(
            Processes.AsUser(
                SystemUser,
                [
                    Path.Combine(programs, "initdb"),
                    "-D",
                    draft,
                    "-U",
                    "postgres",
                    $"--pwfile={passwordFile}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                ]
            ),
            ct
        );
        File.Delete(passwordFile);
        Directory.Move(draft, data);
    }

    /// <returns>The process of a server of ours that has outlived its starter and answers. One that does not answer is
    /// stopped.</returns>
    private static async Task<int?> Adopt(string data, string programs, ServerMemory memory, CancellationToken ct)
    {
        var pidFile = Path.Combine(data, "postmaster.pid");
        if (ReadPid(pidFile) is not { } id)
            return null;
        if (!Processes.IsOurs(id, data))
            File.Delete(pidFile); // Left by a kill; the process that has its number by now would keep PostgreSQL from starting.
        else if (
            memory.Ports is [var port]
            && await LocalPostgres.Answers(LocalPostgres.Address(port, memory.Password), ct) is null
        )
            return id;
        else
            await StopServer(data, programs, id);
        return null;
    }

    private static async Task<int> StartServer(
        string folder,
        string data,
        string programs,
        ServerMemory memory,
        ServerSettings settings,
        CancellationToken ct
    )
    {
        var log = Path.Combine(folder, "log");
        string[] options =
        [
            "-p",
            $"{memory.Ports[0]}",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=''",
            .. LocalPostgres.Arguments(settings),
        ];
        IEnumerable<string> start =
        [
            Path.Combine(programs, "pg_ctl"),
            "-D",
            data,
            "-l",
            log,
            "-w",
            "-t",
            "60",
            "-s",
            "-o",
            string.Join(' ', options),
            "start",
        ];
        // After a kill of the server alone its children need a moment to notice, and hold the shared memory until then.
        for (var attempt = 1; ; attempt++, await Task.Delay(500, ct))
        {
            var (code, output) = await Processes.Run(Processes.AsUser(SystemUser, start), ct);
            if (code == 0)
                break;
            if (attempt == 10)
                throw new ServerUnavailableException($"PostgreSQL did not start: {output}\n{LogTail.Of(log)}");
        }
        return ReadPid(Path.Combine(data, "postmaster.pid"))
            ?? throw new ServerUnavailableException($"PostgreSQL has ended again.\n{LogTail.Of(log)}");
    }

    private static async Task StopServer(string data, string programs, int id)
    {
        if (!Processes.IsOurs(id, data))
            return;
        await Processes.Run(
            Processes.AsUser(
                SystemUser,
                [Path.Combine(programs, "pg_ctl"), "-D", data, "-m", "fast", "-t", "20", "stop"]
            ),
            CancellationToken.None
        );
        await Processes.Stop(id, data, TimeSpan.FromSeconds(1));
    }

    private static int? ReadPid(string file) =>
        File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var id) ? id : null;

    /// <returns>Major versions and their programs, the newest first.</returns>
    private static (string Version, string Folder)[] Installed()
    {
        var versioned =
            from root in (string[])["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"]
            where Directory.Exists(root)
            from folder in Directory.EnumerateDirectories(root)
            let version = Path.GetFileName(folder).Replace("postgresql@", "")
            where int.TryParse(version, out _) && File.Exists(Path.Combine(folder, "bin", "initdb"))
            orderby int.Parse(version) descending
            select (version, Path.Combine(folder, "bin"));
        return [.. versioned];
    }
}
