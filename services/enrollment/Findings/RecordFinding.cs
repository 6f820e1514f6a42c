using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Findings;

/// <summary>
/// A coordinator records what was learned about a program. After its end, too: the next program can answer to it.
/// </summary>
public static class RecordFinding
{
    private const int MaxTextLength = 2_000;

    public sealed record Request(FindingSource Source, string Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Text).Text(MaxTextLength);
    }

    public static async Task<Created<CreatedId>> Handle(
        Guid program,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        var id = new FindingId(Guid.CreateVersion7(now));
        await events.RequireCoordinatedProgram(program, user, ct);
        var recorded = new FindingRecorded(
            id,
            new(program),
            events.VersionOf(program)!.Value,
            request.Source,
            new(by, request.Text),
            by,
            now
        );
        await events.Update<Finding, FindingEvent>(id.Value, Finding.Evolve, _ => [recorded], ct);
        return TypedResults.Created($"/programs/{program}/findings/{id.Value}", new CreatedId(id.Value));
    }
}
