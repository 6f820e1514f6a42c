using System.Text.Json;
using JasperFx.Events;
using Marten;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Consents;

/// <summary>
/// The kinds of consents with the texts of all versions, and who has consented to which version. Written with the
/// append: a consent that was withdrawn counts no longer.
/// </summary>
public sealed class ConsentsProjection : TableProjection
{
    public ConsentsProjection()
        : base("consents")
    {
        var kinds = AddTable("consent_kinds");
        kinds.AddColumn("id", "uuid").AsPrimaryKey();
        kinds.AddColumn("code", "text").NotNull();
        kinds.AddColumn("version", "integer").NotNull();
        kinds.AddColumn("asked", "boolean").NotNull();

        var texts = AddTable("consent_texts");
        texts.AddColumn("kind", "uuid").AsPrimaryKey();
        texts.AddColumn("version", "integer").AsPrimaryKey();
        texts.AddColumn("texts", "text").NotNull();
        texts.AddColumn("published_at", "timestamptz").NotNull();

        var consents = AddTable("consents");
        consents.AddColumn("kind", "uuid").AsPrimaryKey();
        consents.AddColumn("version", "integer").AsPrimaryKey();
        consents.AddColumn("person", "uuid").AsPrimaryKey();
        consents.AddColumn("language", "jsonb").NotNull();
        consents.AddColumn("given_at", "timestamptz").NotNull();
        consents.AddColumn("withdrawn_at", "timestamptz");
        // The person was merged into another, who has the consent too.
        consents.AddColumn("merged", "boolean").NotNull().DefaultValueByExpression("false");
        AddIndex(consents, "consents_of_a_person", ["person"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ConsentTextPublished p:
                Publish(p, operations);
                break;
            case ConsentKindEnded k:
                operations.QueueSql($"update consent_kinds set asked = false where id = {ConsentKind.IdOf(k.Kind)}");
                break;
            case ConsentGiven g:
                operations.QueueSql(
                    $"""
                    insert into consents (kind, version, person, language, given_at)
                    values ({ConsentKind.IdOf(g.Kind)}, {g.Version}, {g.Person.Value}, {g.Language}, {g.At})
                    on conflict (kind, version, person) do update
                        set language = excluded.language, given_at = excluded.given_at, withdrawn_at = null
                    """
                );
                break;
            case ConsentWithdrawn w:
                operations.QueueSql(
                    $"""
                    update consents set withdrawn_at = {w.At}
                    where person = {w.Person.Value} and kind = {ConsentKind.IdOf(w.Kind)} and withdrawn_at is null
                    """
                );
                break;
            case MergedInto m:
                operations.QueueSql($"update consents set merged = true where person = {m.Person.Value}");
                break;
            case DuplicateRestored r:
                operations.QueueSql($"update consents set merged = false where person = {r.Person.Value}");
                break;
            case PersonErased p:
                operations.QueueSql($"delete from consents where person = {p.Person.Value}");
                break;
        }
    }

    private static void Publish(ConsentTextPublished p, IDocumentOperations operations)
    {
        var id = ConsentKind.IdOf(p.Kind);
        var texts = JsonSerializer.Serialize(p.Texts, JsonSerializerOptions.Web);
        operations.QueueSql(
            $"""
            insert into consent_kinds (id, code, version, asked) values ({id}, {p.Kind}, {p.Version}, true)
            on conflict (id) do update set version = excluded.version, asked = true
            """
        );
        operations.QueueSql(
            $"""
            insert into consent_texts (kind, version, texts, published_at) values ({id}, {p.Version}, {texts}, {p.At})
            """
        );
    }
}
