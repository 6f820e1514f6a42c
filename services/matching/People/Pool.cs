using System.Text.Json;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.People;

/// <summary>
/// Who may be matched in a program now: approved and not withdrawn, still with the company, and not in an open match as
/// a mentee.
/// </summary>
public sealed class Pool(ReadModels tables)
{
    private const int MostYears = 100;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record Joined(
        Guid Person,
        string Site,
        DateTimeOffset ReadyAt,
        string[] Goals,
        bool Mentors,
        bool Mentored,
        int Seats,
        bool Taken,
        string Told,
        int Running,
        int? RunningMinutes,
        PersonalValue<Background>? Background
    )
    {
        public Colleague Colleague { get; } = JsonSerializer.Deserialize<Colleague>(Told, Json)!;
    }

    private sealed record Line(Guid Person, Guid Manager);

    private sealed record MatchedPair(Guid Mentee, Guid Mentor);

    private sealed record Stand(Guid Person, bool Mentored, bool Mentors, int Free, bool Taken, long? MinutesLeft);

    /// <summary>
    /// The cohort of a run that starts now. Places that stand in an open match, proposed or confirmed, are not free.
    /// </summary>
    public async Task<RecordedCohort> Take(
        ProgramId program,
        IReadOnlyList<Pair> exclusions,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var joined = await tables.Query<Joined>(
            $"""
            select p.person, p.site, p.ready_at, p.goals, p.mentors, p.mentored,
                greatest(0, p.capacity - (select count(*) from matches m where m.program = p.program
                    and m.mentor = p.person and m.open))::int as seats,
                exists (select from matches m where m.program = p.program and m.mentee = p.person and m.open) as taken,
                w.data::text as told, (select count(*) from matches m where m.mentor = p.person
                    and m.open)::int as running,
                (select sum(m.minutes) from matches m where m.mentor = p.person and m.open)::int as running_minutes,
                    p.background
            from (select distinct on (person) * from participants where program = {program.Value} and not withdrawn
                and ready_at <= {now} order by person, id desc) p
            join mt_doc_colleague w on w.id = p.person and w.active order by p.person
            """,
            ct
        );
        var lines = await tables.Query<Line>(
            $"select id as person, manager from mt_doc_colleague where manager is not null",
            ct
        );
        var managers = new ReportingLines(lines.ToDictionary(l => l.Person, l => l.Manager));
        var declined = await tables.Query<MatchedPair>(
            $"""
            select distinct mentee, mentor from matches
            where program = {program.Value} and reason in ('declinedByMentor', 'declinedByMentee')
                order by mentee, mentor
            """,
            ct
        );
        var people = joined.Select(j => j.Person).ToArray();
        var ended = await tables.Query<MatchedPair>(
            $"select distinct mentee, mentor from matches where state = 'ended' and mentee = any({people}) order by mentee, mentor",
            ct
        );
        return new(
            [
                .. joined
                    .Where(j => j is { Mentored: true, Taken: false })
                    .Select(j => new WaitingMentee(MenteeOf(j, managers), j.Site, j.ReadyAt)),
            ],
            [.. joined.Where(j => j.Mentors).Select(j => MentorOf(j, managers))],
            [.. exclusions, .. declined.Select(PairOf)],
            [.. ended.Select(PairOf)]
        );
    }

    /// <summary>The newest event of this service: what the pool is at least up to.</summary>
    public Task<long> Version(CancellationToken ct) =>
        tables.One<long>($"select coalesce(max(seq_id), 0) from matching.mt_events", ct);

