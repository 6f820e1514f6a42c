using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.People;

/// <summary>
/// Who may be matched in a program now: ready, not withdrawn and in no pause, still with the company and not on
/// leave, with no agreement to accept, and as a mentee neither in an open match nor done with a completed mentorship.
/// </summary>
public sealed class Pool(ReadModels tables)
{
    private const int MaxYears = 100;

    /// <summary>Of a person who was erased, until this service is told of it.</summary>
    private static readonly PersonDescription NoDescription = new(null, null, null, [], [], [], []);

    /// <param name="Site">That of the application.</param>
    /// <param name="ReplicaSite">Where the person works now.</param>
    private sealed record PoolMember(
        Guid Person,
        string Site,
        DateTimeOffset ReadyAt,
        bool IsMentor,
        bool IsMentee,
        int Capacity,
        bool IsServed,
        string ReplicaSite,
        string TimeZone,
        string? Department,
        int? HoursPerMonth,
        PersonalValue<PersonDescription>? Description,
        int ActiveMentorships,
        int ActiveMinutes,
        PersonalValue<Background>? Background
    );

    private sealed record ReportingLine(Guid Person, Guid[] Managers);

    private sealed record MatchedPair(Guid Mentee, Guid Mentor);

    private sealed record PersonAvailability(
        Guid Person,
        bool IsMentee,
        bool IsMentor,
        int FreeCapacity,
        bool IsServed,
        long? MinutesLeft
    );

    /// <summary>
    /// The cohort of a run that starts now. Places of open matches, proposed or confirmed, are not free.
    /// </summary>
    public async Task<RecordedCohort> SnapshotCohort(
        ProgramId program,
        IReadOnlyList<Pair> exclusions,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var joined = await tables.Query<PoolMember>(
            $"""
            select p.person, p.site, p.ready_at, p.is_mentor, p.is_mentee,
                greatest(0, p.capacity - (select count(*) from match_members m where m.program = p.program
                    and m.person = p.person and m.is_mentor and m.open))::int as capacity,
                exists (select from match_members m where m.program = p.program
                    and m.person = p.person and m.serves) as is_served,
                w.data ->> 'siteCode' as replica_site, w.data ->> 'timeZone' as time_zone,
                w.data ->> 'department' as department,
                (w.data -> 'hoursPerMonth')::int as hours_per_month, w.data -> 'description' as description,
                (select count(*) from match_members m where m.person = p.person and m.is_mentor and m.open)::int
                    as active_mentorships,
                ((select coalesce(sum(m.minutes), 0) from match_members m where m.person = p.person and m.open)
                    + {FlashSlotsProjection.BusiestMonthOf($"p.person", now)}
                    + {ConnectionsProjection.MinutesOf($"p.person")})::int as active_minutes, p.background
            {FromAvailable(program, now)} order by p.person
            """,
            ct
        );
        var lines = await tables.Query<ReportingLine>(
            $"select id as person, managers from mt_doc_personreplica where cardinality(managers) > 0",
            ct
        );
        var managers = new ReportingLines(lines.ToDictionary(l => l.Person, l => l.Managers));
        var declined = await tables.Query<MatchedPair>(
            $"""
            select distinct e.person as mentee, r.person as mentor {FromPairs}
            where m.program = {program.Value}
                and array[e.reason, r.reason]
                    && array['declinedByMentor', 'declinedByMentee', 'declinedByPeer', 'notAnswered']
            order by mentee, mentor
            """,
            ct
        );
        var people = joined.Select(j => j.Person).ToArray();
        var ended = await tables.Query<MatchedPair>(
            $"""
            select distinct e.person as mentee, r.person as mentor {FromPairs}
            where e.state = 'ended' and e.person = any({people}) order by mentee, mentor
            """,
            ct
        );
        return new(
            [
                .. joined
                    .Where(j => j is { IsMentee: true, IsServed: false })
                    .Select(j => new WaitingMentee(MenteeOf(j, managers), j.Site, j.ReadyAt)),
            ],
            [.. joined.Where(j => j.IsMentor).Select(j => MentorOf(j, managers))],
            [.. exclusions, .. declined.Select(PairOf)],
            [.. ended.Select(PairOf)]
        );
    }

    /// <summary>Whether a mentee waits and a mentor has a place, so that a run may find a pair.</summary>
    public Task<bool> MayFindPairs(ProgramId program, DateTimeOffset now, CancellationToken ct) =>
        tables.QueryFirstOrDefault<bool>(
            $"""
            select exists (select {FromAvailable(program, now)} where p.is_mentee and not exists (
                    select from match_members m where m.program = p.program and m.person = p.person and m.serves))
                and exists (select {FromAvailable(program, now)} where p.is_mentor and p.capacity > (
                    select count(*) from match_members m where m.program = p.program and m.person = p.person
                        and m.is_mentor and m.open))
            """,
            ct
        );

    /// <summary>The newest event of this service: what the pool is at least up to.</summary>
    public Task<long> Version(CancellationToken ct) =>
        tables.QueryFirstOrDefault<long>($"select coalesce(max(seq_id), 0) from matching.mt_events", ct);

