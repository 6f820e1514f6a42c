using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using PeerNetwork.AppHost.Hosting;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests;

/// <summary>The application model for each origin of the servers; nothing of it is started.</summary>
public sealed class GraphTests : IAsyncLifetime
{
    private static readonly string[] Services = ["enrollment", "matching", "engagement", "analytics"];

    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-graph-").FullName;
    private LocalInstance _instance = null!;

    public async Task InitializeAsync() => _instance = await LocalInstance.Open(_folder, fresh: false, default);

    public Task DisposeAsync()
    {
        _instance.Dispose();
        return ServerFolder.Delete(_folder);
    }

    [Fact]
    public async Task Where_a_container_engine_runs_the_servers_are_containers_that_keep_their_data()
    {
        var model = await Model(new ContainerEngine("true"));

        var postgres = model["postgres"].ShouldBeOfType<PostgresServerResource>();
        var rabbitmq = model["rabbitmq"].ShouldBeOfType<RabbitMQServerResource>();
        Image(postgres).ShouldStartWith("library/postgres:");
        Image(rabbitmq).ShouldEndWith("-management");
        foreach (var server in new IResource[] { postgres, rabbitmq })
        {
            var volume = server.Annotations.OfType<ContainerMountAnnotation>().ShouldHaveSingleItem();
            volume.Type.ShouldBe(ContainerMountType.Volume);
            volume.Source!.ShouldStartWith($"peernetwork-{server.Name}-");
            // They end with the platform.
            server
                .Annotations.OfType<ContainerLifetimeAnnotation>()
                .ShouldAllBe(a => a.Lifetime == ContainerLifetime.Session);
        }

        (await Password(postgres.PasswordParameter)).ShouldBe(
            await Password(
                (await Model(new ContainerEngine("true")))["postgres"]
                    .ShouldBeOfType<PostgresServerResource>()
                    .PasswordParameter
            ),
            "the volume keeps the first password"
        );
    }

    [Fact]
    public async Task Without_an_engine_the_servers_are_processes_of_the_installed_programs()
    {
        var model = await Model(engine: null);

        model["postgres"].ShouldBeOfType<InstalledPostgresResource>();
        model["rabbitmq"].ShouldBeOfType<InstalledRabbitMqResource>();
        WaitsFor(model["rabbitmq"]).ShouldContain("rabbitmq-port-mapper");
        foreach (var name in new[] { "postgres", "rabbitmq", "rabbitmq-port-mapper" })
            model[name].Annotations.OfType<KeepRunningAnnotation>().ShouldHaveSingleItem(name);
    }

    [Fact]
    public async Task Servers_that_are_given_are_not_started()
    {
        var model = await Model(
            new ContainerEngine("true"),
            ("ConnectionStrings:postgres", "Host=db.example;Username=me"),
            ("ConnectionStrings:rabbitmq", "amqp://broker.example/")
        );

        model.Values.OfType<ContainerResource>().ShouldBeEmpty();
        model.Values.ShouldAllBe(r => !(r is InstalledPostgresResource || r is InstalledRabbitMqResource));
        (await ConnectionString(model["postgres"])).ShouldBe("Host=db.example;Username=me");
        (await ConnectionString(model["enrollment-db"])).ShouldBe("Host=db.example;Username=me;Database=enrollment");
        (await ConnectionString(model["rabbitmq"])).ShouldBe("amqp://broker.example/");
    }

    [Fact]
    public async Task Each_service_waits_for_its_own_database_and_the_broker_and_the_gateway_for_every_service()
    {
        var model = await Model(new ContainerEngine("true"));

        foreach (var service in Services)
        {
            WaitsFor(model[service]).ShouldBe(["identity", "postgres", $"{service}-db", "rabbitmq"], ignoreOrder: true);
            model[$"{service}-db"].ShouldBeOfType<DatabaseResource>().Parent.ShouldBe(model["postgres"]);
        }

        WaitsFor(model["gateway"]).ShouldBe(["identity", .. Services], ignoreOrder: true);
        WaitsFor(model["portal"]).ShouldBe(["identity", "postgres", "portal-db"], ignoreOrder: true);
        WaitsFor(model["load-company"]).ShouldBe(["gateway"]);
        foreach (var name in Services.Append("gateway").Append("portal").Append("identity"))
        {
            model[name].Annotations.OfType<HealthCheckAnnotation>().ShouldHaveSingleItem(name);
            model[name].Annotations.OfType<KeepRunningAnnotation>().ShouldHaveSingleItem(name);
        }
    }

    [Fact]
    public async Task Replicas_are_resources_of_their_own_to_which_the_gateway_has_the_addresses()
    {
        var model = await Model(new ContainerEngine("true"), ("Replicas:matching", "3"));

        string[] replicas = ["matching", "matching-2", "matching-3"];
        foreach (var replica in replicas)
            WaitsFor(model[replica]).ShouldBe(["identity", "postgres", "matching-db", "rabbitmq"], ignoreOrder: true);
        WaitsFor(model["gateway"]).ShouldBe(["identity", .. Services, "matching-2", "matching-3"], ignoreOrder: true);
        replicas.Select(replica => Endpoint(model[replica]).Port).Distinct().Count().ShouldBe(3);
        replicas.ShouldAllBe(replica => !Endpoint(model[replica]).IsProxied);
    }

    [Fact]
    public async Task An_empty_platform_has_no_demo_company()
    {
        var model = await Model(new ContainerEngine("true"), empty: true);

        model.ShouldNotContainKey("load-company");
        model["demo"].Annotations.OfType<ExplicitStartupAnnotation>().ShouldHaveSingleItem();
    }

    private Task<Dictionary<string, IResource>> Model(
        ContainerEngine? engine,
        params (string Name, string Value)[] settings
    ) => Model(engine, empty: false, settings);

    private async Task<Dictionary<string, IResource>> Model(
        ContainerEngine? engine,
        bool empty,
        params (string Name, string Value)[] settings
    )
    {
        var options = new StartOptions(_folder, Fresh: false, empty, Company: null, ShowDashboard: false);
        var builder = Dashboard.CreateBuilder(options);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value));
        await builder.AddPlatform(_instance, engine, options, default);
        return builder.Resources.ToDictionary(r => r.Name);
    }

    private static string Image(IResource container)
    {
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Last();
        return $"{image.Image}:{image.Tag}";
    }

    private static IEnumerable<string> WaitsFor(IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).Distinct();

    private static EndpointAnnotation Endpoint(IResource resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().ShouldHaveSingleItem();

    private static async Task<string?> ConnectionString(IResource resource) =>
        await resource.ShouldBeAssignableTo<IResourceWithConnectionString>()!.GetConnectionStringAsync();

    private static async Task<string?> Password(ParameterResource parameter) => await parameter.GetValueAsync(default);
}
