using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>A version of a projection whose tables are in the database.</summary>
/// <param name="Schema">The schema of the tables, such as <c>match_list_v2</c>.</param>
/// <param name="InUse">Whether this version of the service uses it.</param>
public sealed record ProjectionVersion(string Schema, bool InUse);

/// <summary>Lists and drops the tables of former versions of the projections.</summary>
public sealed class ProjectionVersions(EventDatabase database, ProjectionRebuild projections)
{
    /// <summary>All versions in the database, including those of other versions of the service.</summary>
    public async Task<IReadOnlyList<ProjectionVersion>> List(CancellationToken ct)
    {
        var current = projections.All.Select(p => p.SchemaName).ToHashSet();
        await using var command = database.Source.CreateCommand(
            "select schema_name from information_schema.schemata where schema_name ~ $1 order by schema_name"
        );
        var names = string.Join('|', projections.All.Select(p => p.Name));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"^({names})_v[0-9]+$" });
        var versions = new List<ProjectionVersion>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            versions.Add(new(rows.GetString(0), current.Contains(rows.GetString(0))));
        return versions;
    }

    /// <summary>Drops a former version. Replicas that still use it must be stopped before.</summary>
    /// <exception cref="DomainException">There is no such version, or it is in use.</exception>
    public async Task Drop(string schema, CancellationToken ct)
    {
        var version = (await List(ct)).FirstOrDefault(v => v.Schema == schema);
        if (version is null)
            throw new DomainException(DomainError.NotFound, $"There is no projection version '{schema}'.");
        if (version.InUse)
            throw new DomainException(DomainError.Conflict, $"The projection version '{schema}' is in use.");
        await using var connection = await database.OpenUnpooledConnection(ct);
        await connection.Execute($"drop schema {schema} cascade", ct);
    }
}

/// <summary>
/// Builds the tables of a new version of an inline projection before the service starts. After that, each append
/// updates them.
/// </summary>
internal sealed class InlineProjectionSetup(
    IDocumentStore store,
    EventDatabase database,
    ProjectionRebuild projections,
    ProjectionBuilds builds,
    ILogger<InlineProjectionSetup> log
) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var built = await builds.All(cancellationToken);
            foreach (var projection in projections.All.Where(ProjectionRebuild.IsInline))
            {
                if (!built.Contains(projection.SchemaName))
                    await Fill(projection, cancellationToken);
            }
        }
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            // The health check fails too, so the service gets no requests until it is started again.
            log.LogError(e, "The database schema is older than this service: run db-apply and start it again");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Fill(TableProjection projection, CancellationToken ct)
    {
        await using var build = await ProjectionBuild.InPlace(store, database, projection, ct);
        // Another replica may have built them while this one waited for the lock.
        if ((await builds.All(ct)).Contains(projection.SchemaName))
            return;
        log.LogInformation("Building the tables of the new version {Projection}", projection.SchemaName);
        await using var transaction = await build.Connection.BeginTransactionAsync(ct);
        var position = await projections.LockPosition(build.Connection, projection, ct);
        await build.BuildUpTo(position, transaction, ct);
        await builds.Add(projection, build.Connection, ct);
        await transaction.CommitAsync(ct);
    }
}
