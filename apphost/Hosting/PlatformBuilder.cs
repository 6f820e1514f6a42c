using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>Adds the projects of the platform with what all of them need.</summary>
internal sealed class PlatformBuilder(IDistributedApplicationBuilder builder, LocalInstance instance)
{
    private const string Audience = "peernetwork";
    private const int GatewayPort = 5080,
        IdentityPort = 5081;

    private readonly Secrets _secrets = Secrets.In(instance.Folder);
    private IResourceBuilder<ProjectResource>? _identity;

    /// <summary>The provider of tokens. What is added after it accepts its tokens and waits for it.</summary>
    public void AddIdentityProvider<TProject>(string name)
        where TProject : IProjectMetadata, new()
    {
        _identity = AddWebProject<TProject>(name, IdentityPort);
        _identity.WithEnvironment("Issuer", AddressOf(_identity)).WithSecret("SigningKey", _secrets.PrivateKey);
    }

    /// <summary>A service, in as many replicas as the setting <c>Replicas:{name}</c> says, else in one.</summary>
    public ServiceBuilder AddService<TProject>(string name)
        where TProject : IProjectMetadata, new()
    {
        var replicas = AddReplicas<TProject>(name);
        replicas[0].WithProcessCommand("rebuild-projection", "Rebuild a projection", Rebuild(name), RebuildOptions);
        return new(builder, name, _secrets, replicas);
    }

    /// <summary>The replicas of the web portal, with a database of its own. The gateway leads to it.</summary>
    public IReadOnlyList<IResourceBuilder<ProjectResource>> AddPortal<TProject>(
        string name,
        IResourceBuilder<IResourceWithConnectionString> postgres
    )
        where TProject : IProjectMetadata, new()
    {
        var database = builder.AddDatabase($"{name}-db", name, postgres);
        var replicas = AddReplicas<TProject>(name);
        foreach (var replica in replicas)
            replica
                .WithReference(database, connectionName: name)
                .WaitFor(database)
                .WithSecret("Portal__MasterKey", _secrets.MasterKeyOf(name));
        return replicas;
    }

    public IResourceBuilder<ProjectResource> AddGateway<TProject>(
        string name,
        IReadOnlyCollection<ServiceBuilder> services,
        IReadOnlyList<IResourceBuilder<ProjectResource>> portal
    )
        where TProject : IProjectMetadata, new()
    {
        var gateway = WithTokens(AddWebProject<TProject>(name, GatewayPort));
        // The portal and the gateway call each other, so neither waits for the other.
        foreach (var replica in portal)
        {
            gateway.WithReference(replica);
            replica.WithReference(gateway);
        }
        foreach (var replica in services.SelectMany(service => service.Replicas))
            gateway.WithReference(replica).WaitFor(replica);
        return gateway;
    }

    /// <summary>A command of the tools, which ends by itself.</summary>
    public IResourceBuilder<ProjectResource> AddTool(string command, IResourceBuilder<ProjectResource> gateway) =>
        AddProject<Projects.Tools>(command).WithArgs(command, "--data", instance.Folder).WaitFor(gateway);

    /// <summary>Each replica has an address of its own, so that the gateway balances over them.</summary>
    private IResourceBuilder<ProjectResource>[] AddReplicas<TProject>(string name)
        where TProject : IProjectMetadata, new() =>
        [
            .. Enumerable
                .Range(1, builder.Configuration.GetValue($"Replicas:{name}", 1))
                .Select(number =>
                    WithTokens(AddWebProject<TProject>(number == 1 ? name : $"{name}-{number}", preferredPort: 0))
                ),
        ];

    private static ProcessCommandOptions RebuildOptions =>
        new()
        {
            Description = "Its old tables are read until the new ones are complete.",
            Arguments =
            [
                new()
                {
                    Name = "projection",
                    Label = "Projection",
                    Placeholder = "match_list",
                    InputType = InputType.Text,
                    Required = true,
                },
            ],
        };

    private Func<ExecuteCommandContext, ProcessCommandSpec> Rebuild(string service) =>
        context =>
            new("dotnet")
            {
                Arguments =
                [
                    Built<Projects.Tools>().Program,
                    "rebuild",
                    "--service",
                    service,
                    "--projection",
                    context.Arguments.GetString("projection") ?? "",
                    "--data",
                    instance.Folder,
                ],
            };

    private IResourceBuilder<ProjectResource> AddWebProject<TProject>(string name, int preferredPort)
        where TProject : IProjectMetadata, new()
    {
        var port = instance.PortFor(name, preferredPort);
        var project = AddProject<TProject>(name)
            // Without Aspire's proxy, which accepts connections also while the process is away.
            .WithHttpEndpoint(port, targetPort: port, isProxied: false)
            .WithHttpHealthCheck("/health/ready")
            .WithEnvironment("DOTNET_hostBuilder__reloadConfigOnChange", "false")
            .WithEnvironment("Logging__LogLevel__Microsoft.AspNetCore", "Warning")
            .WithEnvironment("Logging__LogLevel__MassTransit", "Warning")
            .KeepRunning();
        // A collector of the user's own gets the telemetry in place of the dashboard.
        foreach (
            var (variable, value) in builder.Configuration.AsEnumerable().Where(setting => IsExporter(setting.Key))
        )
            project.WithEnvironment(variable, value);
        return project;
    }

    private IResourceBuilder<ProjectResource> WithTokens(IResourceBuilder<ProjectResource> project)
    {
        var identity = _identity ?? throw new InvalidOperationException("The identity provider is added first.");
        return project
            .WithEnvironment("Auth__Authority", AddressOf(identity))
            .WithEnvironment("Auth__Issuer", AddressOf(identity))
            .WithEnvironment("Auth__Audience", Audience)
            .WaitFor(identity);
    }

    private static string AddressOf(IResourceBuilder<ProjectResource> project) =>
        $"http://localhost:{project.Resource.Annotations.OfType<EndpointAnnotation>().Single().Port}/";

    /// <summary>
    /// The built program itself. Aspire would start <c>dotnet run</c>, which builds once more and stays as its parent.
    /// </summary>
    private IResourceBuilder<ProjectResource> AddProject<TProject>(string name)
        where TProject : IProjectMetadata, new()
    {
        var (folder, program) = Built<TProject>();
        return builder
            .AddProject<TProject>(name, options => options.ExcludeLaunchProfile = true)
            .WithAnnotation(new ExecutableAnnotation { Command = "dotnet", WorkingDirectory = folder })
            .WithArgs(program)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development")
            .WithEnvironment("DOTNET_ENVIRONMENT", "Development")
            .WithEnvironment(Processes.MarkVariable, instance.Folder);
    }

    /// <summary>
    /// A project's folder and its built program, in the configuration of this one (bin/Debug/net10.0).
    /// </summary>
    private static (string Folder, string Program) Built<TProject>()
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject().ProjectPath;
        var folder = Path.GetDirectoryName(project)!;
        var output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        var program = $"PeerNetwork.{Path.GetFileNameWithoutExtension(project)}.dll";
        return (folder, Path.Combine([folder, .. output[^3..], program]));
    }

    private static bool IsExporter(string setting) =>
        setting.StartsWith("OTEL_EXPORTER_", StringComparison.Ordinal) || setting == "OTEL_METRICS_EXPORTER";
}
