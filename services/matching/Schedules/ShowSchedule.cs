using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Schedules;

/// <summary>Coordinators see when a program makes its next run by itself.</summary>
public static class ShowSchedule
{
    /// <param name="EveryDays">From one regular run to the next; null for none.</param>
    /// <param name="WithoutReview">Whether these send their proposals at once.</param>
    /// <param name="RefillWithinMinutes">How soon a run looks for those who wait; null where they wait for the next
    /// regular one.</param>
    /// <param name="NextRunAt">Null where no run is planned.</param>
    /// <param name="PolicyOf">The run that was published last, by whose policy the next one goes; null before the
    /// first.</param>
    public sealed record ScheduleView(
        int? EveryDays,
        bool WithoutReview,
        int? RefillWithinMinutes,
        DateTimeOffset? NextRunAt,
        Guid? PolicyOf
    );

    public static async Task<Ok<ScheduleView>> Handle(
        Guid program,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var known = await events.RequireProgram(program, ct);
        known.RequireViewPart(user.ScopeOf(Roles.Coordinator));
        var schedule = await events.Read<ProgramSchedule, ScheduleEvent>(program, ProgramSchedule.Evolve, ct);
        var runs = schedule?.Changed?.Schedule ?? new();
        return TypedResults.Ok(
            new ScheduleView(
                runs.EveryDays,
                runs.WithoutReview,
                runs.RefillWithinMinutes,
                schedule?.NextRunAt,
                schedule?.PolicyOf?.Value
            )
        );
    }
}
