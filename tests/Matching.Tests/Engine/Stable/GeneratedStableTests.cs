using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class GeneratedStableTests
{
    [SharedDataTheory(generated: true)]
    [InlineData("s1k")]
    [InlineData("m10k")]
    public void No_pair_blocks_on_generated_cohorts_whoever_proposes(string name)
    {
        var (graph, mentors) = GeneratedCohort.Of(name);

        var best = StableSolver.MenteesPropose(graph, mentors);
        var worst = StableSolver.MentorsPropose(graph, mentors);

        StableVerification.Verify(graph, mentors, best).ShouldBe(VerificationResult.Stable);
        StableVerification.Verify(graph, mentors, worst).ShouldBe(VerificationResult.Stable);
        worst.Matched.ShouldBe(best.Matched);
        worst.TotalScore.ShouldBeLessThanOrEqualTo(best.TotalScore);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            Score(graph, worst.Edges[mentee]).ShouldBeLessThanOrEqualTo(Score(graph, best.Edges[mentee]));
    }

    private static int Score(CandidateGraph graph, int edge) => edge < 0 ? -1 : graph.Score[edge];
}
