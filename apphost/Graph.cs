using PeerNetwork.AppHost.Hosting;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost;

/// <summary>The platform on one machine: its resources and what each of them waits for.</summary>
internal static class Graph
{
    public static async Task AddPlatform(
        this IDistributedApplicationBuilder builder,
        LocalInstance instance,
        ContainerEngine? engine,
        StartOptions options,
        CancellationToken ct
    )
    {
        var platform = new PlatformBuilder(builder, instance);
        var postgres = await builder.AddPostgresServer("postgres", instance, engine, ct);
        var rabbitmq = await builder.AddRabbitMqServer("rabbitmq", instance, engine, ct);

        platform.AddIdentityProvider<Projects.IdentityProvider>("identity");
        var enrollment = platform
            .AddService<Projects.Enrollment>("enrollment")
            .WithDatabase(postgres)
            .WithBroker(rabbitmq)
            .WithExchangeKey();
        var matching = platform
            .AddService<Projects.Matching>("matching")
            .WithDatabase(postgres)
            .WithBroker(rabbitmq)
            .WithExchangeKey();
        var engagement = platform
            .AddService<Projects.Engagement>("engagement")
            .WithDatabase(postgres)
            .WithBroker(rabbitmq);
        var analytics = platform
            .AddService<Projects.Analytics>("analytics")
            .WithDatabase(postgres)
            .WithBroker(rabbitmq);

        var portal = platform.AddPortal<Projects.Portal>("portal", postgres);
        var gateway = platform.AddGateway<Projects.Gateway>(
            "gateway",
            [enrollment, matching, engagement, analytics],
            portal
        );
        string[] company = options.Company is { } people ? ["--company", $"{people}"] : [];
        if (!options.Empty)
            platform.AddTool(InstanceReport.LoadCompany, gateway).WithArgs(company);
        platform.AddTool("demo", gateway).WithArgs(company).WithExplicitStart();
        platform.AddTool("verify", gateway).WithExplicitStart();

        builder.AddSupervision(instance);
    }
}
