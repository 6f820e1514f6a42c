using Marten;
using JasperFx.Events;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>Sites, people and programs as they are now: the newest version of each wins, whatever the order in which they come.</summary>
public sealed class Directory : TableProjection
{
    public string Name => "directory";

    public string Schema =>
        """
            create table sites (id uuid primary key, version bigint not null, code text not null, name text not null);
            create table people (id uuid primary key, version bigint not null, active boolean not null, site_code text not null);
            create index people_by_site on people (site_code) where active;
            create table programs (
                id uuid primary key, version bigint not null, name text, site_codes text[] not null, meeting_every_days int, closed_at timestamptz);
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case SiteRecorded s:
                operations.QueueSql(
                    $"""
                    insert into sites as t (id, version, code, name) values ({s.Site}, {s.Version}, {s.Code}, {s.Name})
                    on conflict (id) do update set (version, code, name) = (excluded.version, excluded.code, excluded.name) where excluded.version > t.version
                    """
                );
                break;
            case PersonRecorded p:
                operations.QueueSql(
                    $"""
                    insert into people as t (id, version, active, site_code) values ({p.Person}, {p.Version}, {p.Active}, {p.SiteCode})
                    on conflict (id) do update set (version, active, site_code) = (excluded.version, excluded.active, excluded.site_code)
                    where excluded.version > t.version
                    """
                );
                break;
            case ProgramPublished p:
                operations.QueueSql(
                    $"""
                    insert into programs as t (id, version, name, site_codes, meeting_every_days)
                    values ({p.Program}, {p.Version}, {p.Name}, {p.SiteCodes.ToArray()}, {p.MeetingEveryDays})
                    on conflict (id) do update set (version, name, site_codes, meeting_every_days)
                        = (excluded.version, excluded.name, excluded.site_codes, excluded.meeting_every_days)
                    where excluded.version > t.version
                    """
                );
                break;
            case ProgramClosed c:
                // Version 0: whatever was published, before or after this arrives, describes the program.
                operations.QueueSql(
                    $"""
                    insert into programs as t (id, version, site_codes, closed_at) values ({c.Program}, 0, array[]::text[], {c.At})
                    on conflict (id) do update set closed_at = least(t.closed_at, excluded.closed_at)
                    """
                );
                break;
        }
    }
}
