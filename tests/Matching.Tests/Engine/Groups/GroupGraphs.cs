using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>Small cohorts for mentoring groups, and the best groups by trying everything.</summary>
internal static class GroupGraphs
{
    /// <summary>
    /// Up to 7 mentees and 3 mentors with up to 2 groups each; exclusions, locked mentees, mentees without candidates
    /// and missing goals occur.
    /// </summary>
    public static Gen<GroupGraph> Tiny => Gen.Choose(0, int.MaxValue - 1).Select(seed => Random(seed, 7, 3));

    public static Gen<GroupGraph> Larger => Gen.Choose(0, int.MaxValue - 1).Select(seed => Random(seed, 60, 20));

    public static GroupGraph Random(int seed, int mostMentees, int mostMentors)
    {
        var random = new Random(seed);
        var (mentees, mentors) = (random.Next(0, mostMentees + 1), random.Next(1, mostMentors + 1));
        var (density, top, min) = (random.NextDouble(), random.Next(3) == 0 ? 3 : 1_000_001, random.Next(1, 4));
        var locked = Enumerable.Range(0, mentees).Select(_ => random.Next(8) == 0).ToArray();
        var rows = locked.Select(one =>
            Enumerable
                .Range(0, mentors)
                .Where(_ => random.NextDouble() < density)
                .Select(mentor => (mentor, random.Next(top)))
                .Take(one ? 1 : mentors)
                .ToArray()
        );
        int[] capacity = [.. Enumerable.Range(0, mentors).Select(_ => random.Next(0, 3))];
        var partners = Enumerable
            .Range(0, mentees)
            .Select(_ => new Partner(
                [.. Enumerable.Range(0, 5).Where(_ => random.Next(3) == 0)],
                random.Next(4) == 0 ? null : random.Next(2),
                random.Next(4) == 0 ? null : random.Next(2)
            ));
        var weights = random.Next(3) == 0 ? new PartnerWeights(1000, 300) : new PartnerWeights();
        return new(
            Graphs.Of(capacity, [.. rows]),
            new(min, min + random.Next(0, 3)),
            new([.. partners], weights, Exclusions(random, mentees)),
            locked
        );
    }

    /// <summary>Every choice of groups that is valid by the definition, as the group of each mentee.</summary>
    public static IEnumerable<(int[] GroupOf, int[] Mentors)> EveryChoice(GroupGraph graph)
    {
        int[] mentors =
        [
            .. graph.Candidates.Capacity.SelectMany((groups, mentor) => Enumerable.Repeat(mentor, groups)),
        ];
        var groupOf = new int[graph.MenteeCount];
        return From(0).Select(_ => (groupOf, mentors));

        IEnumerable<bool> From(int mentee)
        {
            if (mentee == groupOf.Length)
                return IsValid(graph, groupOf, mentors) ? [true] : [];
            return Enumerable
                .Range(-1, mentors.Length + 1)
                // Of equal groups without members the first alone is tried.
                .Where(group =>
                    group < 1 || mentors[group - 1] != mentors[group] || groupOf.AsSpan(0, mentee).Contains(group - 1)
                )
                .Where(group => group < 0 || graph.Candidates.EdgeOf(mentee, mentors[group]) >= 0)
                .SelectMany(group =>
                {
                    groupOf[mentee] = group;
                    return From(mentee + 1).Select(valid => valid);
                });
        }
    }

    public static (long Placement, long Total) Worth(GroupGraph graph, int[] groupOf, int[] mentors)
    {
        var (placement, total) = (0L, 0L);
        for (var mentee = 0; mentee < groupOf.Length; mentee++)
        {
            if (groupOf[mentee] < 0)
                continue;
            placement += graph.Locked[mentee] ? groupOf.Length + 1 : 1;
            total += graph.Candidates.Score[graph.Candidates.EdgeOf(mentee, mentors[groupOf[mentee]])];
            for (var other = 0; other < mentee; other++)
                total += groupOf[other] == groupOf[mentee] ? graph.Partners.Of(other, mentee) : 0;
        }
        return (placement, total);
    }

    private static bool IsValid(GroupGraph graph, int[] groupOf, int[] mentors)
    {
        for (var group = 0; group < mentors.Length; group++)
        {
            int[] members = [.. Enumerable.Range(0, groupOf.Length).Where(mentee => groupOf[mentee] == group)];
            if (members.Length > 0 && (members.Length < graph.Sizes.Min || members.Length > graph.Sizes.Max))
                return false;
            if (members.Any(one => members.Any(other => graph.Partners.Excludes(one, other))))
                return false;
        }
        return true;
    }

    private static int[][] Exclusions(Random random, int mentees)
    {
        var excluded = Enumerable.Range(0, mentees).Select(_ => new SortedSet<int>()).ToArray();
        for (var pair = random.Next(0, (mentees / 3) + 1); pair > 0; pair--)
        {
            var (one, other) = (random.Next(mentees), random.Next(mentees));
            if (one == other)
                continue;
            excluded[one].Add(other);
            excluded[other].Add(one);
        }
        return [.. excluded.Select(others => others.ToArray())];
    }
}
