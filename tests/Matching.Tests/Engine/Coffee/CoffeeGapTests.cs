using PeerNetwork.Matching.Engine;
using Xunit.Abstractions;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>Rounds of up to 8 people beside the best of all groupings.</summary>
public class CoffeeGapTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Most_rounds_are_the_best_and_none_has_more_repeats_than_the_best(int people)
    {
        var (rounds, best) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            foreach (var round in new CoffeeSimulation(people, 15, seed).Run(40).Where(r => r.Present.Length > 1))
            {
                var at = 1 + round.Before.Select(group => group.Round).DefaultIfEmpty().Max();
                var costs = new CoffeeCosts(at, round.Present, round.Before);
                int[] everyone = [.. Enumerable.Range(0, round.Present.Length)];
                var least = EveryGrouping(everyone).Min(groups => costs.Of(groups));
                var ours = costs.Of(
                    round.Groups.Select(group =>
                        group.People.Select(id => Array.FindIndex(round.Present, p => p.Id == id)).ToArray()
                    )
                );
                ours.Repeats.ShouldBe(least.Repeats);
                rounds++;
                best += ours == least ? 1 : 0;
            }
        }
        output.WriteLine($"{best} of {rounds} rounds are the best.");
        best.ShouldBeGreaterThan(rounds * 9 / 10);
    }

    private static IEnumerable<IEnumerable<int[]>> EveryGrouping(int[] people)
    {
        if (people is [])
            return
            [
                [],
            ];
        if (people is [_])
            return [];
        var pairs =
            from other in people[1..]
            from rest in EveryGrouping([.. people[1..].Where(person => person != other)])
            select rest.Prepend([people[0], other]);
        var trios =
            from one in people[1..]
            from other in people[1..].Where(person => person > one && people.Length % 2 == 1)
            from rest in EveryGrouping([.. people[1..].Where(person => person != one && person != other)])
            select rest.Prepend([people[0], one, other]);
        return pairs.Concat(trios);
    }
}
