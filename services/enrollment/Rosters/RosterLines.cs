using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Sites;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>
/// Reads the records of a table by its mapping, and finds the people whom they are about: by the record of the HR
/// system where one is known, else by the employee number.
/// </summary>
internal sealed class RosterLines
{
    /// <summary>The column in which the records of HR systems name a manager by the id of another record.</summary>
    internal const string ManagerColumn = "manager";

    private readonly RosterTable _table;
    private readonly RosterMapping _mapping;
    private readonly IReadOnlyDictionary<string, SiteRecord> _sites;
    private readonly DateTimeOffset _now;
    private readonly List<LineError> _errors;
    private readonly Dictionary<string, Person> _byRecord;
    private readonly Dictionary<Guid, string?> _accountHolders = [];
    private readonly Dictionary<string, int> _firstLines = [];
    private readonly Dictionary<string, string> _numbersOfRecords = [];

    /// <param name="people">All whom HR ever named.</param>
    /// <param name="errors">Where all that is wrong is noted.</param>
    public RosterLines(
        RosterTable table,
        RosterMapping mapping,
        IReadOnlyDictionary<string, SiteRecord> sites,
        IReadOnlyList<Person> people,
        DateTimeOffset now,
        List<LineError> errors
    )
    {
        (_table, _mapping, _sites, _now, _errors) = (table, mapping, sites, now, errors);
        // People without an employee number came from a SCIM client: a roster speaks of their site alone.
        Known = people.Where(p => p.EmployeeNumber is not null).ToDictionary(p => p.EmployeeNumber!);
        _byRecord = people.Where(p => IsOfSource(p)).ToDictionary(p => p.Source!.Id);
        foreach (var person in people)
            if (person.Account is { } account)
                _accountHolders.Add(account, person.EmployeeNumber);
    }

    /// <summary>The people who are known, by the employee numbers that they will have.</summary>
    public Dictionary<string, Person> Known { get; }

    /// <summary>The lines without errors, by employee number.</summary>
    public Dictionary<string, RosterLine> Lines { get; } = [];

    /// <summary>The employee numbers of all records, also of those with errors.</summary>
    public HashSet<string> Mentioned { get; } = [];

    /// <summary>How many records name people who were erased: they are skipped.</summary>
    public int Erased { get; private set; }

    /// <summary>How many records do not speak any more since a merge: they are skipped.</summary>
    public int Merged { get; private set; }

    /// <summary>People of whom the HR system says that they are gone, with the lines of their records.</summary>
    public List<(int Line, Person Person)> Gone { get; } = [];

    /// <summary>Whether the HR system of the table speaks for the person.</summary>
    public bool IsOfSource(Person person) => _table.Source is { } source && person.Source?.Source == source;

    /// <summary>
    /// Whether the absence of the person from the table says something: of a guest, that an announced start is off.
    /// </summary>
    public bool SpeaksFor(Person person) =>
        person.EmployeeNumber is not null
        && (!person.Employment.Kind.IsExternal() || person.Scheduled.Any(s => s.Source == ChangeSource.Hr))
        && (_table.Source is null || IsOfSource(person));

    public void Read(RosterKeys keys)
    {
        foreach (var record in OtherJobLines.Gather(_table, _mapping, keys).Where(r => !r.IsGone))
            Read(record, keys);
        foreach (var record in _table.Records.Where(r => r.IsGone))
            ReadGone(record, keys);
        if (_table.Source is not null && _mapping.Fields.Manager?.Column == ManagerColumn)
            foreach (var line in Lines.Values)
                Lines[line.EmployeeNumber] = WithManagers(line, NumberOf);
        if (!keys.Merged.IsEmpty)
            FollowMergedManagers(keys);
    }

    private void Read(RosterRecord record, RosterKeys keys)
    {
        if (record.Problem is { } problem)
        {
            _errors.Add(new(record.Line, null, problem));
            return;
        }

        if (new LineReader(_table, record, _mapping, keys, _errors).EmployeeNumber() is not { } number)
            return;
        if (keys.IsErased(number))
        {
            Erased++;
            return;
        }

        if (IsMerged(record.Id, number, keys))
        {
            Merged++;
            return;
        }

        if (!_firstLines.TryAdd(number, record.Line))
        {
            _errors.Add(
                new(
                    record.Line,
                    _mapping.Fields.EmployeeNumber?.Column,
                    $"the employee number '{number}' already stands on line {_firstLines[number]}"
                )
            );
            return;
        }

        Mentioned.Add(number);
        if (record.Id is { } id)
            Identify(id, number);
        if (ReadLine(record, number, keys) is { } line && IsOwnAccount(line) && IsOwnPerson(line))
            Lines.Add(number, line);
    }

    /// <summary>A person whom the HR system gives another employee number stays the same person.</summary>
    private void Identify(string id, string number)
    {
        _numbersOfRecords.Add(id, number);
        if (_byRecord.GetValueOrDefault(id)?.EmployeeNumber is not { } former || former == number)
            return;
        Mentioned.Add(former);
        if (Known.TryGetValue(former, out var person) && person.Source?.Id == id && Known.TryAdd(number, person))
            Known.Remove(former);
    }

