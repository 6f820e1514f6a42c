namespace PeerNetwork.Analytics.Indicators;

/// <summary>A cell in the cube of metrics.</summary>
/// <param name="Site">Null for all sites.</param>
/// <param name="Time">A week, a period or all time.</param>
public readonly record struct Cell(string Metric, string? Site, Interval Time);

/// <summary>All time, a period, or a week of which the Monday is given.</summary>
public readonly record struct Interval(Period? Period, DateOnly? Week)
{
    public static Interval All => default;

    public static Interval Of(Period period) => new(period, null);

    public static Interval OfWeek(DateOnly monday) => new(null, monday);
}

/// <summary>
/// All metrics of a program by site and time (an OLAP cube) with all their totals, and the cells that must not be
/// shown. The cube always covers all time, and every answer about the program is read from it: so no answer can be
/// subtracted from another to see what is hidden.
/// </summary>
/// <remarks>
/// Two things remain. Answers of different days can be subtracted: what the current week adds between them is then
/// known. And the sums of metrics are protected together with those of times only so far that no single group is worked
/// out from both; combinations are not.
/// </remarks>
public sealed class Cube
{
    private readonly Dictionary<Cell, List<decimal>> _amounts = [];
    private readonly Dictionary<Cell, HashSet<Guid>> _people = [];
    private readonly Dictionary<(string? Site, Interval Time), HashSet<Guid>> _presentPeople = [];
    private readonly IReadOnlySet<Cell> _hidden;

    public Cube(IReadOnlyList<Measurement> measurements)
    {
        Sites = [.. measurements.Select(m => m.SiteCode).Distinct().Order(StringComparer.Ordinal)];
        Weeks = [.. measurements.Select(m => m.Week).Distinct().Order()];
        foreach (var measurement in measurements)
        {
            foreach (var site in (string?[])[measurement.SiteCode, null])
            {
                Add(new(measurement.Metric, site, Interval.OfWeek(measurement.Week)), measurement);
                Add(new(measurement.Metric, site, Interval.Of(Period.OfWeek(measurement.Week))), measurement);
                Add(new(measurement.Metric, site, Interval.All), measurement);
            }
        }

        _hidden =
            measurements.Count == 0
                ? new HashSet<Cell>()
                : SmallGroups.Hide(_people, Tables(), Cost, NearlyCompleteCells());
    }

    /// <summary>The codes of the sites at which anything happened.</summary>
    public IReadOnlyList<string> Sites { get; }

    /// <summary>The weeks in which anything happened.</summary>
    public IReadOnlyList<DateOnly> Weeks { get; }

    public bool IsHidden(Cell cell) => _hidden.Contains(cell);

    public IReadOnlyList<decimal> Amounts(Cell cell) => _amounts.TryGetValue(cell, out var amounts) ? amounts : [];

    public int People(Cell cell) => _people.TryGetValue(cell, out var people) ? people.Count : 0;

    /// <summary>
    /// Metrics that are only computed by readers cost nothing, then weeks cost less than periods and these less than
    /// all time. The same site or time is hidden for every metric, the one with the fewest people: hiding a different
    /// one for each would soon take the totals with it.
    /// </summary>
    private long Cost(Cell cell)
    {
        if (!MetricDefinitions.IsShown(cell.Metric))
            return 0;
        long level = cell.Time switch
        {
            { Week: not null } => 1,
            { Period: not null } => 3,
            _ => 5,
        };
        return ((level + (cell.Site is null ? 1 : 0)) << 32) + _presentPeople[(cell.Site, cell.Time)].Count;
    }

    /// <summary>
    /// Cells of metrics that count people, each once, of which one leaves out one to four people of another: the
    /// difference would count these. People do not add up as measurements do, so the sums alone do not show it.
    /// </summary>
    private IEnumerable<Cell> NearlyCompleteCells() =>
        from metric in _people.GroupBy(cell => cell.Key.Metric)
        where MetricDefinitions.CountsPeople(metric.Key)
        from greater in metric
        from cell in metric
        where SmallGroups.IsSmall(greater.Value.Count - cell.Value.Count) && cell.Value.IsSubsetOf(greater.Value)
        select Cost(cell.Key) <= Cost(greater.Key) ? cell.Key : greater.Key;

    private void Add(Cell cell, Measurement measurement)
    {
        if (!_amounts.TryGetValue(cell, out var amounts))
            _amounts.Add(cell, amounts = []);
        if (!_people.TryGetValue(cell, out var people))
            _people.Add(cell, people = []);
        if (!_presentPeople.TryGetValue((cell.Site, cell.Time), out var present))
            _presentPeople.Add((cell.Site, cell.Time), present = []);
        amounts.Add(measurement.Amount);
        present.Add(measurement.Person);
        people.Add(measurement.Person);
    }

    /// <summary>
    /// Sites by times for each metric. Sites by metrics, where metrics add up, over all time only: what began in one
    /// week often ends in another.
    /// </summary>
    private IEnumerable<IReadOnlyCollection<Sum<Cell>>> Tables()
    {
        var periods = Weeks.GroupBy(Period.OfWeek).ToArray();
        Sum<Interval>[] times =
        [
            new(Interval.All, [.. periods.Select(p => Interval.Of(p.Key))]),
            .. periods.Select(p => new Sum<Interval>(Interval.Of(p.Key), [.. p.Select(Interval.OfWeek)])),
        ];
        return
        [
            .. from hierarchy in MetricDefinitions.Hierarchies
            select SumTable.Of(hierarchy, Sites, (metric, site) => new Cell(metric, site, Interval.All)),
            .. from metric in _people.Keys.Select(cell => cell.Metric).Distinct().Order(StringComparer.Ordinal)
            select SumTable.Of(times, Sites, (time, site) => new Cell(metric, site, time)),
        ];
    }
}
