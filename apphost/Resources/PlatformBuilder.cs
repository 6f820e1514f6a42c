using PeerNetwork.AppHost.Instances;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Resources;

/// <summary>The words of the graph: what a server, a service and the gateway are given.</summary>
internal sealed class PlatformBuilder(
    Instance instance,
    IConfiguration configuration,
    LogPrinter printer,
    TimeSpan patience
)
{
    private const string Issuer = "peernetwork-development",
        Audience = "peernetwork";
    private const int GatewayPort = 5080;

    private readonly LogPrinter _printer = printer;
    private readonly List<Resource> _resources = [];
    private readonly Secrets _secrets = Secrets.In(instance.Folder);

    public IReadOnlyList<Resource> Resources => _resources;

    public Resource AddPostgres(string name) => AddServer(name, LocalPostgres.Start);

    public Resource AddRabbitMq(string name) => AddServer(name, (settings, ct) => LocalRabbitMq.Start(settings, ct));

    /// <summary>A service, in as many replicas as the setting <c>Replicas:{name}</c> says, else in one.</summary>
    public ServiceBuilder AddService(string name)
    {
        var replicas = Enumerable
            .Range(1, configuration.GetValue($"Replicas:{name}", 1))
            .Select(n => n == 1 ? name : $"{name}-{n}");
        return new(this, name, [.. replicas.Select(replica => AddProject(replica, Path.Combine("services", name), 0))]);
    }

    public GatewayBuilder AddGateway(string name)
    {
        var gateway = AddProject(name, name, GatewayPort)
            .With("Auth__DevelopmentSigningKey", () => _secrets.PrivateKey);
        return new(gateway);
    }

    private ServerResource AddServer(string name, Func<ServerSettings, CancellationToken, Task<RunningServer>> start)
    {
        var log = new ResourceLog(name, _printer);
        var settings = new ServerSettings(Path.Combine(instance.Folder, name))
        {
            Given = configuration.GetConnectionString(name),
            Say = log.Add,
        };
        return Add(new ServerResource(name, log, settings, start));
    }

    private ProcessResource AddProject(string name, string folder, int preferredPort)
    {
        var url = new Uri($"http://127.0.0.1:{instance.PortFor(name, preferredPort)}");
        var source = Path.Combine(Repository.Root, folder);
        var settings = new ProcessSettings(["dotnet", Repository.Built(source)], source, instance.Mark, url, patience);
        return Add(new ProcessResource(name, new(name, _printer), settings))
            .With("ASPNETCORE_URLS", () => url.AbsoluteUri)
            .With("ASPNETCORE_ENVIRONMENT", () => "Development")
            .With("DOTNET_ENVIRONMENT", () => "Development")
            .With("DOTNET_hostBuilder__reloadConfigOnChange", () => "false")
            .With("Logging__Console__FormatterName", () => "simple")
            .With("Logging__Console__FormatterOptions__SingleLine", () => "true")
            .With("Logging__LogLevel__Microsoft.AspNetCore", () => "Warning")
            .With("Logging__LogLevel__MassTransit", () => "Warning")
            .With("Auth__Issuer", () => Issuer)
            .With("Auth__Audience", () => Audience)
            .With("Auth__PublicKeys", () => _secrets.PublicKeys);
    }

    private T Add<T>(T resource, Resource? before = null)
        where T : Resource
    {
        _resources.Insert(before is null ? _resources.Count : _resources.IndexOf(before), resource);
        return resource;
    }

    internal sealed class ServiceBuilder(PlatformBuilder platform, string name, ProcessResource[] replicas)
    {
        public string Name => name;

        public IReadOnlyList<ProcessResource> Replicas => replicas;

        public ServiceBuilder With(string variable, Func<string> value)
        {
            foreach (var replica in replicas)
                replica.With(variable, value);
            return this;
        }

        /// <summary>A database of its own, and a key for the personal data in it.</summary>
        public ServiceBuilder WithDatabase(Resource postgres)
        {
            var database = platform.Add(
                new DatabaseResource($"{name}-db", new($"{name}-db", platform._printer), name, postgres),
                before: replicas[0]
            );
            database.WaitFor(postgres);
            return WaitFor(database)
                .With($"ConnectionStrings__{name}", () => database.ConnectionString!)
                .With("PersonalData__MasterKey", () => platform._secrets.MasterKeyOf(name));
        }

        /// <summary>The key under which enrollment sends questionnaire answers to matching.</summary>
        public ServiceBuilder WithExchangeKey() =>
            With("PersonalData__ExchangeKey", () => platform._secrets.ExchangeKey);

        public ServiceBuilder WithBroker(Resource rabbitmq) =>
            WaitFor(rabbitmq).With("ConnectionStrings__rabbitmq", () => rabbitmq.ConnectionString!);

        private ServiceBuilder WaitFor(Resource other)
        {
            foreach (var replica in replicas)
                replica.WaitFor(other);
            return this;
        }
    }

    internal sealed class GatewayBuilder(ProcessResource gateway)
    {
        public void InFrontOf(params IEnumerable<ServiceBuilder> services)
        {
            foreach (var service in services)
            {
                foreach (var replica in service.Replicas)
                    gateway.WaitFor(replica);
                gateway.With(
                    $"Services__{service.Name}",
                    () => string.Join(';', service.Replicas.Select(r => r.Url!.AbsoluteUri))
                );
            }
        }
    }
}
