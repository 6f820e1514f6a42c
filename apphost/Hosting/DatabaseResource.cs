using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <summary>A database on a PostgreSQL of any origin, made when it does not exist yet.</summary>
internal sealed class DatabaseResource(string name, string database, IResourceWithConnectionString server)
    : Resource(name),
        IResourceWithConnectionString,
        IResourceWithParent<IResourceWithConnectionString>
{
    public string Database => database;

    public IResourceWithConnectionString Parent => server;

    // Of two values for one setting Npgsql takes the last.
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{server};Database={database}");
}

internal static class DatabaseExtensions
{
    public static IResourceBuilder<DatabaseResource> AddDatabase(
        this IDistributedApplicationBuilder builder,
        string name,
        string database,
        IResourceBuilder<IResourceWithConnectionString> server
    ) =>
        builder
            .AddResource(new DatabaseResource(name, database, server.Resource))
            .WithInitialState(new() { ResourceType = "Database", Properties = [] })
            .OnInitializeResource(Create);

    private static async Task Create(DatabaseResource resource, InitializeResourceEvent started, CancellationToken ct)
    {
        await started.Notifications.WaitForResourceHealthyAsync(resource.Parent.Name, ct);
        var server = await resource.Parent.GetConnectionStringAsync(ct);
        await Databases.Create(server!, resource.Database, ct);
        await started.Eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, started.Services), ct);
        await started.Notifications.PublishUpdateAsync(
            resource,
            snapshot => snapshot with { State = KnownResourceStates.Running }
        );
    }
}
