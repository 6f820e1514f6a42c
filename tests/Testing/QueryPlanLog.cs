using System.Text;
using System.Text.Json;
using Npgsql;

namespace PeerNetwork.Testing;

/// <summary>
/// The execution plans of all statements on one database, including those within functions. They come from the server
/// log.
/// </summary>
public sealed class QueryPlanLog
{
    private readonly string _file;
    private readonly string _prefix;
    private readonly long _start;

    /// <summary>Reads the plans that are logged from now on.</summary>
    public QueryPlanLog(PostgresFixture server, string connectionString) =>
        (_file, _prefix, _start) = (server.Log, $"{NameOf(connectionString)}|", new FileInfo(server.Log).Length);

    /// <summary>Enables plan logging for new sessions.</summary>
    public static async Task Start(PostgresFixture server, string connectionString)
    {
        await server.Execute("alter system set log_line_prefix = '%d|'");
        // Plans depend on statistics, which autovacuum updates at any time. Without autovacuum the plans are always the
        // same.
        await server.Execute("alter system set autovacuum = off");
        await server.Execute("select pg_reload_conf()");
        var database = NameOf(connectionString);
        foreach (
            var setting in (string[])
                [
                    "session_preload_libraries = 'auto_explain'",
                    "auto_explain.log_min_duration = 0",
                    "auto_explain.log_nested_statements = on",
                    "auto_explain.log_format = 'json'",
                ]
        )
            await server.Execute($"alter database {database} set {setting}");
    }

    public IReadOnlyList<PlannedStatement> Read()
    {
        using var file = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _start;
        using var reader = new StreamReader(file);
        var statements = new List<PlannedStatement>();
        StringBuilder? plan = null;
        while (reader.ReadLine() is { } line)
        {
            // The lines of a plan begin with a tab.
            if (plan is not null && line.StartsWith('\t'))
            {
                plan.AppendLine(line);
                continue;
            }

            if (plan is not null)
                statements.Add(PlannedStatement.Of(plan.ToString()));
            plan =
                line.StartsWith(_prefix, StringComparison.Ordinal) && line.EndsWith("plan:", StringComparison.Ordinal)
                    ? new()
                    : null;
        }

        return statements;
    }

    private static string NameOf(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString).Database!;
}

/// <summary>A statement and the nodes of its plan that read or write a table.</summary>
public sealed record PlannedStatement(string Text, IReadOnlyList<PlannedStatement.Node> Nodes)
{
    /// <param name="Kind">The node type of PostgreSQL, such as Seq Scan or Index Scan.</param>
    /// <param name="Table">The table; null if the node has none.</param>
    /// <param name="IsSelective">False if the node reads the whole table or the whole index.</param>
    public sealed record Node(string Kind, string? Table, bool IsSelective);

    /// <summary>Tables with one row for each subscription or projection, and the sequence, which has one row.</summary>
    private static readonly string[] NeverGrow =
    [
        "mt_event_progression",
        "projection_builds",
        "mt_event_projection_floors",
        "mt_events_sequence",
    ];

    /// <summary>
    /// Whether the statement reads the whole of a table that grows with use. The system catalog does not grow with use.
    /// </summary>
    /// <param name="othersThatNeverGrow">Further tables that stay small.</param>
    public bool ReadsAGrowingTable(params string[] othersThatNeverGrow) =>
        Nodes.Any(n =>
            n is { Table: { } table, IsSelective: false }
            && !table.StartsWith("pg_", StringComparison.Ordinal)
            && !NeverGrow.Contains(table)
            && !othersThatNeverGrow.Contains(table)
        );

    internal static PlannedStatement Of(string json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        return new(root.GetProperty("Query Text").GetString()!, [.. NodesOf(root.GetProperty("Plan"), limited: false)]);
    }

    public override string ToString() => $"{Text}\n{string.Join(", ", Nodes)}\n";

    private static IEnumerable<Node> NodesOf(JsonElement plan, bool limited)
    {
        var kind = plan.GetProperty("Node Type").GetString()!;
        var table = plan.TryGetProperty("Relation Name", out var name) ? name.GetString() : null;
        var reads = kind.EndsWith("Scan", StringComparison.Ordinal);
        var conditions = plan.TryGetProperty("Index Cond", out _) || plan.TryGetProperty("Recheck Cond", out _);
        // The first page of a list needs no condition: the index scan stops at the limit.
        var stops =
            limited && kind.StartsWith("Index", StringComparison.Ordinal) && !plan.TryGetProperty("Filter", out _);
        yield return new(kind, table, !reads || conditions || stops);
        if (!plan.TryGetProperty("Plans", out var parts))
            yield break;
        foreach (var node in parts.EnumerateArray().SelectMany(part => NodesOf(part, kind == "Limit")))
            yield return node;
    }
}
