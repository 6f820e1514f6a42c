using Weasel.Core;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.EventSourcing;

/// <summary>The tables of the chain. Unlike a projection they are never rebuilt.</summary>
internal static class AuditTables
{
    public const string Links = "audit_links",
        Heads = "audit_heads";

    /// <summary>
    /// What an event is hashed by: all that is stored of it, without the sequence number, which an import changes. The
    /// order is in the links. The alias of the event is <c>e</c>.
    /// </summary>
    public const string EntryHash = """
        sha256(convert_to(row(e.id, e.stream_id, e.version, e.type, e.timestamp at time zone 'UTC', e.data,
            e.correlation_id, e.causation_id, e.user_name, nullif(e.headers, 'null'),
            coalesce(e.is_archived, false))::text, 'UTF8'))
        """;

    public static IEnumerable<ISchemaObject> In(string schema)
    {
        var links = new Table($"{schema}.{Links}");
        links.AddColumn("sequence", "bigint").AsPrimaryKey();
        links.AddColumn("number", "bigint").NotNull();
        links.AddColumn("stream", "uuid").NotNull();
        links.AddColumn("entry", "bytea").NotNull();
        links.AddColumn("link", "bytea").NotNull();
        yield return links;

        var heads = new Table($"{schema}.{Heads}");
        heads.AddColumn("day", "date").AsPrimaryKey();
        heads.AddColumn("first_sequence", "bigint").NotNull();
        heads.AddColumn("last_sequence", "bigint").NotNull();
        heads.AddColumn("last_number", "bigint").NotNull();
        heads.AddColumn("link", "bytea").NotNull();
        heads.AddColumn("signature", "bytea").NotNull();
        yield return heads;
    }
}
