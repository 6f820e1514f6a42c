using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>Something that happened, as one metric counts it.</summary>
/// <param name="Metric">One of <see cref="MetricDefinitions"/>.</param>
/// <param name="Week">The Monday of the ISO week, in UTC.</param>
/// <param name="Amount">1 where it is only counted, else the score, the share or the number of days.</param>
/// <param name="Person">The person that it is about.</param>
public sealed record Measurement(string Metric, string SiteCode, DateOnly Week, decimal Amount, Guid Person);

/// <summary>
/// Reads the measurements of all metrics: which metric, at which site, when, how much, about which person. Each shown
/// value is a sum, a mean or a share of these.
/// </summary>
/// <remarks>
/// <para>
/// What happens in a mentorship counts once, is about its mentee, or about the first of its peers or of its group, and
/// counts at the site of that person. So a count is never less than the number of people that it is about. A check-in
/// or a score is about the member who gave it. A session is about those who had not left the group before.
/// </para>
/// <para>
/// A mentorship is successful if it was completed, or if it reached its third session and was not ended early: it is
/// still open, or its end was neutral.
/// </para>
/// </remarks>
public static class Measurements
{
    public static Task<IReadOnlyList<Measurement>> Load(ReadModels tables, Guid program, CancellationToken ct) =>
        tables.Query<Measurement>(
            $"""
            with a as (
                select id, program, person, site_code, role, submitted_at,
                    coalesce(approved_at, ready_at) as approved_at, ready_at, rejected_at, withdrawn_at
                from applications where program = {program}),
            confirmed as (select *, mentees[1] as mentee from matches where program = {program}),
            mentees as (
                select person, site_code, ready_at as at,
                    person in (select unnest(confirmed.mentees) from confirmed) as matched
                from a where role in ('mentee', 'both')),
            m as (select *, mentees[1] as mentee from mentorships where program = {program}),
            s as (
                select s.*, m.site_code, m.mentee, array(
                    select member from unnest(m.members) as member where not exists (
                        select from departures d where d.mentorship = m.id and d.person = member
                            and d.version < s.record_version)) as members
                from sessions s join m on m.id = s.mentorship),
            g as (select g.*, m.site_code, m.mentee from goals g join m on m.id = g.mentorship),
            c as (select c.*, m.site_code from check_ins c join m on m.id = c.mentorship),
            f as (select f.*, m.site_code from feedback f join m on m.id = f.mentorship),
            success as (
                select m.site_code, m.mentee, m.outcome,
                    least(third.recorded_at, case m.outcome when 'completed' then m.closed_at end) as at
                from m left join lateral (
                    select recorded_at from s where s.mentorship = m.id and held order by recorded_at offset 2
                        limit 1) third
                    on m.outcome is null or m.outcome in ('completed', 'programEnded', 'personLeft',
                        'reportingLine')),
            measurements (metric, site_code, at, amount, person) as (
                select 'applied', site_code, submitted_at, 1::numeric, person from a
                union all select 'approved', site_code, approved_at, 1, person from a
                union all select 'ready', site_code, ready_at, 1, person from a
                union all select 'notReady', site_code, approved_at, 1, person from a where ready_at is null
                union all select 'rejected', site_code, rejected_at, 1, person from a
                union all select 'withdrawn', site_code, withdrawn_at, 1, person from a
                union all select 'undecided', site_code, submitted_at, 1, person from a where approved_at is null
                    and rejected_at is null
                union all select 'mentees', site_code, at, 1, person from mentees
                union all select case when matched then 'matched' else 'unmatched' end, site_code, at, 1, person
                    from mentees
                union all select 'confirmed', site_code, confirmed_at,
                    extract(epoch from confirmed_at - waiting_since) / 86400, mentee from confirmed
                union all select 'started', site_code, started_at, 1, mentee from m
                union all select case when outcome in ('completed', 'endedEarly', 'neverStarted', 'programEnded',
                    'personLeft') then outcome
                    when outcome is not null then 'otherOutcome' end, site_code, closed_at, 1, mentee from m
                union all select 'ongoing', site_code, started_at, 1, mentee from m where outcome is null
                union all select 'successful', site_code, at, 1, mentee from success
                union all select 'successfulNotCompleted', site_code, at, 1, mentee from success
                    where outcome is distinct from 'completed'
                union all select 'planned', site_code, planned_at, 1, mentee from s
                union all select case when held then 'held' else 'missed' end, site_code, recorded_at, 1, mentee from s
                union all select 'upcoming', site_code, planned_at, 1, mentee from s where recorded_at is null
                    and cancelled_at is null
                union all select 'cancelled', site_code, cancelled_at, 1, mentee from s where recorded_at is null
                union all select 'attendance', site_code, recorded_at, attended::numeric / cardinality(members), mentee
                    from s
                union all select 'set', site_code, set_at, 1, mentee from g
                union all select 'reached', site_code, reached_at, 1, mentee from g
                union all select 'open', site_code, set_at, 1, mentee from g where reached_at is null
                    and dropped_at is null
                union all select 'dropped', site_code, dropped_at, 1, mentee from g where reached_at is null
                union all select case when on_time then 'onTime' else 'late' end, site_code, reached_at, 1, mentee
                    from g
                union all select 'checkIns', site_code, at, 1, person from c
                union all select role || 'ScoresOnly', site_code, at, score, person from f
                union all select 'mentorScores', site_code, at, score, person from f where role in ('mentor', 'peer')
                union all select 'menteeScores', site_code, at, score, person from f where role in ('mentee', 'peer')
                union all select 'active', site_code, started_at, 1, unnest(members) from m
                union all select 'active', site_code, recorded_at, 1, unnest(members) from s where held
                union all select 'active', site_code, at, 1, person from c
                union all select 'active', site_code, at, 1, person from f)
            select metric, site_code, date_trunc('week', at at time zone 'UTC')::date as week, amount, person
            from measurements
            where metric is not null and at is not null
            """,
            ct
        );
}
