using JasperFx.Events;
using Marten;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// Applications and their decisions: each event sets its own column, and the newest one sets site and role.
/// </summary>
public sealed class ParticipationProjection : TableProjection
{
    public ParticipationProjection()
        : base("participation")
    {
        var applications = AddTable("applications");
        applications.AddColumn("id", "uuid").AsPrimaryKey();
        applications.AddColumn("version", "bigint").NotNull();
        applications.AddColumn("program", "uuid").NotNull();
        applications.AddColumn("person", "uuid").NotNull();
        applications.AddColumn("site_code", "text").NotNull();
        applications.AddColumn("role", "text").NotNull();
        applications.AddColumn("submitted_at", "timestamptz");
        applications.AddColumn("approved_at", "timestamptz");
        applications.AddColumn("ready_at", "timestamptz");
        applications.AddColumn("rejected_at", "timestamptz");
        applications.AddColumn("withdrawn_at", "timestamptz");
        AddIndex(applications, "applications_by_program", ["program"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ApplicationSubmitted a:
                Upsert(
                    operations,
                    new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Submitted: a.At)
                );
                break;
            case ApplicationApproved a:
                Upsert(
                    operations,
                    new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Approved: a.At)
                );
                break;
            case ApplicantBecameReady a:
                Upsert(operations, new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Ready: a.At));
                break;
            case ApplicationRejected a:
                Upsert(
                    operations,
                    new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Rejected: a.At)
                );
                break;
            case ApplicationWithdrawn a:
                Upsert(
                    operations,
                    new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Withdrawn: a.At)
                );
                break;
        }
    }

    private static void Upsert(IDocumentOperations operations, Row row) =>
        operations.QueueSql(
            $"""
            insert into applications as t
                (id, version, program, person, site_code, role, submitted_at, approved_at, ready_at, rejected_at,
                    withdrawn_at)
            values ({row.Id}, {row.Version}, {row.Program}, {row.Person}, {row.SiteCode}, {row.Role},
                {row.Submitted}, {row.Approved}, {row.Ready}, {row.Rejected}, {row.Withdrawn})
            on conflict (id) do update set
                version = greatest(t.version, excluded.version),
                site_code = case when excluded.version > t.version then excluded.site_code else t.site_code end,
                role = case when excluded.version > t.version then excluded.role else t.role end,
                submitted_at = least(t.submitted_at, excluded.submitted_at),
                approved_at = least(t.approved_at, excluded.approved_at),
                ready_at = least(t.ready_at, excluded.ready_at),
                rejected_at = least(t.rejected_at, excluded.rejected_at),
                withdrawn_at = least(t.withdrawn_at, excluded.withdrawn_at)
            """
        );

    private sealed record Row(
        Guid Id,
        long Version,
        Guid Program,
        Guid Person,
        string SiteCode,
        string Role,
        DateTimeOffset? Submitted = null,
        DateTimeOffset? Approved = null,
        DateTimeOffset? Ready = null,
        DateTimeOffset? Rejected = null,
        DateTimeOffset? Withdrawn = null
    );
}
