using JasperFx.Events;
using Marten;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>Confirmed matches, with the time since the mentee was ready.</summary>
public sealed class MatchesProjection : TableProjection
{
    public MatchesProjection()
        : base("matches")
    {
        var matches = AddTable("matches");
        matches.AddColumn("id", "uuid").AsPrimaryKey();
        matches.AddColumn("version", "bigint").NotNull();
        matches.AddColumn("program", "uuid").NotNull();
        matches.AddColumn("mentor", "uuid").NotNull();
        matches.AddColumn("mentee", "uuid").NotNull();
        matches.AddColumn("site_code", "text").NotNull();
        matches.AddColumn("ready_at", "timestamptz").NotNull();
        matches.AddColumn("confirmed_at", "timestamptz").NotNull();
        AddIndex(matches, "matches_by_program", ["program", "mentee"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is not MatchConfirmed m)
            return;
        operations.QueueSql(
            $"""
            insert into matches as t (id, version, program, mentor, mentee, site_code, ready_at, confirmed_at)
            values ({m.Match}, {m.Version}, {m.Program}, {m.Mentor}, {m.Mentee}, {m.SiteCode}, {m.MenteeReadyAt},
                {m.At})
            on conflict (id) do update set (version, site_code, ready_at, confirmed_at)
                = (excluded.version, excluded.site_code, excluded.ready_at, excluded.confirmed_at)
            where excluded.version > t.version
            """
        );
    }
}
