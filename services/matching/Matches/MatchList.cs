using Marten;
using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Matches;

/// <summary>All matches, one row each. The unique index on open ones keeps a mentee from being proposed twice in a program.</summary>
public sealed class MatchList : TableProjection
{
    public string Name => "match_list";

    public string Schema =>
        """
            create table matches (
                id uuid primary key, program uuid not null, run uuid not null, mentor uuid not null, mentee uuid not null, site text not null,
                state text not null, score int not null, accepted_by uuid, reason text, proposed_at timestamptz not null, changed_at timestamptz not null, minutes int not null,
                open boolean not null generated always as (state in ('proposed', 'confirmed')) stored);
            create unique index one_open_match on matches (program, mentee) where open;
            create index matches_of_mentor on matches (mentor, program);
            create index matches_of_mentee on matches (mentee, program);
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MatchProposed p:
                operations.QueueSql(
                    $"""
                    insert into matches (id, program, run, mentor, mentee, site, state, score, proposed_at, changed_at, minutes)
                    values ({p.Match.Value}, {p.Program.Value}, {p.Run.Value}, {p.Mentor.Value}, {p.Mentee.Value}, {p.SiteCode}, 'proposed', {p.Score}, {p.At}, {p.At}, {p.Minutes})
                    """
                );
                break;
            case MatchAccepted a:
                operations.QueueSql(
                    $"update matches set accepted_by = coalesce(accepted_by, {a.By.Value}), changed_at = {a.At} where id = {a.Match.Value}"
                );
                break;
            case MatchConfirmed c:
                operations.QueueSql($"update matches set state = 'confirmed', changed_at = {c.At} where id = {c.Match.Value}");
                break;
            case MatchDeclined d:
                operations.QueueSql(
                    $"update matches set state = 'declined', reason = {Word(d.Reason)}, changed_at = {d.At} where id = {d.Match.Value}"
                );
                break;
            case MatchEnded x:
                operations.QueueSql($"update matches set state = 'ended', changed_at = {x.At} where id = {x.Match.Value}");
                break;
        }
    }

    /// <summary>The word that tables, contracts and clients read.</summary>
    public static string Word(DeclineReason reason) =>
        reason switch
        {
            DeclineReason.DeclinedByMentor => "declinedByMentor",
            DeclineReason.DeclinedByMentee => "declinedByMentee",
            DeclineReason.MentorFull => "mentorFull",
            DeclineReason.MentorHoursUsed => "mentorHoursUsed",
            _ => "withdrawn",
        };
}
