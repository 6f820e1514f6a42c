using JasperFx.Events;
using Marten;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>The notices of each person, and what is to be sent by mail. Written with the append.</summary>
public sealed class NoticesProjection : TableProjection
{
    /// <summary>A notice that is not settled.</summary>
    public sealed record OpenNotice(Guid Id, DateTimeOffset? Time);

    public NoticesProjection()
        : base("notices")
    {
        var notices = AddTable("notices");
        notices.AddColumn("id", "uuid").AsPrimaryKey();
        notices.AddColumn("entry", "uuid").NotNull();
        notices.AddColumn("person", "uuid").NotNull();
        notices.AddColumn("kind", "text").NotNull();
        notices.AddColumn("program", "uuid");
        notices.AddColumn("subject", "uuid").NotNull();
        notices.AddColumn("time", "timestamptz");
        notices.AddColumn("raised_at", "timestamptz").NotNull();
        notices.AddColumn("read_at", "timestamptz");
        notices.AddColumn("settled", "boolean").NotNull().DefaultValueByExpression("false");
        notices.AddColumn("mail_due", "timestamptz");
        AddIndex(notices, "notices_of_a_person", ["person", "entry"]);
        AddIndex(notices, "unread_notices_of_a_person", ["person"], where: "read_at is null and not settled");
        AddIndex(notices, "open_notices_of_a_subject", ["subject", "person"], where: "not settled");
        AddIndex(notices, "notices_by_mail_due", ["mail_due", "person"], where: "mail_due is not null");

        var refused = AddTable("refused_addresses");
        refused.AddColumn("person", "uuid").AsPrimaryKey();
        refused.AddColumn("status", "integer").NotNull();
        refused.AddColumn("refused_at", "timestamptz").NotNull();
    }

    public static Task<IReadOnlyList<OpenNotice>> FindOpen(
        ReadModels models,
        PersonId person,
        NoticeKind kind,
        Guid subject,
        CancellationToken ct
    ) =>
        models.Query<OpenNotice>(
            $"""
            select id, time from notices
            where subject = {subject} and person = {person.Value} and not settled and kind = {EnumText.Of(kind)}
            """,
            ct
        );

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case NoticeRaised r:
                operations.QueueSql(
                    $"""
                    insert into notices (id, entry, person, kind, program, subject, time, raised_at, mail_due)
                    values ({r.Notice.Value}, {r.Entry}, {r.Person.Value}, {EnumText.Of(r.Kind)}, {r.Program?.Value},
                        {r.Subject}, {r.Time}, {r.At}, {r.MailDue})
                    """
                );
                break;
            case NoticeSettled s:
                operations.QueueSql($"update notices set settled = true, mail_due = null where id = {s.Notice.Value}");
                break;
            case NoticeRead r:
                operations.QueueSql($"update notices set read_at = {r.At} where id = {r.Notice.Value}");
                break;
            case MailPostponed p:
                operations.QueueSql($"update notices set mail_due = {p.Until} where id = {p.Notice.Value}");
                break;
            case MailRefused r:
                EndMail(r, operations);
                operations.QueueSql(
                    $"""
                    insert into refused_addresses values ({r.Person.Value}, {r.Status}, {r.At})
                    on conflict (person) do update set status = excluded.status, refused_at = excluded.refused_at
                    """
                );
                break;
            case MailSent s:
                EndMail(s, operations);
                operations.QueueSql($"delete from refused_addresses where person = {s.Person.Value}");
                break;
            case MailSkipped s:
                EndMail(s, operations);
                break;
        }
    }

    private static void EndMail(NoticeEvent e, IDocumentOperations operations) =>
        operations.QueueSql($"update notices set mail_due = null where id = {e.Notice.Value}");
}
