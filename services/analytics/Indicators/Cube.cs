namespace PeerNetwork.Analytics.Indicators;

/// <summary>A place in the cube of figures.</summary>
/// <param name="Site">Null for all sites.</param>
/// <param name="Week">The Monday of the week; null for all weeks.</param>
public readonly record struct Cell(string Figure, string? Site, DateOnly? Week);

/// <summary>
/// All figures of a program by site and week with all their totals, and which of them must not be shown. Every answer for the same program
/// and time is read from the same cube, so answers cannot be played off against each other.
/// </summary>
public sealed class Cube
{
    private readonly Dictionary<Cell, List<decimal>> _amounts = [];
    private readonly Dictionary<Cell, HashSet<Guid>> _people = [];
    private readonly Dictionary<(string? Site, DateOnly? Week), HashSet<Guid>> _present = [];
    private readonly IReadOnlySet<Cell> _hidden;

    public Cube(IReadOnlyList<Moment> moments)
    {
        Sites = [.. moments.Select(m => m.SiteCode).Distinct().Order(StringComparer.Ordinal)];
        Weeks = [.. moments.Select(m => m.Week).Distinct().Order()];
        foreach (var moment in moments)
        {
            Add(new(moment.Figure, moment.SiteCode, moment.Week), moment);
            Add(new(moment.Figure, moment.SiteCode, null), moment);
            Add(new(moment.Figure, null, moment.Week), moment);
            Add(new(moment.Figure, null, null), moment);
        }

        _hidden = SmallGroups.Hide(_people, Sums(), Cost);
    }

    /// <summary>The codes of the sites at which anything happened.</summary>
    public IReadOnlyList<string> Sites { get; }

    /// <summary>The weeks in which anything happened.</summary>
    public IReadOnlyList<DateOnly> Weeks { get; }

    public bool IsHidden(Cell cell) => _hidden.Contains(cell);

    public IReadOnlyList<decimal> Amounts(Cell cell) => _amounts.TryGetValue(cell, out var amounts) ? amounts : [];

    public int People(Cell cell) => _people.TryGetValue(cell, out var people) ? people.Count : 0;

    /// <summary>
    /// The same site or week for every figure, the one with the fewest people: hiding a different one for each would soon take the totals
    /// with it. What readers can only work out costs nothing.
    /// </summary>
    private int Cost(Cell cell) => Figures.IsShown(cell.Figure) ? _present[(cell.Site, cell.Week)].Count : 0;

    private void Add(Cell cell, Moment moment)
    {
        if (!_amounts.TryGetValue(cell, out var amounts))
            _amounts.Add(cell, amounts = []);
        if (!_people.TryGetValue(cell, out var people))
            _people.Add(cell, people = []);
        if (!_present.TryGetValue((cell.Site, cell.Week), out var present))
            _present.Add((cell.Site, cell.Week), present = []);
        amounts.Add(moment.Amount);
        present.Add(moment.Who);
        people.Add(moment.Who);
    }

    private List<Sum<Cell>> Sums()
    {
        string?[] sites = [null, .. Sites];
        DateOnly?[] weeks = [null, .. Weeks.Select(week => (DateOnly?)week)];
        var figures = _people.Keys.Select(cell => cell.Figure).Distinct().Order(StringComparer.Ordinal).ToArray();
        return
        [
            .. from figure in figures
            from week in weeks
            select new Sum<Cell>(new(figure, null, week), [.. Sites.Select(site => new Cell(figure, site, week))]),
            .. from figure in figures
            from site in sites
            select new Sum<Cell>(new(figure, site, null), [.. Weeks.Select(week => new Cell(figure, site, week))]),
            // Over all weeks only: what began in one week often ends in another.
            .. from sum in Figures.Sums
            from site in sites
            select new Sum<Cell>(new(sum.Total, site, null), [.. sum.Parts.Select(part => new Cell(part, site, null))]),
        ];
    }
}
