using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using PeerNetwork.LocalServers;
using PeerNetwork.Tools;

namespace PeerNetwork.Drills;

/// <summary>
/// The platform as a cluster runs it: servers of its own, each replica a process, the schema applied by
/// <c>db-apply</c>, the tools beside it. A drill can stop, replace and move each part.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>Replicas that the gateway knows for each service. An upgrade uses one more than run.</summary>
    private const int Slots = 3;

    /// <summary>After that, the gateway has checked the replicas once more.</summary>
    public static readonly TimeSpan GatewayNotices = TimeSpan.FromSeconds(6);

    /// <summary>Longer than the gateway takes to notice: two checks, five seconds apart.</summary>
    private const string Drain = "00:00:12";

    private readonly LocalInstance _instance;
    private readonly Dictionary<string, int[]> _ports = [];
    private readonly Dictionary<string, string> _keys = [];
    private readonly ConcurrentDictionary<string, PlatformProcess> _replicas = new();
    private readonly int _identityPort,
        _gatewayPort;
    private PlatformProcess? _identity,
        _gateway;
    private RunningServer _rabbitMqServer = null!;
    private string? _postgresAddress;

    private Installation(LocalInstance instance)
    {
        _instance = instance;
        var ports = Ports.Choose(2 + Slots * Programs.Services.Count);
        (_identityPort, _gatewayPort) = (ports[0], ports[1]);
        foreach (var (n, service) in Programs.Services.Index())
            (_ports[service], _keys[service]) = (ports[(2 + n * Slots)..(2 + (n + 1) * Slots)], NewKey());
        (_keys["exchange"], _keys["account"]) = (NewKey(), NewKey());
    }

    public string Folder => _instance.Folder;

    private string PostgresFolder => Path.Combine(Folder, "postgres");

    private string RabbitMqFolder => Path.Combine(Folder, "rabbitmq");

    public InstalledPostgres Postgres { get; private set; } = null!;

    public InstalledRabbitMq RabbitMq { get; private set; } = null!;

    public Uri Gateway => new($"http://127.0.0.1:{_gatewayPort}/");

    public Uri Identity => new($"http://127.0.0.1:{_identityPort}/");

    /// <summary>The tree whose programs are started.</summary>
    public string Root { get; set; } = Repository.Root;

    /// <summary>Settings of a service beside the usual ones.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, string>> SettingsByService { get; } = [];

    /// <summary>How services reach PostgreSQL, without a database.</summary>
    public string PostgresAddress
    {
        get => _postgresAddress ?? Postgres.Address;
        set => _postgresAddress = value;
    }

    public IReadOnlyCollection<PlatformProcess> Running =>
        [.. _replicas.Values.Where(r => !r.HasExited), .. _gateway is null ? [] : new[] { _gateway }];

    /// <param name="postgresArguments">Settings of PostgreSQL, such as <c>archive_mode=on</c>.</param>
    public static async Task<Installation> StartServers(params string[] postgresArguments)
    {
        var folder = Directory.CreateTempSubdirectory("peernetwork-drill-").FullName;
        var installation = new Installation(await LocalInstance.Open(folder, fresh: true, CancellationToken.None));
        await installation.StartPostgres(postgresArguments);
        await installation.StartBroker();
        foreach (var service in Programs.Services)
            await Databases.Create(installation.Postgres.Address, service, CancellationToken.None);
        return installation;
    }

    /// <summary>Starts PostgreSQL on what is in its data folder, on the same port if it ran already.</summary>
    public async Task StartPostgres(params string[] arguments)
    {
        var settings = new ServerSettings(PostgresFolder) { PostgresArguments = arguments };
        Postgres = await InstalledPostgres.In(settings, CancellationToken.None);
        await Postgres.Start(CancellationToken.None);
    }

    /// <summary>Starts RabbitMQ, on the same ports as before if it ran already.</summary>
    public async Task StartBroker()
    {
        RabbitMq = await InstalledRabbitMq.In(new(RabbitMqFolder), CancellationToken.None);
        _rabbitMqServer = await RabbitMq.Start(CancellationToken.None);
    }

    /// <summary>The services in so many replicas, with the schema applied, and the gateway.</summary>
    public async Task StartPlatform(int replicas = 1)
    {
        await ApplySchema();
        _identity = Start("identity", 0, _identityPort, IdentitySettings());
        await _identity.IsReady();
        await Task.WhenAll(
            Programs.Services.SelectMany(service => Enumerable.Range(0, replicas).Select(n => StartReplica(service, n)))
        );
        _gateway = Start("gateway", 0, _gatewayPort, GatewaySettings());
        await _gateway.IsReady();
    }

    /// <summary>What the Job of the Helm chart does before an upgrade.</summary>
    public async Task ApplySchema()
    {
        foreach (var service in Programs.Services)
            await Processes.Must(
                ["dotnet", Programs.Of(service, Root), "db-apply"],
                CancellationToken.None,
                SettingsOf(service)
            );
    }

    /// <summary>Starts a replica in a slot of the gateway, and waits until it is ready.</summary>
    public async Task<TimeSpan> StartReplica(
        string service,
        int slot,
        IReadOnlyDictionary<string, string>? settings = null
    )
    {
        var all = SettingsOf(service);
        foreach (
            var (name, value) in settings
                ?? SettingsByService.GetValueOrDefault(service, new Dictionary<string, string>())
        )
            all[name] = value;
        var port = slot < Slots ? _ports[service][slot] : Ports.Choose(1)[0];
        var replica = Start(service, slot, port, all);
        _replicas[$"{service}-{slot}"] = replica;
        return await replica.IsReady();
    }

    public PlatformProcess Replica(string service, int slot = 0) => _replicas[$"{service}-{slot}"];

    public IEnumerable<PlatformProcess> ReplicasOf(string service) =>
        _replicas.Values.Where(r => r.Name == service && !r.HasExited);

    public Task StopReplicas() => Task.WhenAll(_replicas.Values.Where(r => !r.HasExited).Select(r => r.Stop()));

    /// <summary>Stops RabbitMQ at once and deletes all that it kept.</summary>
    public async Task LoseBroker()
    {
        Processes.Send(_rabbitMqServer.ProcessId!.Value, Signal.Kill);
        await _rabbitMqServer.Stop();
        await Processes.StopMarked(RabbitMqFolder, TimeSpan.Zero);
        // The folder itself stays, so that the new broker has the address and password of the old one.
        var data = new DirectoryInfo(Path.Combine(RabbitMqFolder, "data"));
        foreach (var kept in data.EnumerateDirectories())
            kept.Delete(recursive: true);
        foreach (var kept in data.EnumerateFiles())
            kept.Delete();
    }

    /// <summary>Kills PostgreSQL with all its processes, as a machine that loses its power.</summary>
    public Task LosePostgres() => Processes.StopMarked(PostgresFolder, TimeSpan.Zero);

    /// <summary>Runs a program of PostgreSQL against the server, in its data folder.</summary>
    public Task<string> RunPostgres(string program, params IEnumerable<string> arguments) =>
        Processes.Must(
            [
                "sh",
                "-c",
                "cd \"$1\" && shift && exec \"$@\"",
                "sh",
                Postgres.DataFolder,
                .. Postgres.Program(program, arguments),
            ],
            CancellationToken.None,
            new Dictionary<string, string>
            {
                ["PGHOST"] = "127.0.0.1",
                ["PGPORT"] = $"{Postgres.Port}",
                ["PGUSER"] = "postgres",
                ["PGPASSWORD"] = Postgres.Password,
            }
        );

    /// <summary>A service's database, as the user who may do everything.</summary>
    public string DatabaseOf(string service) =>
        new NpgsqlConnectionStringBuilder(PostgresAddress) { Database = service }.ConnectionString;

    public Task<string> TokenOf(string subject, string[] roles, string[] sites) =>
        DevelopmentTokens.For(Identity, subject, roles, sites, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _instance.Stop();
        _instance.Dispose();
        SaveLogs();
        // A server's folder may be a link to its data.
        foreach (var server in Directory.EnumerateDirectories(Folder))
            await ServerFolder.Delete(server);
        await ServerFolder.Delete(Folder);
    }

    /// <summary>Copies what the processes wrote. It tells the cause of a failure.</summary>
    private void SaveLogs()
    {
        var saved = Directory.CreateDirectory($"{Folder}-logs");
        foreach (var log in Directory.EnumerateFiles(Folder, "*.log"))
            File.Copy(log, Path.Combine(saved.FullName, Path.GetFileName(log)), overwrite: true);
        Console.WriteLine($"The logs of the services are in {saved.FullName}");
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private PlatformProcess Start(string name, int slot, int port, IReadOnlyDictionary<string, string> settings) =>
        PlatformProcess.Start(
            name,
            Programs.Of(name, name == "identity" ? Repository.Root : Root),
            port,
            Path.Combine(Folder, $"{name}-{slot}.log"),
            settings
        );

    /// <summary>Writes the file by which the tools find the replicas that run now.</summary>
    public void WriteState() =>
        _instance.Write(
            new(
                Environment.ProcessId,
                TimeProvider.System.GetUtcNow(),
                Folder,
                Ready: true,
                Gateway,
                Dashboard: null,
                [
                    new("identity", "Running", true, Identity, _identity?.Id, null),
                    .. Programs.Services.SelectMany(service =>
                        new ResourceStatus[]
                        {
                            new($"{service}-db", "Running", true, null, null, DatabaseOf(service)),
                            new(service, "Running", true, ReplicasOf(service).First().Address, null, null),
                        }
                    ),
                    new("gateway", "Running", true, Gateway, _gateway?.Id, null),
                ]
            )
        );

    private Dictionary<string, string> SettingsOf(string service) =>
        new(CommonSettings())
        {
            // With the usual pools of 100, nine replicas would need more sessions than the server has.
            [$"ConnectionStrings__{service}"] = $"{DatabaseOf(service)};Maximum Pool Size=20",
            ["ConnectionStrings__rabbitmq"] = RabbitMq.Address,
            ["EventSourcing__CreatesSchema"] = "false",
            ["PersonalData__MasterKey"] = _keys[service],
            ["PersonalData__ExchangeKey"] = _keys["exchange"],
            ["Auth__AccountKey"] = _keys["account"],
            ["Shutdown__Drain"] = Drain,
        };

    private Dictionary<string, string> GatewaySettings()
    {
        var settings = CommonSettings();
        (settings["RateLimit__PerSecond"], settings["RateLimit__Burst"]) = ("1000000", "1000000");
        foreach (var (service, ports) in _ports)
            for (var slot = 0; slot < Slots; slot++)
                settings[$"Services__{service}__http__{slot}"] = $"http://127.0.0.1:{ports[slot]}";
        return settings;
    }

    private Dictionary<string, string> CommonSettings() =>
        new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Auth__Authority"] = $"{Identity}",
            ["Auth__Issuer"] = $"{Identity}",
            ["Auth__Audience"] = "peernetwork",
            ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false",
            ["Logging__LogLevel__Default"] = "Warning",
            [Processes.MarkVariable] = Folder,
        };

    private Dictionary<string, string> IdentitySettings()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var privateKey = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new(key) { KeyId = "drill" });
        return new(CommonSettings())
        {
            ["Issuer"] = $"{Identity}",
            ["SigningKey"] = JsonSerializer.Serialize(privateKey),
        };
    }
}
