using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>Makes the tables when a service starts, and rebuilds the projections whose definition has changed since.</summary>
internal sealed class SchemaSetup(EventStoreDatabase database, ProjectionRebuild rebuild, ILogger<SchemaSetup> log)
    : IHostedService
{
    private static readonly string Script = ReadScript();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenSession(cancellationToken);
        await connection.Execute(
            "set lock_timeout = 0; set statement_timeout = 0; select pg_advisory_lock(hashtextextended('schema', 0))",
            cancellationToken
        );
        await connection.Execute(
            Script.Replace("{schema}", database.Schema, StringComparison.Ordinal),
            cancellationToken
        );
        foreach (var projection in rebuild.All)
        {
            if (await DefinitionOf(connection, projection.Name, cancellationToken) == projection.Schema)
                continue;
            log.LogInformation("The tables of {Projection} are new or have changed: building them", projection.Name);
            await rebuild.Run(projection.Name, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string?> DefinitionOf(NpgsqlConnection connection, string projection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select definition from {database.Schema}.projections where name = $1",
            connection
        );
        command.Parameters.Add(new() { Value = projection });
        return await command.ExecuteScalarAsync(ct) as string;
    }

    private static string ReadScript()
    {
        using var stream = typeof(SchemaSetup).Assembly.GetManifestResourceStream("PeerNetwork.EventStore.Schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
