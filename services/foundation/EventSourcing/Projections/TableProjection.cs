using System.Runtime.CompilerServices;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// A projection of events into tables. Each version of a projection has its own schema: a new version is built while
/// the old one is still in use. The tables can be dropped and rebuilt at any time.
/// </summary>
/// <remarks>
/// Statements name the tables without a schema. The search path of the connection leads to the current version, or to a
/// staging schema during a rebuild. Time is taken from the event, never from the clock.
/// </remarks>
public abstract class TableProjection : EventProjection
{
    private readonly Dictionary<string, string> _uniqueMessages = [];

    /// <summary>The batches of the daemon that already check their position.</summary>
    private readonly ConditionalWeakTable<IDocumentOperations, TableProjection> _checked = [];

    /// <param name="name">A stable snake_case name: the name of the shard, and of the schema.</param>
    /// <param name="version">Must be increased with every change of the tables or of the statements.</param>
    protected TableProjection(string name, uint version = 1)
    {
        (Name, Version, SchemaName) = (name, version, $"{name}_v{version}");
    }

    /// <summary>The schema of this version's tables.</summary>
    public string SchemaName { get; }

    internal IEnumerable<Table> Tables => SchemaObjects.OfType<Table>();

    internal IReadOnlyDictionary<string, string> UniqueMessages => _uniqueMessages;

    /// <summary>Queues the statements for an event. Other events are ignored.</summary>
    protected internal abstract void Apply(IEvent e, IDocumentOperations operations);

    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(
        IDocumentOperations operations,
        IEvent e,
        CancellationToken cancellation
    )
    {
        if (Lifecycle == ProjectionLifecycle.Async && _checked.TryAdd(operations, this))
            operations.RequirePositionOf(ProjectionRebuild.ShardOf(this));
        Apply(e, operations);
        return ValueTask.CompletedTask;
    }

    /// <summary>Declares a table. Marten creates and migrates it with the rest of the schema.</summary>
    protected Table AddTable(string name)
    {
        var table = new Table($"{SchemaName}.{name}");
        SchemaObjects.Add(table);
        Options.DeleteDataInTableOnTeardown(table.Identifier.QualifiedName);
        return table;
    }

    /// <summary>Declares a unique index, with the error message for a client whose request violates it.</summary>
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

/// <summary>The error messages for violated unique indexes.</summary>
public sealed class UniqueIndexMessages
{
    private readonly Dictionary<string, string> _messages;

    internal UniqueIndexMessages(IEnumerable<TableProjection> projections) =>
        _messages = projections.SelectMany(p => p.UniqueMessages).ToDictionary();

    internal bool Knows(string index) => _messages.ContainsKey(index);

    internal string For(string index) => _messages.GetValueOrDefault(index, "This exists already.");
}