    /// <summary>What holds now, with what the record says of later days.</summary>
    private RosterLine? ReadLine(RosterRecord record, string number, RosterKeys keys)
    {
        var (errors, slices) = (new List<LineError>(), new List<(DateOnly? From, RosterLine Line)>());
        foreach (var slice in record.Later.Prepend(record))
            if (new LineReader(_table, slice, _mapping, keys, errors).ReadLine(number, _sites) is { } read)
                slices.Add((slice.From, read));
        if (errors.Count > 0)
        {
            _errors.AddRange(errors.Distinct());
            return null;
        }

        var present = slices.FindLastIndex(s => s.From is null || HasBegun(s.From, s.Line));
        var line = slices[Math.Max(0, present)].Line;
        return record.Id is null
            ? line
            : line with
            {
                Source = new(_table.Source!, record.Id, keys.OfRecord(_table.Source!, record.Id)),
                Later = [.. slices.Skip(Math.Max(0, present) + 1).Select(s => (s.From!.Value, s.Line))],
            };
    }

    private bool HasBegun(DateOnly? day, RosterLine line) =>
        ScheduledChange.HasBegun(day, line.Employment.TimeZone, _now);

    private bool IsOwnAccount(RosterLine line)
    {
        if (line.Account is not { } account || _accountHolders.TryAdd(account, line.EmployeeNumber))
            return true;
        var holder = _accountHolders[account];
        if (holder == line.EmployeeNumber || holder == Known.GetValueOrDefault(line.EmployeeNumber)?.EmployeeNumber)
            return true;
        _errors.Add(
            new(
                line.Line,
                _mapping.Fields.Subject?.Column ?? "subject",
                holder is null
                    ? "the subject is that of a person without an employee number already"
                    : $"the subject is that of the employee number '{holder}' already"
            )
        );
        return false;
    }

    /// <summary>Two HR systems that speak for one person would undo each other's changes.</summary>
    private bool IsOwnPerson(RosterLine line)
    {
        if (
            line.Source is null
            || Known.GetValueOrDefault(line.EmployeeNumber) is not { Active: true, Source: { } held }
            || held == line.Source
            || (held.Source == line.Source.Source && !_numbersOfRecords.ContainsKey(held.Id))
        )
            return true;
        _errors.Add(
            new(
                line.Line,
                _mapping.Fields.EmployeeNumber?.Column,
                $"the employee number '{line.EmployeeNumber}' is that of a person in '{held.Source}' already"
            )
        );
        return false;
    }

    private void ReadGone(RosterRecord record, RosterKeys keys)
    {
        var person =
            _byRecord.GetValueOrDefault(record.Id!)
            ?? Known.GetValueOrDefault(
                new LineReader(_table, record, _mapping, keys, []).EmployeeNumber() ?? record.Id!
            );
        if (person is not { EmployeeNumber: { } number } || (person.Source is not null && !IsOfSource(person)))
            return;
        // The person may go on under another record.
        if (Mentioned.Add(number))
            Gone.Add((record.Line, person));
    }

    /// <summary>A record that speaks may get the number of one that does not.</summary>
    private bool IsMerged(string? record, string number, RosterKeys keys)
    {
        if (keys.Merged.IsEmpty)
            return false;
        if (keys.Merged.SurvivorOf(SourceOf(record, keys)) is not null)
            return true;
        var speaks = Known.ContainsKey(number) || (record is not null && _byRecord.ContainsKey(record));
        return !speaks && keys.Merged.SurvivorOf(keys.OfNumber(number)) is not null;
    }

    private SourceRecord? SourceOf(string? record, RosterKeys keys) =>
        _table.Source is { } source && record is not null ? new(source, record, keys.OfRecord(source, record)) : null;

    /// <summary>A manager who is named by a record that does not speak any more is the person who goes on.</summary>
    private void FollowMergedManagers(RosterKeys keys)
    {
        var numbers = Known.ToDictionary(p => p.Value.Id, p => p.Key);
        foreach (var line in Lines.Values)
            Lines[line.EmployeeNumber] = WithManagers(line, SpeakingNumber);

        string? SpeakingNumber(string? manager)
        {
            if (manager is null || Known.ContainsKey(manager))
                return manager;
            var survivor =
                keys.Merged.SurvivorOf(SourceOf(manager, keys)) ?? keys.Merged.SurvivorOf(keys.OfNumber(manager));
            return survivor is { } person ? numbers.GetValueOrDefault(person, manager) : manager;
        }
    }

    private static RosterLine WithManagers(RosterLine line, Func<string?, string?> numberOf) =>
        line with
        {
            Manager = numberOf(line.Manager),
            OtherJobs = [.. line.OtherJobs.Select(job => job with { Manager = numberOf(job.Manager) })],
            Later = line.Later is { } later ? [.. later.Select(l => (l.From, WithManagers(l.Line, numberOf)))] : null,
        };

    private string? NumberOf(string? record) =>
        record is null
            ? null
            : _numbersOfRecords.GetValueOrDefault(record)
                ?? _byRecord.GetValueOrDefault(record)?.EmployeeNumber
                ?? record;
}
