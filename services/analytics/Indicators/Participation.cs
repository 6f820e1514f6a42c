using Marten;
using JasperFx.Events;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>Applications and what became of them: each fact fills its own column, the newest one says site and role.</summary>
public sealed class Participation : TableProjection
{
    public string Name => "participation";

    public string Schema =>
        """
            create table applications (
                id uuid primary key, version bigint not null, program uuid not null, person uuid not null, site_code text not null, role text not null,
                submitted_at timestamptz, approved_at timestamptz, ready_at timestamptz, refused_at timestamptz, withdrawn_at timestamptz);
            create index applications_by_program on applications (program);
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ApplicationSubmitted a:
                Fill(operations, new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Submitted: a.At));
                break;
            case ApplicationApproved a:
                Fill(operations, new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Approved: a.At));
                break;
            case ApplicantBecameReady a:
                Fill(operations, new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Ready: a.At));
                break;
            case ApplicationRefused a:
                Fill(operations, new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Refused: a.At));
                break;
            case ApplicationWithdrawn a:
                Fill(operations, new(a.Application, a.Version, a.Program, a.Person, a.SiteCode, a.Role, Withdrawn: a.At));
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
                submitted_at = least(t.submitted_at, excluded.submitted_at), approved_at = least(t.approved_at, excluded.approved_at),
                ready_at = least(t.ready_at, excluded.ready_at), refused_at = least(t.refused_at, excluded.refused_at), withdrawn_at = least(t.withdrawn_at, excluded.withdrawn_at)
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
