using Microsoft.AspNetCore.Mvc;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Gateway.DataExport;

/// <summary>
/// All that the platform holds on a person, in one archive. The services decide who may have it; nothing is stored, and
/// there is no archive with a part missing.
/// </summary>
public static class ExportPersonalData
{
    /// <summary>It knows all people, so it is asked first: whether the person exists is its answer.</summary>
    private const string Directory = "enrollment";

    private static readonly string[] Others = ["matching", "engagement", "analytics"];

    public static async Task Handle(
        Guid id,
        HttpContext context,
        ServiceReports services,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        var (token, now) = (context.Request.Headers.Authorization.ToString(), clock.GetUtcNow());
        var first = await services.Get(Directory, id, token, ct);
        ServiceReport[] reports = [first];
        if (first.Report is not null)
            reports =
            [
                first,
                .. await Task.WhenAll(
                    Others.Select(async service => (await services.Get(service, id, token, ct)).OrNothingHeld(id, now))
                ),
            ];
        if (reports.FirstOrDefault(r => r.Problem is not null) is { } refused)
            await refused.WriteProblem(context, ct);
        else if (reports.Where(r => r.Report is null).Select(r => r.Service).ToArray() is [_, ..] missing)
            await Problems.Write(context, Unavailable(missing));
        else
            await TypedResults
                .File(await ExportArchive.Write(id, now, reports, ct), "application/zip", $"personal-data-{id}.zip")
                .ExecuteAsync(context);
    }

    private static ProblemDetails Unavailable(string[] missing) =>
        Problems.Of(
            StatusCodes.Status503ServiceUnavailable,
            $"No answer from {string.Join(" and ", missing)}. The export needs all services: try again in a moment."
        );
}
