using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

public static class Routes
{
    /// <summary>
    /// For what is computed while the client waits: a graph of all pairs, and its solution when a run is reproduced.
    /// </summary>
    private static readonly TimeSpan ComputationTimeout = TimeSpan.FromMinutes(10);

    public static void MapRuns(this IEndpointRouteBuilder app)
    {
        app.MapGet("/scoring-factors", ReadScoringFactors.Handle);

        var runs = app.MapGroup("/runs").RequireRoles(Roles.Coordinator);
        runs.MapPost("/", RequestRun.Handle);
        runs.MapGet("/{id:guid}", ReadRuns.Get);
        runs.MapGet("/{id:guid}/proposals", ReadResults.Proposals).AuditRead("runProposals");
        runs.MapGet("/{id:guid}/unmatched", ReadResults.Unmatched).AuditRead("runUnmatched");
        runs.MapGet("/{id:guid}/explanation", AuditRun.Explain).AuditRead("runExplanation");
        runs.MapPost("/{id:guid}/proposals", AddProposal.Handle);
        runs.MapPost("/{id:guid}/proposals/{mentee:guid}/remove", RemoveProposal.Handle);
        runs.MapPost("/{id:guid}/cancel", CancelRun.Handle);
        runs.MapPost("/{id:guid}/resume", ResumeRun.Handle);
        runs.MapPost("/{id:guid}/review", ReviewRun.Handle);
        runs.MapPost("/{id:guid}/publish", PublishRun.Handle);
        runs.MapPost("/{id:guid}/variants", AddVariant.Handle);
        MapVariants(runs.MapGroup("/{id:guid}/variants/{variant:int}"));
        runs.MapGet("/{id:guid}/variants/{a:int}/compare/{b:int}", CompareVariants.Handle);
        MapAudit(app.MapGroup("/runs").RequireRoles(RunAccess.AuditRoles));
    }

    private static void MapVariants(RouteGroupBuilder variant)
    {
        variant.MapGet("", ReadRuns.GetVariant);
        variant.MapGet("/proposals", ReadResults.Proposals).AuditRead("runProposals");
        variant
            .MapGet("/proposals.ndjson", ReadResults.AllProposals)
            .AuditRead("runProposals")
            .Lines<ReadResults.ProposalView>();
        variant.MapGet("/unmatched", ReadResults.Unmatched).AuditRead("runUnmatched");
        variant
            .MapGet("/unmatched.ndjson", ReadResults.AllUnmatched)
            .AuditRead("runUnmatched")
            .Lines<ReadResults.UnmatchedView>();
        variant.MapPost("/preview", PreviewWeights.Handle);
        variant.MapPost("/cancel", CancelRun.Handle);
        variant.MapPost("/resume", ResumeRun.Handle);
    }

    /// <summary>Every user with access to the program may verify a run. The answers name no person.</summary>
    private static void MapAudit(RouteGroupBuilder runs)
    {
        runs.MapGet("/", ReadRuns.List);
        runs.MapGet("/{id:guid}/figures", ReadRunFigures.Handle);
        runs.MapPost("/{id:guid}/certificate/verify", AuditRun.Verify).WithRequestTimeout(ComputationTimeout);
        runs.MapPost("/{id:guid}/reproduce", AuditRun.Reproduce).WithRequestTimeout(ComputationTimeout);
        runs.MapGet("/{id:guid}/variants/{variant:int}/certificate", ReadCertificate.Handle)
            .WithRequestTimeout(ComputationTimeout);
        runs.MapPost("/{id:guid}/variants/{variant:int}/certificate/verify", AuditRun.Verify)
            .WithRequestTimeout(ComputationTimeout);
        runs.MapPost("/{id:guid}/variants/{variant:int}/reproduce", AuditRun.Reproduce)
            .WithRequestTimeout(ComputationTimeout);
    }

    private static void Lines<T>(this RouteHandlerBuilder route) =>
        route.Produces<T>(StatusCodes.Status200OK, JsonLines.MediaType).DisableRequestTimeout();
}