    /// <summary>How the people of these proposals stand at this moment.</summary>
    public async Task<Standing> Standing(ProgramId program, IReadOnlyList<ProposedPair> pairs, CancellationToken ct)
    {
        var people = pairs.SelectMany(p => new[] { p.Mentee.Value, p.Mentor.Value }).Distinct().ToArray();
        var stands = await tables.Query<Stand>(
            $"""
            select asked.person, coalesce(bool_or(p.mentored), false) as mentored,
                coalesce(bool_or(p.mentors), false) as mentors,
                (coalesce(sum(p.capacity) filter (where p.mentors), 0)
                    - (select count(*) from matches m where m.program = {program.Value} and m.mentor = asked.person
                        and m.state = 'confirmed'))::int as free,
                exists (select from matches m where m.program = {program.Value} and m.mentee = asked.person
                    and m.open) as taken,
                (max((w.data -> 'hoursPerMonth')::int) * 60 - (select coalesce(sum(m.minutes), 0) from matches m
                    where m.mentor = asked.person and m.state = 'confirmed'))::bigint as minutes_left
            from unnest({people}) as asked (person)
            left join mt_doc_colleague w on w.id = asked.person and w.active
            left join participants p on p.person = w.id and p.program = {program.Value} and not p.withdrawn
                and not exists (select from mt_doc_mentoringprogram g where g.id = p.program and g.ended)
            group by asked.person
            """,
            ct
        );
        return new(
            stands.Where(s => s.Taken).Select(s => new PersonId(s.Person)).ToHashSet(),
            stands.Where(s => s.Mentored).Select(s => new PersonId(s.Person)).ToHashSet(),
            stands.Where(s => s.Mentors).ToDictionary(s => new PersonId(s.Person), s => s.Free),
            stands
                .Where(s => s.MinutesLeft is not null)
                .ToDictionary(s => new PersonId(s.Person), s => s.MinutesLeft!.Value)
        );
    }

    private static Pair PairOf(MatchedPair pair) => new(pair.Mentee, pair.Mentor);

    private static Mentee MenteeOf(Joined j, ReportingLines lines) =>
        WithBackground(
            j,
            told => new Mentee(j.Person)
            {
                Managers = lines.Above(j.Person),
                Site = j.Colleague.SiteCode,
                Department = j.Colleague.Department,
                Level = j.Colleague.JobLevel,
                YearsOfExperience = YearsOf(j.Colleague),
                TimeZone = j.Colleague.TimeZone,
                Languages = j.Colleague.Languages,
                Interests = j.Colleague.Interests,
                CareerInterests = j.Colleague.Interests,
                Goals = j.Goals,
                WantedSkills = j.Colleague.SkillsWanted,
                TargetField = told?.TargetField,
            }
        );

    /// <summary>
    /// Hours are for all mentorships of a mentor together, so those of other programs count too. Where a mentor has
    /// been shows in the present work as well as in the tags that they chose.
    /// </summary>
    private static Mentor MentorOf(Joined j, ReportingLines lines) =>
        WithBackground(
            j,
            _ => new Mentor(j.Person, j.Seats)
            {
                Managers = lines.Above(j.Person),
                Site = j.Colleague.SiteCode,
                Department = j.Colleague.Department,
                Level = j.Colleague.JobLevel,
                YearsOfExperience = YearsOf(j.Colleague),
                TimeZone = j.Colleague.TimeZone,
                Languages = j.Colleague.Languages,
                Interests = j.Colleague.Interests,
                OfferedSkills = j.Colleague.SkillsOffered,
                CareerInterests =
                [
                    .. j.Colleague.Interests,
                    .. new[] { j.Colleague.Department, j.Colleague.JobTitle }.OfType<string>(),
                ],
                MinutesPerMonth = j.Colleague.HoursPerMonth * 60,
                Running = j.Running,
                RunningMinutes = j.RunningMinutes,
            }
        );

    /// <summary>Who has not told of any field of work has at least that of the department.</summary>
    private static T WithBackground<T>(Joined j, Func<Background?, T> described)
        where T : Person
    {
        var told = j.Background?.Value;
        return described(told) with
        {
            Fields =
                told is { Fields: { Count: > 0 } fields } ? fields
                : j.Colleague.Department is { } department ? [department]
                : null,
            Values = told?.Values,
            Personality = told?.Personality,
        };
    }

    private static int? YearsOf(Colleague colleague) =>
        colleague.YearsOfExperience is { } years ? (int)Math.Clamp(years, 0, MostYears) : null;
}
