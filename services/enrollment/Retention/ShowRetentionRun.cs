using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Retention;

/// <summary>Shows what was destroyed on one day.</summary>
public static class ShowRetentionRun
{
    /// <param name="CompletedAt">Null where the run of the day is not over, or where no rule asked for one.</param>
    public sealed record Response(DateOnly Day, IReadOnlyList<DestroyedCount> Counts, DateTimeOffset? CompletedAt);

    public static async Task<Ok<Response>> Handle(DateOnly day, EventStreams events, CancellationToken ct)
    {
        if (!FieldRules.IsDay(day))
            throw new InvalidFieldException("day", FieldRules.DayMessage);
        var run = await events.Read<RetentionRun, RetentionRunEvent>(RetentionRun.IdOf(day), RetentionRun.Evolve, ct);
        return TypedResults.Ok(new Response(day, run?.Counts ?? [], run?.CompletedAt));
    }
}
