using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Findings;

/// <summary>The findings of all programs. Written with the append: a list shows what was just recorded.</summary>
public sealed class FindingsProjection : TableProjection
{
    public FindingsProjection()
        : base("program_findings")
    {
        var findings = AddTable("program_findings");
        findings.AddColumn("id", "uuid").AsPrimaryKey();
        findings.AddColumn("program", "uuid").NotNull();
        findings.AddColumn("source", "text").NotNull();
        findings.AddColumn("text", "jsonb").NotNull();
        findings.AddColumn("found_in_version", "bigint").NotNull();
        findings.AddColumn("recorded_by", "uuid").NotNull();
        findings.AddColumn("recorded_at", "timestamptz").NotNull();
        findings.AddColumn("status", "text").NotNull();
        findings.AddColumn("action", "jsonb");
        findings.AddColumn("due", "date");
        findings.AddColumn("planned_by", "uuid");
        findings.AddColumn("resolved_in_version", "bigint");
        findings.AddColumn("dismissal_reason", "jsonb");
        findings.AddColumn("decided_by", "uuid");
        findings.AddColumn("decided_at", "timestamptz");
        AddIndex(findings, "findings_of_a_program", ["program", "id"]);
        AddIndex(
            findings,
            "findings_resolved_in_a_version",
            ["program", "resolved_in_version"],
            where: "resolved_in_version is not null"
        );
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case FindingRecorded r:
                operations.QueueSql(
                    $"""
                    insert into program_findings
                    values ({r.Finding.Value}, {r.Program.Value}, {EnumText.Of(r.Source)}, {r.Text},
                        {r.ProgramVersion}, {r.By}, {r.At}, 'open')
                    """
                );
                break;
            case FindingActionPlanned p:
                operations.QueueSql(
                    $"""
                    update program_findings set status = 'planned', action = {p.Action}, due = {p.Due},
                        planned_by = {p.By}
                    where id = {p.Finding.Value}
                    """
                );
                break;
            case FindingResolved r:
                operations.QueueSql(
                    $"""
                    update program_findings set status = 'resolved', resolved_in_version = {r.ProgramVersion},
                        decided_by = {r.By}, decided_at = {r.At}
                    where id = {r.Finding.Value}
                    """
                );
                break;
            case FindingDismissed d:
                operations.QueueSql(
                    $"""
                    update program_findings set status = 'dismissed', dismissal_reason = {d.Reason},
                        decided_by = {d.By}, decided_at = {d.At}
                    where id = {d.Finding.Value}
                    """
                );
                break;
            case FindingReopened r:
                operations.QueueSql(
                    $"""
                    update program_findings
                    set status = case when action is null then 'open' else 'planned' end, resolved_in_version = null,
                        dismissal_reason = null, decided_by = null, decided_at = null
                    where id = {r.Finding.Value}
                    """
                );
                break;
        }
    }
}
