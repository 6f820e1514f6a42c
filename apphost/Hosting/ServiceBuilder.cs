namespace PeerNetwork.AppHost.Hosting;

/// <summary>The replicas of one service, which are given the same.</summary>
internal sealed class ServiceBuilder(
    IDistributedApplicationBuilder builder,
    string name,
    Secrets secrets,
    IReadOnlyList<IResourceBuilder<ProjectResource>> replicas
)
{
    public IReadOnlyList<IResourceBuilder<ProjectResource>> Replicas => replicas;

    /// <summary>A database of its own, with the keys of what is personal in it.</summary>
    public ServiceBuilder WithDatabase(IResourceBuilder<IResourceWithConnectionString> postgres)
    {
        var database = builder.AddDatabase($"{name}-db", name, postgres);
        return Each(replica =>
            replica
                .WithReference(database, connectionName: name)
                .WaitFor(database)
                .WithSecret("PersonalData__MasterKey", secrets.MasterKeyOf(name))
                .WithSecret("Auth__AccountKey", secrets.AccountKey)
        );
    }

    public ServiceBuilder WithBroker(IResourceBuilder<IResourceWithConnectionString> rabbitmq) =>
        Each(replica => replica.WithReference(rabbitmq).WaitFor(rabbitmq));

    /// <summary>The key under which enrollment sends questionnaire answers to matching.</summary>
    public ServiceBuilder WithExchangeKey() =>
        Each(replica => replica.WithSecret("PersonalData__ExchangeKey", secrets.ExchangeKey));

    private ServiceBuilder Each(Action<IResourceBuilder<ProjectResource>> configure)
    {
        foreach (var replica in replicas)
            configure(replica);
        return this;
    }
}
