using PeerNetwork.Analytics.Indicators;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Indicators;

/// <summary>No answer can be subtracted from another to learn about one to four people.</summary>
public sealed class CubeTests
{
    private const int Programs = 3_000;
    private const int LargePrime = 1_000_003;

    private static readonly DateOnly FirstWeek = new(2026, 3, 16);

    /// <summary>Two are in the first quarter and the others in the second.</summary>
    private static readonly DateOnly[] Weeks = [.. Enumerable.Range(0, 4).Select(n => FirstWeek.AddDays(7 * n))];

    [Fact]
    public void Weeks_1_to_3_less_weeks_1_and_2_do_not_show_the_two_people_of_week_3()
    {
        var cube = new Cube([
            .. People(0, 40).Select(who => Moment("BER", FirstWeek, who)),
            .. People(40, 30).Select(who => Moment("BER", FirstWeek.AddDays(7), who)),
            .. People(70, 2).Select(who => Moment("BER", FirstWeek.AddDays(14), who)),
        ]);
        cube.IsHidden(new("withdrawn", "BER", Interval.OfWeek(FirstWeek.AddDays(14)))).ShouldBeTrue();
        // The second quarter is week 3 alone; all time less the first quarter would be the same two people.
        cube.IsHidden(new("withdrawn", "BER", Interval.Of(new(2026, 2)))).ShouldBeTrue();
        cube.IsHidden(new("withdrawn", "BER", Interval.Of(new(2026, 1)))).ShouldBeTrue();
        cube.IsHidden(new("withdrawn", null, Interval.All)).ShouldBeFalse();
    }

    [Fact]
    public void A_small_group_that_joins_two_hidden_blocks_is_not_the_rest_of_their_sums()
    {
        // Each row and each column has two hidden cells or more, and yet the sums of the blocks give the cell between
        // them away.
        int[,] people =
        {
            { 3, 3, 0, 0 },
            { 3, 3, 1, 0 },
            { 9, 0, 3, 3 },
            { 0, 9, 3, 3 },
        };
        var next = 0;
        List<Measurement> moments = [];
        for (var site = 0; site < 4; site++)
        for (var week = 0; week < 4; week++)
            foreach (var who in People((next += 10) - 10, people[site, week]))
                moments.Add(Moment($"S{site}", FirstWeek.AddDays(7 * week - 21), who));
        Audit.Of(moments).Complaints().ShouldBeEmpty();
    }

    [Fact]
    public void No_two_answers_about_a_program_can_be_subtracted_to_see_a_small_group()
    {
        var seed = RandomSeeds.Next(20260101);
        for (var n = 0; n < Programs; n++)
        {
            var audit = Audit.Of(RandomProgram(new Random(seed + n)));
            audit.Differences().ShouldBeEmpty($"seed {seed + n}");
        }
    }

    [Fact]
    public void No_combination_of_answers_about_a_program_is_about_a_small_group()
    {
        var seed = RandomSeeds.Next(20260101);
        var hidden = 0;
        for (var n = 0; n < Programs; n++)
        {
            var audit = Audit.Of(RandomProgram(new Random(seed + n)));
            audit.Complaints().ShouldBeEmpty($"seed {seed + n}");
            hidden += audit.Hidden;
        }

        hidden.ShouldBeGreaterThan(Programs, "without small groups the test proves nothing");
    }

    [Fact]
    public void Of_a_program_of_many_sites_weeks_are_hidden_first()
    {
        var random = new Random(1);
        List<Measurement> moments = [];
        foreach (var figure in (string[])["set", "reached", "open", "onTime", "late", "held", "planned", "checkIns"])
            for (var site = 0; site < 20; site++)
            for (var week = 0; week < 104; week++)
                foreach (var who in People(site * 200, 200).Where(_ => random.Next(200) < 4))
                    moments.Add(new(figure, $"S{site}", FirstWeek.AddDays(7 * week), 1, who));
        var cube = new Cube(moments);
        cube.IsHidden(new("checkIns", null, Interval.All)).ShouldBeFalse();
        Enumerable.Range(0, 20).Count(site => !cube.IsHidden(new("checkIns", $"S{site}", Interval.All))).ShouldBe(20);
    }

