using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Coffee;

/// <summary>A coordinator of all sites of a program sees its coffee rounds with their groups.</summary>
public static class ReadCoffeeRounds
{
    /// <param name="Members">How many people take part today.</param>
    /// <param name="Rounds">How many rounds were formed.</param>
    /// <param name="NextRoundAt">Null where no regular round is to come.</param>
    /// <param name="IsForming">Whether a round is requested and still to be formed.</param>
    public sealed record ScheduleView(int Members, int Rounds, DateTimeOffset? NextRoundAt, bool IsForming);

    /// <param name="Number">The rounds of a program count from 1.</param>
    /// <param name="People">How many took part; one of them was alone where there are no groups.</param>
    public sealed record RoundSummary(Guid Id, int Number, DateTimeOffset FormedAt, int People, int Groups);

    /// <param name="People">Two or three; one who was alone in the round.</param>
    public sealed record GroupSummary(Guid Id, IReadOnlyList<Guid> People);

    private sealed record ProgramRow(int Formed, DateTimeOffset? NextRoundAt, bool Waiting);

    private sealed record GroupRow(Guid Id, Guid[] People);

    public static async Task<Ok<ScheduleView>> Show(
        Guid program,
        ClaimsPrincipal user,
        EventStreams events,
        CoffeeMembers members,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        (await events.RequireProgram(program, ct)).RequireManage(user);
        var takePart = await members.Count(new(program), clock.GetUtcNow(), ct);
        var row = await tables.QueryFirstOrDefault<ProgramRow>(
            $"select formed, next_round_at, waiting from coffee_programs where id = {program}",
            ct
        );
        return TypedResults.Ok(new ScheduleView(takePart, row?.Formed ?? 0, row?.NextRoundAt, row?.Waiting is true));
    }

    /// <summary>The newest first.</summary>
    public static async Task<Ok<PageResponse<RoundSummary>>> List(
        Guid program,
        Paging paging,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        CancellationToken ct
    )
    {
        (await events.RequireProgram(program, ct)).RequireManage(user);
        return paging.ToResponse(
            await tables.Page<RoundSummary>(
                $"select id, number, formed_at, people, groups from coffee_rounds where program = {program}",
                paging,
                round => round.Id,
                ct,
                newestFirst: true
            )
        );
    }

    public static async Task<Ok<PageResponse<GroupSummary>>> Groups(
        Guid program,
        int number,
        Paging paging,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        CancellationToken ct
    )
    {
        (await events.RequireProgram(program, ct)).RequireManage(user);
        if (
            !await tables.QueryFirstOrDefault<bool>(
                $"select exists (select from coffee_rounds where program = {program} and number = {number})",
                ct
            )
        )
            throw new DomainException(DomainError.NotFound, "The program has no coffee round of this number.");
        var page = await tables.Page<GroupRow>(
            $"select id, people from coffee_groups where program = {program} and number = {number}",
            paging,
            group => group.Id,
            ct
        );
        return paging.ToResponse(page.Select(group => new GroupSummary(group.Id, group.People)));
    }
}
