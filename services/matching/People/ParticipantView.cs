namespace PeerNetwork.Matching.People;

/// <summary>Who takes part in a program, and what happens next for them.</summary>
/// <param name="Capacity">Places of a mentor; 0 for one who is a mentee only.</param>
/// <param name="UsedCapacity">Places that confirmed matches hold.</param>
/// <param name="NextAction">There is always one: <c>answerMatch</c>: the person answers a proposed match;
/// <c>awaitAnswer</c>: the other person of a match does; <c>nextRun</c>: the next run looks for a match;
/// <c>mentorship</c>: they are matched with as many as they can be; <c>askAgain</c>: the mentorship of a mentee is
/// completed, and another one follows where they ask for it; <c>returnFromLeave</c>,
/// <c>endOfPause</c>, for a guest <c>acceptAgreement</c>, <c>refreshTraining</c> where required training lapsed and
/// <c>completeTraining</c> where there is new one: no run before that; <c>programEnded</c>.</param>
/// <param name="NextRunAt">When the next run looks for a match, where that is the next action; null where a coordinator
/// starts it.</param>
/// <param name="Match">The match to be answered; null without one.</param>
/// <param name="AnswerUntil">When that match ends unless both accept.</param>
/// <param name="PausedUntil">Until when the person is in no run; null where they take part.</param>
/// <param name="Position">Of a mentee for whom the next run looks, whatever comes before: 1 is who waits
/// longest.</param>
/// <param name="Waiting">How many mentees the next run looks for; null where <paramref name="Position"/> is.</param>
public sealed record ParticipantView(
    Guid Id,
    Guid Program,
    Guid Person,
    string SiteCode,
    bool IsMentor,
    bool IsMentee,
    int Capacity,
    int UsedCapacity,
    DateTimeOffset ReadyAt,
    string NextAction,
    DateTimeOffset? NextRunAt,
    Guid? Match,
    DateTimeOffset? AnswerUntil,
    DateTimeOffset? PausedUntil,
    int? Position,
    int? Waiting
)
{
    /// <summary>A statement that reads participants.</summary>
    /// <param name="programs">A part of a statement: the programs in question, as the list of an <c>in</c>.</param>
    /// <param name="condition">A part of a statement about the participation <c>p</c> and the person <c>w</c>.</param>
    internal static FormattableString Select(FormattableString programs, FormattableString condition) =>
        $"""
            select p.id, p.program, p.person, p.site as site_code, p.is_mentor, p.is_mentee, p.capacity,
                held.places as used_capacity, p.ready_at, next.action as next_action,
                case when next.action = 'nextRun' then (select d.due_at from deadlines d where d.id = p.program) end
                    as next_run_at,
                asked.id as match, asked.answer_until, p.paused_until, waiting.position, waiting.total as waiting
            from participants p
            join mt_doc_personreplica w on w.id = p.person and w.active
            cross join lateral (select count(*)::int as places from match_members m
                where m.program = p.program and m.person = p.person and m.is_mentor and m.state = 'confirmed') held
            left join lateral (select m.id, m.answer_until, e.accepted as answered
                from match_members e join matches m on m.id = e.match
                where e.person = p.person and e.program = p.program and e.state = 'proposed'
                order by answered, m.answer_until, m.id limit 1) asked on true
            left join (select q.id,
                    row_number() over (partition by q.program order by q.ready_at, q.id)::int as position,
                    count(*) over (partition by q.program)::int as total
                from participants q
                join mt_doc_personreplica v on v.id = q.person and v.active and not v.on_leave and not v.agreement_due
                where q.program in ({programs}) and q.is_mentee and not q.withdrawn
                    and q.paused_until is null and q.not_ready_reason is null
                    and not exists (select from match_members m where m.program = q.program
                        and m.person = q.person and m.serves)
                ) waiting on waiting.id = p.id
            cross join lateral (select
                case when exists (select from mt_doc_programreplica g where g.id = p.program and g.ended)
                        then 'programEnded'
                    when asked.id is not null then case when asked.answered then 'awaitAnswer' else 'answerMatch' end
                    when w.on_leave then 'returnFromLeave'
                    when p.paused_until is not null then 'endOfPause'
                    when w.agreement_due then 'acceptAgreement'
                    when p.not_ready_reason = 'trainingLapsed' then 'refreshTraining'
                    when p.not_ready_reason is not null then 'completeTraining'
                    when waiting.id is not null or held.places < p.capacity then 'nextRun'
                    when p.is_mentee and not exists (select from match_members m
                        where m.program = p.program and m.person = p.person and m.is_mentee and m.open) then 'askAgain'
                    else 'mentorship' end as action) next
            where not p.withdrawn and {condition}
            """;
}
