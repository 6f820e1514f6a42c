using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// What pairs are judged by: the factors with their default weights, and the rules. Open to everybody who is judged.
/// </summary>
public static class ReadFactors
{
    public sealed record FactorView(string Name, int DefaultWeight, string Meaning);

    public sealed record Answer(IReadOnlyList<FactorView> Factors, IReadOnlyList<string> Rules);

    public static Ok<Answer> Handle() =>
        TypedResults.Ok(
            new Answer(
                [.. Factor.All.Select(f => new FactorView(f.Name, f.DefaultWeight, f.Meaning))],
                [.. Rule.All.Select(r => r.Name)]
            )
        );
}
