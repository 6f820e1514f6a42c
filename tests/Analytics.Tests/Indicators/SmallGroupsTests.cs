using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.Testing;
using Interval = PeerNetwork.Analytics.Indicators.Interval;

namespace PeerNetwork.Analytics.Tests.Indicators;

public sealed class SmallGroupsTests
{
    private static readonly Sum<string> AllSites = new("all", ["A", "B", "C", "D"]);

    [Fact]
    public void Groups_of_five_or_more_are_shown() => Hidden(5, 6, 7, 8).ShouldBeEmpty();

    [Fact]
    public void Nobody_is_no_group() => Hidden(0, 6, 7, 8).ShouldBeEmpty();

    [Fact]
    public void A_small_group_takes_the_next_smallest_with_it_since_the_rest_would_give_it_away() =>
        Hidden(3, 40, 7, 0).ShouldBe(["A", "C"], ignoreOrder: true);

    [Fact]
    public void Small_groups_that_are_few_people_together_take_a_third_with_them() =>
        Hidden(1, 2, 7, 8).ShouldBe(["A", "B", "C"], ignoreOrder: true);

    [Fact]
    public void Small_groups_that_are_enough_people_together_hide_each_other() =>
        Hidden(3, 4, 7, 8).ShouldBe(["A", "B"], ignoreOrder: true);

    [Fact]
    public void A_total_of_one_group_alone_is_that_group() =>
        Hidden(3, 0, 0, 0).ShouldBe(["A", "all"], ignoreOrder: true);

    [Fact]
    public void What_is_only_worked_out_is_hidden_first()
    {
        var groups = Groups(("applied", 100), ("approved", 20), ("rejected", 3), ("undecided", 77));
        SmallGroups
            .Hide(
                groups,
                [
                    [new Sum<string>("applied", ["approved", "rejected", "undecided"])],
                ],
                key => key == "undecided" ? 0 : 1
            )
            .ShouldBe(["rejected", "undecided"], ignoreOrder: true);
    }

    [Fact]
    public void The_same_people_in_two_small_groups_count_once()
    {
        var three = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToHashSet();
        var groups = new Dictionary<string, HashSet<Guid>>
        {
            ["all"] = [.. three, .. People(9)],
            ["A"] = three,
            ["B"] = [.. three],
            ["C"] = [.. People(9)],
        };
        SmallGroups
            .Hide(
                groups,
                [
                    [AllSites],
                ],
                _ => 0
            )
            .ShouldBe(["A", "B", "C"], ignoreOrder: true);
    }

    [Fact]
    public void No_table_with_its_totals_gives_a_small_group_away() =>
        Prop.ForAll(
                Tables().ToArbitrary(),
                table =>
                {
                    var (groups, sums) = table;
                    var hidden = SmallGroups.Hide(groups, [sums], _ => 0);
                    groups.Where(g => SmallGroups.IsSmall(g.Value.Count)).ShouldAllBe(g => hidden.Contains(g.Key));
                    foreach (var sum in sums)
                    {
                        var unknown = sum.Parts.Where(hidden.Contains).ToArray();
                        // What is left of the shown ones: a reader knows it.
                        var left = hidden.Contains(sum.Total) ? unknown.Prepend(sum.Total) : unknown;
                        if (unknown.Length == 0 || !hidden.Contains(sum.Total))
                            SmallGroups
                                .IsSmall(left.SelectMany(key => groups[key]).Distinct().Count())
                                .ShouldBeFalse($"{sum.Total}");
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay((ulong)RandomSeeds.Next(1), 1));

    [Fact]
    public void Nothing_is_hidden_without_need() =>
        Prop.ForAll(
                Tables().ToArbitrary(),
                table =>
                    SmallGroups.Hide(table.Groups, [table.Sums], _ => 0).Count == 0
                    || table.Groups.Any(g => SmallGroups.IsSmall(g.Value.Count))
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay((ulong)RandomSeeds.Next(1), 1));

    private static IReadOnlySet<string> Hidden(params int[] sizes)
    {
        var parts = AllSites.Parts.Zip(sizes).ToDictionary(p => p.First, p => People(p.Second).ToHashSet());
        parts.Add("all", [.. parts.Values.SelectMany(people => people)]);
        return SmallGroups.Hide(
            parts,
            [
                [AllSites],
            ],
            _ => 0
        );
    }

    private static Dictionary<string, HashSet<Guid>> Groups(params (string Key, int Size)[] groups) =>
        groups.ToDictionary(g => g.Key, g => People(g.Size).ToHashSet());

    private static Guid Numbered(int site, int n) => new(site, (short)n, 0, new byte[8]);

    private static IEnumerable<Guid> People(int count) => Enumerable.Range(0, count).Select(_ => Guid.NewGuid());

    /// <summary>Sites by weeks with all totals. People come back in other weeks, as they do.</summary>
    private static Gen<(Dictionary<Cell, HashSet<Guid>> Groups, List<Sum<Cell>> Sums)> Tables() =>
        from sites in Gen.Choose(1, 5)
        from weeks in Gen.Choose(1, 5)
        from who in Gen.Choose(0, 9).Select(n => Math.Max(0, n - 2)).ArrayOf(sites * weeks)
        from shift in Gen.Choose(0, 6).ArrayOf(sites * weeks)
        select Table(
            sites,
            weeks,
            (site, week) =>
                Enumerable
                    .Range(shift[(site * weeks) + week], who[(site * weeks) + week])
                    .Select(n => Numbered(site, n))
        );

    private static (Dictionary<Cell, HashSet<Guid>> Groups, List<Sum<Cell>> Sums) Table(
        int sites,
        int weeks,
        Func<int, int, IEnumerable<Guid>> who
    )
    {
        var groups = new Dictionary<Cell, HashSet<Guid>>();
        string[] codes = [.. Enumerable.Range(0, sites).Select(n => $"S{n}")];
        Interval[] days =
        [
            .. Enumerable.Range(0, weeks).Select(n => Interval.OfWeek(new DateOnly(2026, 1, 5).AddDays(7 * n))),
        ];
        foreach (
            var (s, w) in Enumerable.Range(0, sites).SelectMany(s => Enumerable.Range(0, weeks).Select(w => (s, w)))
        )
        {
            foreach (
                var cell in new Cell[]
                {
                    new("f", codes[s], days[w]),
                    new("f", null, days[w]),
                    new("f", codes[s], Interval.All),
                    new("f", null, Interval.All),
                }
            )
                (groups.TryGetValue(cell, out var people) ? people : groups[cell] = []).UnionWith(who(s, w));
        }

        return (
            groups,
            [
                .. days.Append(Interval.All)
                    .Select(w => new Sum<Cell>(new("f", null, w), [.. codes.Select(s => new Cell("f", s, w))])),
                .. codes
                    .Append(null)
                    .Select(s => new Sum<Cell>(new("f", s, Interval.All), [.. days.Select(w => new Cell("f", s, w))])),
            ]
        );
    }
}
