using JasperFx.Events;
using Marten;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// Confirmed matches, with the time since the mentee, or the first of the peers or of the group, was waiting.
/// </summary>
public sealed class MatchesProjection : TableProjection
{
    public MatchesProjection()
        : base("matches")
    {
        var matches = AddTable("matches");
        matches.AddColumn("id", "uuid").AsPrimaryKey();
        matches.AddColumn("version", "bigint").NotNull();
        matches.AddColumn("program", "uuid").NotNull();
        matches.AddColumn("mentees", "uuid[]").NotNull();
        matches.AddColumn("site_code", "text").NotNull();
        matches.AddColumn("waiting_since", "timestamptz").NotNull();
        matches.AddColumn("confirmed_at", "timestamptz").NotNull();
        AddIndex(matches, "matches_by_program", ["program"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is not MatchConfirmed m)
            return;
        operations.QueueSql(
            $"""
            insert into matches as t (id, version, program, mentees, site_code, waiting_since, confirmed_at)
            values ({m.Match}, {m.Version}, {m.Program}, {m.Members.Mentees()}, {m.SiteCode}, {m.WaitingSince}, {m.At})
            on conflict (id) do update set (version, site_code, waiting_since, confirmed_at)
                = (excluded.version, excluded.site_code, excluded.waiting_since, excluded.confirmed_at)
            where excluded.version > t.version
            """
        );
    }
}