    /// <summary>
    /// Up to four sites in up to four weeks: of one figure, of a hierarchy of figures, and of one that counts people.
    /// </summary>
    private static List<Measurement> RandomProgram(Random random)
    {
        var (sites, weeks, most) = (random.Next(1, 5), random.Next(1, 5), random.Next(3, 14));
        List<Measurement> moments = [];
        for (var site = 0; site < sites; site++)
        for (var week = 0; week < weeks; week++)
        {
            var code = $"S{site}";
            foreach (var who in Some(site))
                moments.Add(Moment(code, Weeks[week], who));
            foreach (var who in Some(site))
                moments.Add(new("active", code, Weeks[week], 1, who));
            foreach (var who in Some(site).Where(_ => week < 2))
            {
                moments.Add(new("set", code, Weeks[week], 1, who));
                var reached = Weeks[random.Next(week, weeks)];
                var fate = random.Next(8);
                moments.Add(fate > 4 ? new("open", code, Weeks[week], 1, who) : new("reached", code, reached, 1, who));
                if (fate <= 4)
                    moments.Add(new(fate == 0 ? "late" : "onTime", code, reached, 1, who));
            }
        }

        return moments;

        // The same people come back in other weeks, as they do.
        IEnumerable<Guid> Some(int site) =>
            random.Next(3) == 0 ? [] : People(site * 100 + random.Next(4), random.Next(0, most));
    }

    private static Measurement Moment(string site, DateOnly week, Guid who) => new("withdrawn", site, week, 1, who);

    private static IEnumerable<Guid> People(int first, int count) =>
        Enumerable.Range(first, count).Select(n => new Guid(n, 0, 0, new byte[8]));

    /// <summary>
    /// What a reader of all answers can work out, by linear algebra over the smallest parts, without a look at how the
    /// cube decides. The smallest parts of a figure are its sites by weeks; a total in a hierarchy is also the sum of
    /// the lowest figures over all time.
    /// </summary>
    private sealed class Audit(List<Measurement> moments, Cube cube)
    {
        private sealed record Answer(Cell Cell, HashSet<Measurement> Moments, HashSet<Guid> People, bool Shown);

        private readonly List<Answer> _answers = [.. AnswersOf(moments, cube)];

        public int Hidden => _answers.Count(a => !a.Shown);

        public static Audit Of(List<Measurement> moments) => new(moments, new(moments));

        public IEnumerable<string> Differences() =>
            from figure in _answers
                .Where(a => a.Shown && MetricDefinitions.IsShown(a.Cell.Metric))
                .GroupBy(a => a.Cell.Metric)
            from greater in figure
            from smaller in figure
            where smaller.Moments.Count < greater.Moments.Count && smaller.Moments.IsSubsetOf(greater.Moments)
            let rest = greater.Moments.Except(smaller.Moments).Select(m => m.Person).Distinct().Count()
            let people = greater.People.Count - smaller.People.Count
            where
                SmallGroups.IsSmall(rest) || (MetricDefinitions.CountsPeople(figure.Key) && SmallGroups.IsSmall(people))
            select $"{greater.Cell} less {smaller.Cell}";

        public IEnumerable<string> Complaints()
        {
            foreach (var figure in _answers.Select(a => a.Cell.Metric).Distinct())
            foreach (var leak in Leaks(OfTime(figure)))
                yield return $"{figure}: {leak}";
            foreach (var hierarchy in MetricDefinitions.Hierarchies)
            foreach (var leak in Leaks(OfFigures(hierarchy)))
                yield return $"{hierarchy[0].Total}: {leak}";
        }

        /// <summary>Each shown answer about a figure as the set of its sites by weeks.</summary>
        private (List<HashSet<Guid>> Parts, List<int[]> Shown) OfTime(string figure)
        {
            var parts = moments.Where(m => m.Metric == figure).GroupBy(m => (m.SiteCode, m.Week)).ToList();
            return (
                [.. parts.Select(p => p.Select(m => m.Person).ToHashSet())],
                [
                    .. _answers
                        .Where(a => a.Shown && a.Cell.Metric == figure)
                        .Select(int[] (a) => [.. parts.Select(p => a.Moments.Contains(p.First()) ? 1 : 0)]),
                ]
            );
        }

