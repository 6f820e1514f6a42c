using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>Everyone sees how long mentees of a program have waited for their mentor.</summary>
public static class ShowExpectedWait
{
    /// <summary>Of fewer people a number would say something about one of them.</summary>
    private const int FewestMentees = 5;

    private static readonly TimeSpan Period = TimeSpan.FromDays(180);

    /// <param name="Days">Half of the mentees who got a mentor in the last 180 days were proposed to them at most so
    /// many days after they were ready; null where they are fewer than five.</param>
    public sealed record WaitView(int? Days);

    private sealed record Waits(int Mentees, int? Days);

    public static async Task<Ok<WaitView>> Handle(
        Guid program,
        EventStreams events,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        await events.RequireProgram(program, ct);
        var waits = await tables.QueryFirstOrDefault<Waits>(
            $"""
            select count(distinct e.person)::int as mentees, ceil(percentile_cont(0.5) within group
                (order by extract(epoch from m.proposed_at - m.waiting_since) / 86400))::int as days
            from matches m join match_members e on e.match = m.id and e.is_mentee
            where m.program = {program} and m.state in ('confirmed', 'ended')
                and m.proposed_at >= {clock.GetUtcNow() - Period}
            """,
            ct
        );
        return TypedResults.Ok(new WaitView(waits!.Mentees < FewestMentees ? null : waits.Days));
    }
}
