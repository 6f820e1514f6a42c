using System.Runtime.CompilerServices;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Tables that are folded from events, in a schema of their own that bears the projection's version: a new version is
/// built beside the old one, which goes on serving. They can be dropped and rebuilt at any time.
/// </summary>
/// <remarks>
/// SQL names the tables without their schema: the search path of the connection leads to the present version, and to a
/// staging schema during a rebuild. Time is taken from the event, never from the clock.
/// </remarks>
public abstract class TableProjection : EventProjection
{
    private readonly Dictionary<string, string> _uniqueMessages = [];

    /// <summary>The batches of the daemon that check their position already.</summary>
    private readonly ConditionalWeakTable<IDocumentOperations, TableProjection> _guarded = [];

    /// <param name="name">A stable snake_case name: the name of the shard, and of the schema.</param>
    /// <param name="version">To be raised with every change of tables or of what events do to them.</param>
    protected TableProjection(string name, uint version = 1)
    {
        (Name, Version, SchemaName) = (name, version, $"{name}_v{version}");
    }

    /// <summary>The schema of this version's tables.</summary>
    public string SchemaName { get; }

    internal IEnumerable<Table> Tables => SchemaObjects.OfType<Table>();

    internal IReadOnlyDictionary<string, string> UniqueMessages => _uniqueMessages;

    /// <summary>The statements that follow from this event. What the projection does not know it ignores.</summary>
    protected internal abstract void Apply(IEvent e, IDocumentOperations operations);

    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(
        IDocumentOperations operations,
        IEvent e,
        CancellationToken cancellation
    )
    {
        if (Lifecycle == ProjectionLifecycle.Async && _guarded.TryAdd(operations, this))
            operations.RequirePositionOf(ProjectionRebuild.ShardOf(this));
        Apply(e, operations);
        return ValueTask.CompletedTask;
    }

    /// <summary>Declares a table. Marten creates and changes it with the rest of the schema.</summary>
    protected Table AddTable(string name)
    {
        var table = new Table($"{SchemaName}.{name}");
        SchemaObjects.Add(table);
        Options.DeleteDataInTableOnTeardown(table.Identifier.QualifiedName);
        return table;
    }

    /// <summary>Declares a unique index, with the sentence that a client reads when its request violates it.</summary>
    protected void AddUniqueIndex(Table table, string name, string[] columns, string message, string? where = null)
    {
        table.Indexes.Add(
            new IndexDefinition(name)
            {
                Columns = columns,
                IsUnique = true,
                Predicate = where,
            }
        );
        _uniqueMessages.Add(name, message);
    }

    /// <summary>Declares an index.</summary>
    protected static void AddIndex(Table table, string name, string[] columns, string? where = null) =>
        table.Indexes.Add(new IndexDefinition(name) { Columns = columns, Predicate = where });
}

/// <summary>The sentences for violated unique indexes.</summary>
public sealed class UniqueIndexMessages
{
    private readonly Dictionary<string, string> _messages;

    internal UniqueIndexMessages(IEnumerable<TableProjection> projections) =>
        _messages = projections.SelectMany(p => p.UniqueMessages).ToDictionary();

    internal bool Knows(string index) => _messages.ContainsKey(index);

    internal string For(string index) => _messages.GetValueOrDefault(index, "This exists already.");
}
