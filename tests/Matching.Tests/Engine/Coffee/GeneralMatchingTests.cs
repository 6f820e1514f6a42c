using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class GeneralMatchingTests
{
    /// <summary>Sparse graphs, in which odd cycles matter, beside the rank of the Tutte matrix.</summary>
    [Fact]
    public void It_is_as_large_as_the_rank_of_the_Tutte_matrix_says()
    {
        var random = new Random(7);
        for (var time = 0; time < 2000; time++)
        {
            var edges = Edges(random, random.Next(1, 24), random.Next(1, 6));
            int[] people = [.. Enumerable.Range(0, edges.GetLength(0))];

            var pairs = GeneralMatching.Of(people, edges);

            pairs.ShouldAllBe(pair => edges[pair.One, pair.Other]);
            pairs.SelectMany(pair => new[] { pair.One, pair.Other }).ShouldBeUnique();
            pairs.Count.ShouldBe(TutteMatrix.MatchingSize(edges, random));
        }
    }

    private static bool[,] Edges(Random random, int people, int perPerson)
    {
        var edges = new bool[people, people];
        for (var edge = 0; edge < people * perPerson / 2; edge++)
        {
            var (one, other) = (random.Next(people), random.Next(people));
            edges[one, other] = edges[other, one] = one != other || edges[one, one];
        }
        for (var one = 0; one < people; one++)
            edges[one, one] = false;
        return edges;
    }
}
