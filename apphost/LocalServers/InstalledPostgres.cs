using Npgsql;

namespace PeerNetwork.LocalServers;

/// <summary>A PostgreSQL from the installed programs, on a loopback port of its own.</summary>
public sealed class InstalledPostgres
{
    private const string SystemUser = "postgres",
        User = "postgres";
    private const int MaxStarts = 10;

    private readonly ServerSettings _settings;
    private readonly string _folder,
        _data,
        _programs;
    private readonly ServerMemory _memory;

    private InstalledPostgres(ServerSettings settings, string folder, string programs, ServerMemory memory) =>
        (_settings, _folder, _data, _programs, _memory) = (
            settings,
            folder,
            Path.Combine(folder, "data"),
            programs,
            memory
        );

    /// <summary>Connection string of the database that is always there, as the user who may do everything.</summary>
    public string Address =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = User,
            Password = Password,
            Database = "postgres",
        }.ConnectionString;

    public int Port => _memory.Ports[0];

    public string Password => _memory.Password;

    /// <summary>Where its data is. Until the first start it may be filled with a backup.</summary>
    public string DataFolder => _data;

    /// <summary>A program of PostgreSQL as a command of the server's user, such as <c>pg_basebackup</c>.</summary>
    public IReadOnlyList<string> Program(string name, params IEnumerable<string> arguments) =>
        Processes.AsUser(SystemUser, [Path.Combine(_programs, name), .. arguments]);

    /// <summary>The server in the foreground.</summary>
    public ServerCommand Command
    {
        get
        {
            var command = Processes.AsUser(
                SystemUser,
                [
                    Path.Combine(_programs, "postgres"),
                    "-D",
                    _data,
                    "-p",
                    $"{Port}",
                    .. Setting("listen_addresses=127.0.0.1"),
                    .. Setting("unix_socket_directories="),
                    .. Setting("max_connections=400"),
                    .. _settings.Durable ? [] : Setting("fsync=off"),
                    .. _settings.PostgresArguments.SelectMany(Setting),
                ]
            );
            return new(
                command[0],
                [.. command.Skip(1)],
                new Dictionary<string, string> { [Processes.MarkVariable] = _settings.Folder }
            );
        }
    }

    /// <summary>
    /// Opens the folder for one server: installs the programs where they are missing, ends a server that was left
    /// running in the folder, and chooses the port, the same as last time where it is free.
    /// </summary>
    /// <exception cref="ServerUnavailableException">The programs are missing and cannot be installed.</exception>
    public static async Task<InstalledPostgres> In(ServerSettings settings, CancellationToken ct)
    {
        await DebianPackages.InstallMissing("postgresql", () => Installed() is not [], settings.Log, ct);
        if (Installed() is not [var newest, ..])
            throw new ServerUnavailableException(
                "PostgreSQL is missing: install it (Debian, Ubuntu: apt-get install postgresql), "
                    + "start Docker or Podman, or set ConnectionStrings__postgres."
            );

        var folder = await ServerFolder.Open(settings, SystemUser, ct);
        var memory = ServerMemory.Recall(folder);
        await Ports.WaitUntilFree(memory.Ports, ct);
        memory = memory with { Ports = Ports.Choose(1, memory.Ports) };
        memory.Keep(folder);
        return new(settings, folder, await Programs(Path.Combine(folder, "data"), newest, ct), memory);
    }

    /// <summary>Makes the data folder when there is none, and removes what a killed server has left there.</summary>
    public async Task Prepare(CancellationToken ct)
    {
        if (!Directory.Exists(_data))
        {
            _settings.Log($"Making a PostgreSQL data folder in {_folder}.");
            await Initialise(ct);
        }

        // The process that has the number of a killed server by now would keep PostgreSQL from starting.
        var lockFile = Path.Combine(_data, "postmaster.pid");
        if (ReadId(lockFile) is { } id && !Processes.Marked(_settings.Folder).Contains(id))
            File.Delete(lockFile);
    }

    /// <summary>Starts the server as a process that does not end with this one, and waits until it answers.</summary>
    public async Task<RunningServer> Start(CancellationToken ct)
    {
        var log = Path.Combine(_folder, "log");
        // After a kill of the server alone its children need a moment to notice, and hold the shared memory until then.
        for (var starts = 1; ; starts++)
        {
            await Prepare(ct);
            var process = Processes.StartDetached([Command.Program, .. Command.Arguments], log, Command.Environment);
            Task Stop() => Processes.Stop(process.Id, Signal.Interrupt, TimeSpan.FromSeconds(20));
            await Readiness.Wait(
                async () => process.HasExited ? null : await Problem(ct),
                $"PostgreSQL in {_folder}",
                Stop,
                ct
            );
            if (!process.HasExited)
                return new(Address, process.Id) { Stop = Stop, IsAlive = () => Processes.IsAlive(process.Id) };
            if (starts == MaxStarts)
                throw new ServerUnavailableException($"PostgreSQL did not start:\n{LogTail.Of(log)}");
            await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
        }
    }

    /// <returns>Null when the server answers, else why not.</returns>
    public Task<string?> Problem(CancellationToken ct) => Databases.Problem(Address, ct);

    private static string[] Setting(string value) => ["-c", value];

    private async Task Initialise(CancellationToken ct)
    {
        // Made beside its place and moved there whole, so that a kill in between leaves nothing half made.
        var (draft, passwordFile) = (_data + ".new", Path.Combine(_folder, "password"));
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        await File.WriteAllTextAsync(passwordFile, Password, ct);
        await Processes.Must(
            Processes.AsUser(
                SystemUser,
                [
                    Path.Combine(_programs, "initdb"),
                    "-D",
                    draft,
                    "-U",
                    User,
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
        Directory.Move(draft, _data);
    }

    /// <summary>The programs that can open the data; the newest where there is none yet.</summary>
    private static async Task<string> Programs(
        string data,
        (string Version, string Folder) newest,
        CancellationToken ct
    )
    {
        if (!Directory.Exists(data))
            return newest.Folder;
        var version = (await File.ReadAllTextAsync(Path.Combine(data, "PG_VERSION"), ct)).Trim();
        return Installed().FirstOrDefault(found => found.Version == version).Folder
            ?? throw new ServerUnavailableException(
                $"The data in {data} is of PostgreSQL {version}, which is not installed: "
                    + "install it, or start with --fresh."
            );
    }

    private static int? ReadId(string file) =>
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
