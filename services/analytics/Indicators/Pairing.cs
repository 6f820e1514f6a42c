using Marten;
using JasperFx.Events;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>Confirmed matches, with the wait that they ended.</summary>
public sealed class Pairing : TableProjection
{
    public string Name => "pairing";

    public string Schema =>
        """
            create table matches (
                id uuid primary key, version bigint not null, program uuid not null, mentor uuid not null, mentee uuid not null, site_code text not null,
                ready_at timestamptz not null, confirmed_at timestamptz not null);
            create index matches_by_program on matches (program, mentee);
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is not MatchConfirmed m)
            return;
        operations.QueueSql(
            $"""
            insert into matches as t (id, version, program, mentor, mentee, site_code, ready_at, confirmed_at)
            values ({m.Match}, {m.Version}, {m.Program}, {m.Mentor}, {m.Mentee}, {m.SiteCode}, {m.MenteeReadyAt}, {m.At})
            on conflict (id) do update set (version, site_code, ready_at, confirmed_at)
                = (excluded.version, excluded.site_code, excluded.ready_at, excluded.confirmed_at)
            where excluded.version > t.version
            """
        );
    }
}