    /// <summary>Whether the people of these proposals can be matched at this moment.</summary>
    public async Task<PairAvailability> AvailabilityOf(
        ProgramId program,
        IReadOnlyList<ProposedPair> pairs,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var people = pairs.SelectMany(p => new[] { p.Mentee.Value, p.Mentor.Value }).Distinct().ToArray();
        var stands = await tables.Query<PersonAvailability>(
            $"""
            select asked.person, coalesce(bool_or(p.is_mentee), false) as is_mentee,
                coalesce(bool_or(p.is_mentor), false) as is_mentor,
                (coalesce(sum(p.capacity) filter (where p.is_mentor), 0)
                    - (select count(*) from match_members m where m.program = {program.Value}
                        and m.person = asked.person and m.is_mentor and m.state = 'confirmed'))::int as free_capacity,
                exists (select from match_members m where m.program = {program.Value} and m.person = asked.person
                    and m.serves) as is_served,
                (max((w.data -> 'hoursPerMonth')::int) * 60 - (select coalesce(sum(m.minutes), 0) from match_members m
                    where m.person = asked.person and m.state = 'confirmed')
                    - {FlashSlotsProjection.BusiestMonthOf($"asked.person", now)}
                    - {ConnectionsProjection.MinutesOf($"asked.person")})::bigint as minutes_left
            from unnest({people}) as asked (person)
            left join mt_doc_personreplica w on w.id = asked.person and w.active and not w.on_leave
                and not w.agreement_due
            left join participants p on p.person = w.id and p.program = {program.Value} and not p.withdrawn
                and p.paused_until is null and p.not_ready_reason is null
                and not exists (select from mt_doc_programreplica g where g.id = p.program and g.ended)
            group by asked.person
            """,
            ct
        );
        return new(
            stands.Where(s => s.IsServed).Select(s => new PersonId(s.Person)).ToHashSet(),
            stands.Where(s => s.IsMentee).Select(s => new PersonId(s.Person)).ToHashSet(),
            stands.Where(s => s.IsMentor).ToDictionary(s => new PersonId(s.Person), s => s.FreeCapacity),
            stands
                .Where(s => s.MinutesLeft is not null)
                .ToDictionary(s => new PersonId(s.Person), s => s.MinutesLeft!.Value)
        );
    }

    /// <summary>A part of a statement: the matches <c>m</c> with each mentee <c>e</c> and each mentor <c>r</c> of that
    /// mentee.</summary>
    private static FormattableString FromPairs =>
        $"""
            from matches m
            join match_members e on e.match = m.id and e.is_mentee
            join match_members r on r.match = m.id and r.is_mentor and r.person <> e.person
            """;

    /// <summary>A part of a statement: the participations <c>p</c> of those who may be matched, with their person
    /// <c>w</c>.</summary>
    private static FormattableString FromAvailable(ProgramId program, DateTimeOffset now) =>
        $"""
            from (select distinct on (person) * from participants where program = {program.Value} and not withdrawn
                and paused_until is null and not_ready_reason is null and ready_at <= {now}
                order by person, id desc) p
            join mt_doc_personreplica w on w.id = p.person and w.active and not w.on_leave and not w.agreement_due
            """;

    private static Pair PairOf(MatchedPair pair) => new(pair.Mentee, pair.Mentor);

    private static Mentee MenteeOf(PoolMember j, ReportingLines lines) =>
        Described(
            j,
            lines,
            (description, background) =>
                new Mentee(j.Person)
                {
                    CareerInterests = description.Interests,
                    Goals = background?.Goals ?? [],
                    WantedSkills = Skills(description.SkillsWanted),
                    TargetField = background?.TargetField,
                }
        );

    /// <summary>
    /// Hours are for all mentorships of a mentor together, so those of other programs count too, and so do booked flash
    /// sessions. Where a mentor has been shows in the present work as well as in the tags that they chose.
    /// </summary>
    private static Mentor MentorOf(PoolMember j, ReportingLines lines) =>
        Described(
            j,
            lines,
            (description, _) =>
                new Mentor(j.Person, j.Capacity)
                {
                    OfferedSkills = Skills(description.SkillsOffered),
                    CareerInterests =
                    [
                        .. description.Interests,
                        .. new[] { j.Department, description.JobTitle }.OfType<string>(),
                    ],
                    MinutesPerMonth = j.HoursPerMonth * 60,
                    ActiveMentorships = j.ActiveMentorships,
                    ActiveMinutes = j.ActiveMinutes,
                }
        );

    /// <summary>A person without a recorded field of work has the department as the only field.</summary>
    private static T Described<T>(PoolMember j, ReportingLines lines, Func<PersonDescription, Background?, T> part)
        where T : Person
    {
        var description = j.Description?.Value ?? NoDescription;
        var background = j.Background?.Value;
        return part(description, background) with
        {
            Managers = lines.ManagersOf(j.Person),
            Site = j.ReplicaSite,
            Department = j.Department,
            Level = description.JobLevel,
            YearsOfExperience = YearsOf(description),
            TimeZone = j.TimeZone,
            Languages = description.Languages,
            Interests = description.Interests,
            Fields =
                background is { Fields: { Count: > 0 } fields } ? fields
                : j.Department is { } department ? [department]
                : null,
            Values = background?.Values,
            Personality = background?.Personality,
        };
    }

    private static Skill[] Skills(IEnumerable<SkillRecorded> skills) =>
        [.. skills.Select(s => new Skill(s.Skill, s.Level))];

    private static int? YearsOf(PersonDescription description) =>
        description.YearsOfExperience is { } years ? (int)Math.Clamp(years, 0, MaxYears) : null;
}
