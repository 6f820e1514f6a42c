using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Coffee;

/// <summary>
/// A person sees the coffee rounds of the programs at their site: whether they take part, what happens next, and their
/// group of the last round.
/// </summary>
public static class ListMyCoffee
{
    public enum CoffeeAction
    {
        /// <summary>The person may join.</summary>
        Join,

        /// <summary>The person is in no round before the end of a leave.</summary>
        ReturnFromLeave,

        /// <summary>The person is in no round before the day until which they snooze.</summary>
        EndOfSnooze,

        /// <summary>The person is in the next round.</summary>
        NextRound,
    }

    /// <param name="Id">The program.</param>
    /// <param name="Name">Of the program.</param>
    /// <param name="SnoozedUntil">The first day on which the person is in rounds again; null where they do not
    /// snooze.</param>
    /// <param name="NextAction">There is always one.</param>
    /// <param name="NextRoundAt">Null where no regular round is to come.</param>
    /// <param name="Group">That of the last round; null where the person was not in it.</param>
    public sealed record CoffeeView(
        Guid Id,
        string Name,
        bool TakesPart,
        DateOnly? SnoozedUntil,
        CoffeeAction NextAction,
        DateTimeOffset? NextRoundAt,
        GroupView? Group
    );

    /// <param name="Round">The number of the round.</param>
    /// <param name="Others">Whom the person meets; empty where they were alone in the round.</param>
    /// <param name="CommonHours">The hours of today in which all of the group work, from 9:00 to 17:00 in the time zone
    /// of each; null where there are none.</param>
    public sealed record GroupView(
        int Round,
        DateTimeOffset FormedAt,
        IReadOnlyList<GroupMember> Others,
        WorkingHours? CommonHours
    );

    public sealed record GroupMember(Guid Person, string SiteCode);

    private sealed record ProgramRow(
        Guid Id,
        string Name,
        bool TakesPart,
        DateOnly? SnoozedUntil,
        bool OnLeave,
        DateTimeOffset? NextRoundAt,
        int? Round,
        DateTimeOffset? FormedAt,
        Guid[]? People
    );

    private sealed record Colleague(Guid Id, string SiteCode, string TimeZone);

    public static async Task<Ok<PageResponse<CoffeeView>>> Handle(
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (me, today) = (user.Id(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var page = await tables.Page<ProgramRow>(
            $"""
            select c.id, g.data ->> 'name' as name, m.id is not null as takes_part,
                case when m.snoozed_until > {today} then m.snoozed_until end as snoozed_until, w.on_leave,
                c.next_round_at, met.number as round,
                (select formed_at from coffee_rounds where program = c.id and number = met.number) as formed_at,
                met.people
            from mt_doc_personreplica w
            join coffee_programs c on c.has_rounds
            cross join lateral (select data from mt_doc_programreplica where id = c.id limit 1) g
            left join lateral (select id, snoozed_until from coffee_members
                where program = c.id and person = w.id limit 1) m on true
            left join lateral (select number, people from coffee_groups
                where program = c.id and number = c.formed and w.id = any(people) limit 1) met on true
            where w.id = {me} and {PersonReplica.IsStaff}
                and (m.id is not null or g.data -> 'siteCodes' ? (w.data ->> 'siteCode'))
            """,
            paging,
            program => program.Id,
            ct
        );
        var people = page.Items.SelectMany(program => program.People ?? []).Distinct().ToArray();
        var colleagues = await tables.Query<Colleague>(
            $"""
            select id, data ->> 'siteCode' as site_code, data ->> 'timeZone' as time_zone
            from mt_doc_personreplica where id = any({people})
            """,
            ct
        );
        var known = colleagues.ToDictionary(colleague => colleague.Id);
        return paging.ToResponse(page.Select(program => View(program, me, today, known)));
    }

    private static CoffeeView View(ProgramRow program, Guid me, DateOnly today, Dictionary<Guid, Colleague> known) =>
        new(
            program.Id,
            program.Name,
            program.TakesPart,
            program.SnoozedUntil,
            program switch
            {
                { TakesPart: false } => CoffeeAction.Join,
                { OnLeave: true } => CoffeeAction.ReturnFromLeave,
                { SnoozedUntil: not null } => CoffeeAction.EndOfSnooze,
                _ => CoffeeAction.NextRound,
            },
            program.NextRoundAt,
            program.People is { } people
                ? new(
                    program.Round!.Value,
                    program.FormedAt!.Value,
                    [.. people.Where(p => p != me).Select(p => new GroupMember(p, known[p].SiteCode))],
                    people.Length == 1
                        ? null
                        : WorkingHours.CommonTo(people.Select(p => WorkingHours.On(today, known[p].TimeZone)))
                )
                : null
        );
}
