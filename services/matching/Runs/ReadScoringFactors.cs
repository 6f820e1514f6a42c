using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// The factors by which pairs are scored, with their default weights, and the rules. Every user may read them.
/// </summary>
public static class ReadScoringFactors
{
    public sealed record FactorView(string Name, int DefaultWeight, string Description);

    public sealed record Response(IReadOnlyList<FactorView> Factors, IReadOnlyList<string> Rules);

    public static Ok<Response> Handle() =>
        TypedResults.Ok(
            new Response(
                [.. Factor.All.Select(f => new FactorView(f.Name, f.DefaultWeight, f.Description))],
                [.. Rule.All.Select(r => r.Name)]
            )
        );
}
