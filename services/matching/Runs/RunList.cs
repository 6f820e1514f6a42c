using PeerNetwork.EventStore;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching.Runs;

/// <summary>The runs, their proposals and the mentees whom they left unmatched.</summary>
public sealed class RunList : IProjection
{
    private sealed record Row(Guid Id, Guid Mentee, Guid Mentor, string Site, int Score, bool Locked, object Contributions, object Rules);

    private sealed record Left(Guid Id, string Site, string Reason, string Sentence);

    public string Name => "run_list";

    public string Schema =>
        """
        create table runs (id uuid primary key, program uuid not null, state text not null, requested_at timestamptz not null);
        create index runs_of_program on runs (program, id);
        create table run_proposals (
            run uuid not null, id uuid not null, mentee uuid not null, mentor uuid not null, site text not null, score int not null, locked boolean not null,
            contributions jsonb not null, rules jsonb not null, state text not null default 'open', primary key (run, id));
        create table run_unmatched (run uuid not null, id uuid not null, site text not null, reason text not null, sentence text not null, primary key (run, id));
        """;

    public void Apply(StoredEvent e, SqlBatch sql)
    {
        switch (e.Data)
        {
            case RunRequested r:
                sql.Add($"insert into runs (id, program, state, requested_at) values ({r.Run.Value}, {r.Program.Value}, 'requested', {r.At})");
                break;
            case ProposalsMade p:
                Put(p.Run, p.Proposals, sql);
                break;
            case MenteesUnmatched u:
                Put(u, sql);
                break;
            case ProposalRemoved r:
                Settle(r.Run, "removed", [r.Mentee], sql);
                break;
            case ProposalAdded a:
                Put(a.Run, [a.Pair], sql);
                break;
            case ProposalsPublished p:
                Settle(p.Run, "published", p.Published, sql);
                foreach (var reason in p.Skipped.GroupBy(s => s.Reason, s => s.Mentee)) Settle(p.Run, Word(reason.Key), reason, sql);
                break;
            default:
                if (StateAfter(e.Data) is { } state) sql.Add($"update runs set state = {state} where id = {e.Stream}");
                break;
        }
    }

    private static string? StateAfter(object e) => e switch
    {
        RunStarted => "computing",
        RunDrafted => "draft",
        RunFailed => "failed",
        RunReviewed => "reviewed",
        PublicationRequested => "publishing",
        RunPublished => "published",
        _ => null,
    };

    private static string Word(SkipReason reason) => reason switch
    {
        SkipReason.MenteeMatched => "menteeMatched",
        SkipReason.MenteeGone => "menteeGone",
        SkipReason.MentorGone => "mentorGone",
        _ => "mentorFull",
    };

    private static void Put(RunId run, IEnumerable<ProposedPair> pairs, SqlBatch sql)
    {
        var rows = pairs.Select(p => new Row(
            MatchId.Of(run, p.Mentee).Value, p.Mentee.Value, p.Mentor.Value, p.SiteCode, p.Score, p.Locked, p.Contributions, p.Rules)).ToArray();
        sql.Add($"""
            insert into run_proposals (run, id, mentee, mentor, site, score, locked, contributions, rules)
            select {run.Value}, id, mentee, mentor, site, score, locked, contributions, rules from jsonb_to_recordset({new Json(rows)})
                as r (id uuid, mentee uuid, mentor uuid, site text, score int, locked boolean, contributions jsonb, rules jsonb)
            on conflict (run, id) do update set mentor = excluded.mentor, site = excluded.site, score = excluded.score, locked = excluded.locked,
                contributions = excluded.contributions, rules = excluded.rules, state = 'open'
            """);
        sql.Add($"delete from run_unmatched where run = {run.Value} and id = any({rows.Select(r => r.Mentee).ToArray()})");
    }

    private static void Put(MenteesUnmatched unmatched, SqlBatch sql)
    {
        var rows = unmatched.Mentees.Select(m => new Left(m.Mentee.Value, m.SiteCode, m.Reason, m.Sentence)).ToArray();
        sql.Add($"""
            insert into run_unmatched (run, id, site, reason, sentence)
            select {unmatched.Run.Value}, id, site, reason, sentence from jsonb_to_recordset({new Json(rows)})
                as r (id uuid, site text, reason text, sentence text)
            """);
    }

    private static void Settle(RunId run, string state, IEnumerable<PersonId> mentees, SqlBatch sql) => sql.Add(
        $"update run_proposals set state = {state} where run = {run.Value} and mentee = any({mentees.Select(m => m.Value).ToArray()})");
}
