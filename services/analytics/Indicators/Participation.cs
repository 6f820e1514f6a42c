using JasperFx.Events;
using Marten;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// Applications and what became of them: each fact fills its own column, the newest one says site and role.
/// </summary>
public sealed class Participation : TableProjection
{
    public Participation()
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
        applications.AddColumn("refused_at", "timestamptz");
        applications.AddColumn("withdrawn_at", "timestamptz");
        AddIndex(applications, "applications_by_program", ["program"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ApplicationSubmitted a:
                Fill(
                    operations,
                    new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Submitted: a.At)
                );
                break;
            case ApplicationApproved a:
                Fill(
                    operations,
                    new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Approved: a.At)
                );
                break;
            case ApplicantBecameReady a:
                Fill(operations, new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Ready: a.At));
                break;
            case ApplicationRefused a:
                Fill(operations, new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Refused: a.At));
                break;
            case ApplicationWithdrawn a:
                Fill(
                    operations,
                    new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Withdrawn: a.At)
                );
                break;
        }
    }

    private static void Fill(IDocumentOperations operations, Row row) =>
        operations.QueueSql(
            $"""
            insert into applications as t
                (id, version, program, person, site_code, role, submitted_at, approved_at, ready_at, refused_at, withdrawn_at)
            values ({row.Id}, {row.Version}, {row.Program}, {row.Person}, {row.SiteCode}, {row.Role},
                {row.Submitted}, {row.Approved}, {row.Ready}, {row.Refused}, {row.Withdrawn})
            on conflict (id) do update set
                version = greatest(t.version, excluded.version),
                site_code = case when excluded.version > t.version then excluded.site_code else t.site_code end,
                role = case when excluded.version > t.version then excluded.role else t.role end,
                submitted_at = least(t.submitted_at, excluded.submitted_at),
                    approved_at = least(t.approved_at, excluded.approved_at),
                ready_at = least(t.ready_at, excluded.ready_at), refused_at = least(t.refused_at, excluded.refused_at),
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
        DateTimeOffset? Refused = null,
        DateTimeOffset? Withdrawn = null
    );
}
