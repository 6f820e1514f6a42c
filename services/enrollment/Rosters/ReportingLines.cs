using PeerNetwork.Enrollment.People;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>
/// Finds the managers of every line among the lines and the people already known, whatever their order, and puts
/// managers before those who report to them: an import that stops half way never leaves a person with a manager who
/// does not exist.
/// </summary>
/// <remarks>
/// Managers of other jobs do not count for the order, since two people may manage each other in different jobs.
/// </remarks>
internal sealed class ReportingLines
{
    private enum Resolution
    {
        Visiting,
        Resolved,
        Failed,
    }

    private const string OwnManager = "nobody is their own manager";

    private readonly IReadOnlyDictionary<string, RosterLine> _lines;
    private readonly IReadOnlyDictionary<string, Person> _known;
    private readonly Dictionary<PersonId, string> _numbers;
    private readonly Dictionary<string, Resolution> _resolutions = [];
    private readonly List<LineError> _errors;
    private readonly string _column;

    private ReportingLines(
        IReadOnlyDictionary<string, RosterLine> lines,
        IReadOnlyDictionary<string, Person> known,
        string column,
        List<LineError> errors
    )
    {
        (_lines, _known, _column, _errors) = (lines, known, column, errors);
        _numbers = known.ToDictionary(p => p.Value.Id, p => p.Key);
    }

    /// <summary>The lines that can be written, managers first.</summary>
    /// <param name="lines">By employee number.</param>
    /// <param name="known">People who stay whether or not the file lists them, by employee number.</param>
    /// <param name="column">The column of managers, for the errors.</param>
    /// <param name="errors">Where unknown managers and cycles are noted.</param>
    public static IReadOnlyList<RosterLine> Order(
        IReadOnlyDictionary<string, RosterLine> lines,
        IReadOnlyDictionary<string, Person> known,
        string column,
        List<LineError> errors
    )
    {
        var walk = new ReportingLines(lines, known, column, errors);
        var ordered = new List<RosterLine>(lines.Count);
        foreach (var number in lines.Keys)
            walk.Resolve(number, ordered);
        return walk.WithKnownManagers(ordered);
    }

    private void Resolve(string start, List<RosterLine> ordered)
    {
        var path = new List<string>();
        for (var at = start; at is not null && !_resolutions.ContainsKey(at) && Exists(at); at = ManagerOf(at))
        {
            path.Add(at);
            _resolutions[at] = Resolution.Visiting;
        }

        if (ManagerOf(path.LastOrDefault()) is { } last && path.Contains(last))
            ReportCycle(path[path.IndexOf(last)..]);
        for (var i = path.Count - 1; i >= 0; i--)
        {
            if (_resolutions[path[i]] == Resolution.Visiting)
                _resolutions[path[i]] = IsManagerResolved(path[i]) ? Resolution.Resolved : Resolution.Failed;
            if (_resolutions[path[i]] == Resolution.Resolved && _lines.TryGetValue(path[i], out var line))
                ordered.Add(line);
        }
    }

    private bool IsManagerResolved(string number)
    {
        if (!_lines.TryGetValue(number, out var line) || line.Manager is not { } manager)
            return true;
        if (
            _known.ContainsKey(manager)
            || _resolutions.GetValueOrDefault(manager, Resolution.Failed) == Resolution.Resolved
        )
            return true;
        AddMissing(line.Line, manager);
        return false;
    }

    /// <summary>Without the lines that name, in any job, a manager of whom nothing is written.</summary>
    private List<RosterLine> WithKnownManagers(List<RosterLine> ordered)
    {
        // The managers of main jobs are known by now.
        if (ordered.All(line => line.OtherJobs is []))
            return ordered;
        var written = ordered.Select(line => line.EmployeeNumber).ToHashSet();
        var reports = ordered
            .SelectMany(line => JobsOf(line).Select(job => (job.Manager, Line: line)))
            .ToLookup(report => report.Manager, report => report.Line);
        var open = new Queue<RosterLine>(ordered);
        // A line that goes may leave those without a manager who report to it, so that they are looked at again.
        while (open.TryDequeue(out var line))
        {
            if (!written.Contains(line.EmployeeNumber) || HasKnownManagers(line, written))
                continue;
            written.Remove(line.EmployeeNumber);
            foreach (var report in reports[line.EmployeeNumber])
                open.Enqueue(report);
        }

        return [.. ordered.Where(line => written.Contains(line.EmployeeNumber))];
    }

    private static IEnumerable<(int Line, string? Manager)> JobsOf(RosterLine line) =>
        line.OtherJobs.Select(job => (job.Line, job.Manager)).Append((line.Line, line.Manager));

    private bool HasKnownManagers(RosterLine line, HashSet<string> written)
    {
        foreach (var (at, manager) in JobsOf(line))
        {
            if (manager is null || (manager != line.EmployeeNumber && IsWritten(manager)))
                continue;
            if (manager == line.EmployeeNumber)
                _errors.Add(new(at, _column, OwnManager));
            else
                AddMissing(at, manager);
            return false;
        }

        return true;

        bool IsWritten(string manager) => _known.ContainsKey(manager) || written.Contains(manager);
    }

    private void AddMissing(int line, string manager) =>
        _errors.Add(
            new(
                line,
                _column,
                _lines.TryGetValue(manager, out var other)
                    ? $"the manager '{manager}' cannot be taken in: mend line {other.Line} first"
                    : $"the manager '{manager}' is neither known nor on a line without errors"
            )
        );

    private void ReportCycle(List<string> cycle)
    {
        var shown = string.Join(" → ", cycle.Take(10).Append(cycle.Count > 10 ? "…" : cycle[0]));
        foreach (var number in cycle)
        {
            _resolutions[number] = Resolution.Failed;
            if (_lines.TryGetValue(number, out var line))
                _errors.Add(
                    new(line.Line, _column, cycle.Count == 1 ? OwnManager : $"the reporting line is a circle: {shown}")
                );
        }
    }

    private bool Exists(string number) => _lines.ContainsKey(number) || _known.ContainsKey(number);

    private string? ManagerOf(string? number) =>
        number is null ? null
        : _lines.TryGetValue(number, out var line) ? line.Manager
        : _known.TryGetValue(number, out var person) && person.Employment.Manager is { } id
            ? _numbers.GetValueOrDefault(id)
        : null;
}
