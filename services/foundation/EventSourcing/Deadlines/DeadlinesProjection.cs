using JasperFx.Events;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The deadlines of a service that are still to come or are due. Written with the append. A service derives a class
/// without parameters that names its rules: a rebuild makes one of its own.
/// </summary>
public abstract class DeadlinesProjection : TableProjection
{
    /// <param name="rules">All kinds of deadlines of the service.</param>
    protected DeadlinesProjection(params DeadlineRule[] rules)
        : base("deadlines")
    {
        Rules = rules.ToDictionary(rule => rule.Kind);
        var deadlines = AddTable("deadlines");
        deadlines.AddColumn("id", "uuid").AsPrimaryKey();
        deadlines.AddColumn("kind", "text").NotNull();
        deadlines.AddColumn("stream", "uuid").NotNull();
        deadlines.AddColumn("due_at", "timestamptz").NotNull();
        deadlines.AddColumn("cause", "uuid").NotNull();
        deadlines.AddColumn("correlation", "text");
        AddIndex(deadlines, "deadlines_by_due_time", ["due_at", "id"]);
    }

    /// <summary>The names of all rules.</summary>
    public IEnumerable<string> Kinds => Rules.Keys;

    internal IReadOnlyDictionary<string, DeadlineRule> Rules { get; }

    protected internal sealed override void Apply(IEvent e, IDocumentOperations operations)
    {
        foreach (var rule in Rules.Values)
        foreach (var (id, stream, dueAt) in rule.Changes(e))
        {
            if (dueAt is { } due)
                operations.QueueSql(
                    $"""
                    insert into deadlines (id, kind, stream, due_at, cause, correlation)
                    values ({id}, {rule.Kind}, {stream}, {due}, {e.Id}, {e.CorrelationId})
                    on conflict (id) do update set due_at = excluded.due_at, cause = excluded.cause,
                        correlation = excluded.correlation
                    """
                );
            else
                operations.QueueSql($"delete from deadlines where id = {id}");
        }
    }
}
