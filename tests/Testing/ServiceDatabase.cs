using Npgsql;

namespace PeerNetwork.Testing;

/// <summary>
/// The database of a service with the roles of <c>deploy/database/roles.sql</c>: the schema is applied by its owner,
/// and the service logs in as a role that cannot change it.
/// </summary>
public sealed class ServiceDatabase
{
    private readonly string _service,
        _prefix;

    private ServiceDatabase(string service, string prefix, string administrator) =>
        (_service, _prefix, Administrator) = (service, prefix, administrator);

    /// <summary>The connection string of the superuser.</summary>
    public string Administrator { get; }

    public string Superuser => new NpgsqlConnectionStringBuilder(Administrator).Username!;

    public string Owner => $"{_prefix}_owner";

    public string ServiceRole => $"{_prefix}_service";

    public string LoginA => $"{_prefix}_a";

    public string LoginB => $"{_prefix}_b";

    /// <param name="service">The service's name in lower case.</param>
    public static async Task<ServiceDatabase> Create(string service) =>
        await Create(service, await TestServers.NewDatabase());

    /// <param name="service">The service's name in lower case.</param>
    /// <param name="administrator">The superuser's connection string of an empty database.</param>
    public static async Task<ServiceDatabase> Create(string service, string administrator)
    {
        // Roles belong to the server, which other tests use too.
        var database = new ServiceDatabase(service, $"{service}_{Guid.CreateVersion7():N}", administrator);
        await database.Execute(
            $"""
            set peernetwork.service = '{database._prefix}';
            {await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "database", "roles.sql"))}
            """
        );
        foreach (var login in (string[])[database.Owner, database.LoginA, database.LoginB])
            await database.SetPassword(login, database._prefix);
        await database.ApplySchema();
        return database;
    }

    /// <summary>Runs <c>db-apply</c> as the owner.</summary>
    public Task ApplySchema() =>
        ApplySchema(
            _service,
            new Dictionary<string, string>
            {
                [$"ConnectionStrings__{_service}"] = ConnectionOf(Owner),
                ["EventSourcing__ServiceRole"] = ServiceRole,
            }
        );

    internal static async Task ApplySchema(string service, IReadOnlyDictionary<string, string> settings)
    {
        var (exitCode, output) = await ServiceProcess.Run(service, settings, "db-apply");
        if (exitCode != 0)
            throw new InvalidOperationException(output);
    }

    public string ConnectionOf(string login, string? password = null) =>
        new NpgsqlConnectionStringBuilder(Administrator)
        {
            Username = login,
            Password = password ?? _prefix,
        }.ConnectionString;

    public Task SetPassword(string login, string password) => Execute($"alter role {login} password '{password}'");

    /// <summary>Runs statements as the superuser.</summary>
    public Task Execute(string sql) => Execute(Administrator, sql);

    public static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
