using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

public static class Routes
{
    public static void MapRuns(this IEndpointRouteBuilder app)
    {
        app.MapGet("/factors", ReadFactors.Handle);

        var runs = app.MapGroup("/runs").RequireRoles(Roles.Coordinator);
        runs.MapPost("/", RequestRun.Handle);
        runs.MapGet("/", ReadRuns.List);
        runs.MapGet("/{id:guid}", ReadRuns.One);
        runs.MapGet("/{id:guid}/proposals", ReadRuns.Proposals);
        runs.MapGet("/{id:guid}/unmatched", ReadRuns.Unmatched);
        runs.MapGet("/{id:guid}/explanation", CheckRun.Explain);
        runs.MapPost("/{id:guid}/proposals", AddProposal.Handle);
        runs.MapPost("/{id:guid}/proposals/{mentee:guid}/remove", RemoveProposal.Handle);
        runs.MapPost("/{id:guid}/review", ReviewRun.Handle);
        runs.MapPost("/{id:guid}/publish", PublishRun.Handle);
        runs.MapPost("/{id:guid}/certificate/verify", CheckRun.VerifyCertificate);
        runs.MapPost("/{id:guid}/repeat", CheckRun.Repeat);
    }
}