        /// <summary>Each shown answer about all time as the set of its sites by lowest figures.</summary>
        private (List<HashSet<Guid>> Parts, List<int[]> Shown) OfFigures(IReadOnlyList<Sum<string>> hierarchy)
        {
            bool IsIn(string part, string figure) =>
                part == figure
                || hierarchy.Any(sum => sum.Total == figure && sum.Parts.Any(below => IsIn(part, below)));
            var lowest = hierarchy.SelectMany(s => s.Parts).Except(hierarchy.Select(s => s.Total)).ToArray();
            var parts = moments.Where(m => lowest.Contains(m.Metric)).GroupBy(m => (m.SiteCode, m.Metric)).ToList();
            return (
                [.. parts.Select(p => p.Select(m => m.Person).ToHashSet())],
                [
                    .. _answers
                        .Where(a => a.Shown && a.Cell.Time == Interval.All && MetricDefinitions.IsShown(a.Cell.Metric))
                        .Where(a => hierarchy.Any(s => s.Total == a.Cell.Metric || s.Parts.Contains(a.Cell.Metric)))
                        .Select(
                            int[] (a) =>
                                [
                                    .. parts.Select(p =>
                                        (a.Cell.Site is null || a.Cell.Site == p.Key.SiteCode)
                                        && IsIn(p.Key.Metric, a.Cell.Metric)
                                            ? 1
                                            : 0
                                    ),
                                ]
                        ),
                ]
            );
        }

        /// <summary>
        /// One to four people of whom something can be worked out: a combination of the shown answers is about parts of
        /// these people alone. It is there where the answers tell less about the other parts than about all.
        /// </summary>
        private static IEnumerable<string> Leaks((List<HashSet<Guid>> Parts, List<int[]> Shown) of)
        {
            var all = Rank(of.Shown, [.. Enumerable.Range(0, of.Parts.Count)]);
            foreach (var few in SmallUnions(of.Parts))
            {
                int[] others = [.. Enumerable.Range(0, of.Parts.Count).Where(n => !of.Parts[n].IsSubsetOf(few))];
                if (Rank(of.Shown, others) < all)
                    yield return $"{few.Count} people";
            }
        }

        /// <summary>Every set of one to four people that some parts together are about.</summary>
        private static HashSet<HashSet<Guid>> SmallUnions(List<HashSet<Guid>> parts)
        {
            var unions = new HashSet<HashSet<Guid>>(HashSet<Guid>.CreateSetComparer());
            foreach (var part in parts.Where(p => SmallGroups.IsSmall(p.Count)))
            {
                foreach (var union in unions.Append([]).ToList())
                {
                    HashSet<Guid> more = [.. union, .. part];
                    if (SmallGroups.IsSmall(more.Count))
                        unions.Add(more);
                }
            }

            return unions;
        }

        /// <summary>The rank of some columns, modulo a large prime.</summary>
        private static int Rank(List<int[]> rows, int[] columns)
        {
            var left = rows.Select(row => columns.Select(c => (long)row[c]).ToArray()).ToList();
            var rank = 0;
            for (var column = 0; column < columns.Length; column++)
            {
                var pivot = left.FindIndex(rank, row => row[column] != 0);
                if (pivot < 0)
                    continue;
                (left[rank], left[pivot]) = (left[pivot], left[rank]);
                for (var row = rank + 1; row < left.Count; row++)
                {
                    var (times, by) = (left[row][column], left[rank][column]);
                    if (times != 0)
                        for (var c = column; c < columns.Length; c++)
                            left[row][c] = ((left[row][c] * by) - (left[rank][c] * times)) % LargePrime;
                }

                rank++;
            }

            return rank;
        }

        private static IEnumerable<Answer> AnswersOf(List<Measurement> moments, Cube cube)
        {
            string?[] sites = [null, .. cube.Sites];
            Interval[] times =
            [
                Interval.All,
                .. cube.Weeks.Select(Period.OfWeek).Distinct().Select(Interval.Of),
                .. cube.Weeks.Select(Interval.OfWeek),
            ];
            return from figure in moments.Select(m => m.Metric).Distinct()
                from site in sites
                from time in times
                let cell = new Cell(figure, site, time)
                let its = moments
                    .Where(m => m.Metric == figure && (site is null || m.SiteCode == site))
                    .Where(m => time.Week is not { } week || m.Week == week)
                    .Where(m => time.Period is not { } period || Period.OfWeek(m.Week) == period)
                    .ToHashSet()
                select new Answer(cell, its, [.. its.Select(m => m.Person)], !cube.IsHidden(cell));
        }
    }
}
