using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Coffee;

/// <summary>
/// Who takes part in the coffee rounds of a program on a day: joined and not snoozed, still with the company and not on
/// leave.
/// </summary>
public sealed class CoffeeMembers(ReadModels tables)
{
    private sealed record Member(Guid Person, string Site, string? Department, string TimeZone);

    private sealed record FormedGroup(int Number, Guid[] People);

    public Task<int> Count(ProgramId program, DateTimeOffset now, CancellationToken ct) =>
        tables.QueryFirstOrDefault<int>($"select count(*)::int {FromMembers(program, DayOf(now))}", ct);

    /// <summary>All groups of earlier rounds, with one person where the person was alone.</summary>
    public async Task<IReadOnlyList<CoffeeGroup>> History(ProgramId program, CancellationToken ct) =>
        [
            .. (
                await tables.Query<FormedGroup>(
                    $"select number, people from coffee_groups where program = {program.Value} order by number, id",
                    ct
                )
            ).Select(group => new CoffeeGroup(group.Number, group.People)),
        ];

    /// <param name="program">The program.</param>
    /// <param name="history">The groups of earlier rounds, of which follows how long each person waited.</param>
    /// <param name="now">The moment of the round.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IReadOnlyList<CoffeePerson>> TakingPart(
        ProgramId program,
        IReadOnlyList<CoffeeGroup> history,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var day = DayOf(now);
        var members = await tables.Query<Member>(
            $"""
            select m.person, w.data ->> 'siteCode' as site, w.data ->> 'department' as department,
                w.data ->> 'timeZone' as time_zone
            {FromMembers(program, day)} order by m.person
            """,
            ct
        );
        var waited = RoundsWaited(history);
        return [.. members.Select(member => PersonOf(member, day, waited.GetValueOrDefault(member.Person)))];
    }

    /// <summary>The rounds in a row in which each person was alone, up to the last one.</summary>
    public static IReadOnlyDictionary<Guid, int> RoundsWaited(IReadOnlyList<CoffeeGroup> history)
    {
        var waited = new Dictionary<Guid, int>();
        foreach (var group in history.OrderBy(group => group.Round))
        foreach (var person in group.People)
            waited[person] = group.People.Count == 1 ? waited.GetValueOrDefault(person) + 1 : 0;
        return waited;
    }

    private static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    private static CoffeePerson PersonOf(Member member, DateOnly day, int waited)
    {
        var hours = WorkingHours.On(day, member.TimeZone);
        return new(
            member.Person,
            member.Site,
            member.Department ?? "",
            (int)hours.Start.TimeOfDay.TotalMinutes,
            (int)(hours.End - hours.Start).TotalMinutes,
            waited
        );
    }

    /// <summary>A part of a statement: the memberships <c>m</c> of those who take part, with their person <c>w</c>. An
    /// employee who left and came back as a guest takes no part.</summary>
    private static FormattableString FromMembers(ProgramId program, DateOnly day) =>
        $"""
            from coffee_members m
            cross join lateral (select * from mt_doc_personreplica where id = m.person limit 1) w
            where m.program = {program.Value} and (m.snoozed_until is null or m.snoozed_until <= {day})
                and w.active and not w.on_leave and {PersonReplica.IsStaff}
            """;
}
