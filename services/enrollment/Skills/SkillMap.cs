using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Search;

namespace PeerNetwork.Enrollment.Skills;

/// <summary>How many people of a group want a skill, and how many offer it.</summary>
/// <param name="Group">A site or a department; null for people of whom it is not known.</param>
public sealed record SkillCount(string? Group, int Wanted, int Offered);

/// <summary>A skill, whatever the case of its letters.</summary>
/// <param name="Skill">As most people spell it.</param>
/// <param name="Groups">In alphabetical order, without those in which no one wants or offers it.</param>
public sealed record SkillDemand(string Skill, int Wanted, int Offered, IReadOnlyList<SkillCount> Groups);

/// <summary>What people want to learn against what others can pass on.</summary>
public static class SkillMap
{
    /// <summary>All skills that these people name. First come those that lack most people who offer them.</summary>
    public static IReadOnlyList<SkillDemand> Of(IEnumerable<IndexedPerson> people, Func<IndexedPerson, string?> groupOf)
    {
        var named =
            from person in people
            from skill in Named(person.Profile)
            select (skill.Name, skill.Wanted, Group: groupOf(person));
        var demands =
            from skill in named
            group skill by skill.Name.ToUpperInvariant() into same
            select new SkillDemand(
                MostFrequent(same.Select(s => s.Name)),
                same.Count(s => s.Wanted),
                same.Count(s => !s.Wanted),
                [
                    .. same.GroupBy(s => s.Group)
                        .OrderBy(those => those.Key, StringComparer.Ordinal)
                        .Select(those => new SkillCount(
                            those.Key,
                            those.Count(s => s.Wanted),
                            those.Count(s => !s.Wanted)
                        )),
                ]
            );
        return
        [
            .. demands
                .OrderByDescending(demand => demand.Wanted - demand.Offered)
                .ThenByDescending(demand => demand.Wanted)
                .ThenBy(demand => demand.Skill, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<(string Name, bool Wanted)> Named(Profile? profile) =>
        [
            .. (profile?.SkillsWanted ?? []).Select(skill => (skill.Name, true)),
            .. (profile?.SkillsOffered ?? []).Select(skill => (skill.Name, false)),
        ];

    private static string MostFrequent(IEnumerable<string> spellings) =>
        spellings
            .CountBy(spelling => spelling)
            .OrderByDescending(spelling => spelling.Value)
            .ThenBy(spelling => spelling.Key, StringComparer.Ordinal)
            .First()
            .Key;
}
