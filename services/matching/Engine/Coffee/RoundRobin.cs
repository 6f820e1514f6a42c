namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The table by which an even number of people all meet each other, each pair once, in people - 1 rounds (the circle
/// method): the last person stays in place, the others move on by one place in each round.
/// </summary>
internal static class RoundRobin
{
    /// <param name="round">0 to people - 2.</param>
    public static int[][] Round(int round, int[] people)
    {
        var circle = people.Length - 1;
        return
        [
            [people[round], people[circle]],
            .. Enumerable
                .Range(1, (circle - 1) / 2)
                .Select(step => new[] { people[(round + step) % circle], people[(round - step + circle) % circle] }),
        ];
    }
}
