using System.Globalization;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Sites;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>One thing that an upload changes.</summary>
/// <param name="Line">Null for people and sites that the file itself does not list.</param>
/// <param name="EmployeeNumber">Whom it is about; null for a person without an employee number.</param>
/// <param name="Field">The field; <c>added</c> or <c>left</c> for a whole person.</param>
public sealed record FieldChange(int? Line, string? EmployeeNumber, string Field, string? Old, string? New);

/// <summary>A person to be written: the stream, whether it is new, and what HR says.</summary>
public sealed record PlannedPerson(PersonId Id, bool IsNew, HrRecord Entry);

/// <summary>The keyed hashes by which people are found.</summary>
/// <param name="OfSubject">Gives the id of the account that a subject names.</param>
/// <param name="OfNumber">Gives the hash of an employee number.</param>
/// <param name="Erased">The hashes of the employee numbers of people who were erased.</param>
public sealed record RosterKeys(Func<string, Guid> OfSubject, Func<string, Guid> OfNumber, IReadOnlySet<Guid> Erased)
{
    public bool IsErased(string number) => Erased.Count > 0 && Erased.Contains(OfNumber(number));
}

/// <summary>Everything that follows from a roster and from what is known already, before anything is written.</summary>
/// <param name="Erased">How many lines name people who were erased: they are skipped.</param>
public sealed record RosterPlan(
    IReadOnlyList<(SiteId Id, Site? Known, SiteRecord Entry)> Sites,
    IReadOnlyList<PlannedPerson> People,
    IReadOnlyList<PersonId> Leavers,
    int Unchanged,
    IReadOnlyList<FieldChange> Changes,
    IReadOnlyList<LineError> Errors,
    int Erased
)
{
    /// <summary>Works out the plan.</summary>
    /// <param name="newId">Gives the id of a stream that does not exist yet.</param>
    public static RosterPlan Of(
        RosterFile file,
        RosterMapping mapping,
        IReadOnlyList<Site> knownSites,
        IReadOnlyList<Person> knownPeople,
        RosterKeys keys,
        Func<Guid> newId,
        DateTimeOffset now
    )
    {
        var sites = SitesOf(mapping, knownSites, newId, now);
        var zones = knownSites
            .Select(s => new SiteRecord(s.Code, s.Name, s.TimeZone, s.Country))
            .Concat(mapping.Sites)
            .GroupBy(s => s.Code)
            .ToDictionary(s => s.Key, s => s.Last());
        var errors = new List<LineError>();
        // People without an employee number came from a SCIM client: a roster speaks of their site alone.
        var known = knownPeople
            .Where(p => p.EmployeeNumber is not null)
            .Select(p => KeyValuePair.Create(p.EmployeeNumber!, p))
            .ToDictionary();
        var (lines, mentioned, erased) = LinesOf(file, mapping, zones, keys, knownPeople, errors);
        var left = lines.Values.Where(line => line.LastDay?.IsPast(line.Employment.TimeZone, now) is true).ToArray();
        foreach (var line in left)
            lines.Remove(line.EmployeeNumber);
        var staying = known.Where(p =>
            p.Value.Active && (mapping.Absent == AbsencePolicy.Ignore || mentioned.Contains(p.Key))
        );
        var ordered = ReportingLines.Order(
            lines,
            staying.ToDictionary(),
            mapping.Fields.Manager?.Column ?? "manager",
            errors
        );
        errors.Sort((a, b) => a.Line.CompareTo(b.Line));

        var writing = new Comparison(known, newId, now);
        foreach (var line in ordered)
            writing.Add(line);
        foreach (var line in left)
            writing.Leave(line);
        foreach (var person in knownPeople.Where(p => !mentioned.Contains(p.EmployeeNumber ?? "")))
        {
            if (mapping.Absent == AbsencePolicy.Leave && person.EmployeeNumber is not null)
            {
                if (errors.Count == 0)
                    writing.Leave(line: null, person);
            }
            else if (person.Active)
                writing.UpdateTimeZone(person, zones[person.Employment.SiteCode].TimeZone);
        }

        return new(sites, writing.People, writing.Leavers, writing.Unchanged, writing.Changes, errors, erased);
    }

    private static List<(SiteId, Site?, SiteRecord)> SitesOf(
        RosterMapping mapping,
        IReadOnlyList<Site> known,
        Func<Guid> newId,
        DateTimeOffset now
    )
    {
        var byCode = known.ToDictionary(s => s.Code);
        return
        [
            .. mapping
                .Sites.Select(entry => (Entry: entry, Known: byCode.GetValueOrDefault(entry.Code)))
                .Select(s => (Id: s.Known?.Id ?? new SiteId(newId()), s.Known, s.Entry))
                .Where(s => RecordSite.Decide(s.Known, s.Id, s.Entry, now).Length > 0),
        ];
    }

    private static (Dictionary<string, RosterLine> Lines, HashSet<string> Mentioned, int Erased) LinesOf(
        RosterFile file,
        RosterMapping mapping,
        Dictionary<string, SiteRecord> sites,
        RosterKeys keys,
        IReadOnlyList<Person> knownPeople,
        List<LineError> errors
    )
    {
        var (lines, firstLines) = (new Dictionary<string, RosterLine>(), new Dictionary<string, int>());
        var holders = new Dictionary<Guid, string?>();
        foreach (var person in knownPeople)
            if (person.Account is { } account)
                holders.Add(account, person.EmployeeNumber);
        var erased = 0;
        foreach (var record in file.Records)
        {
            if (record.Problem is { } problem)
            {
                errors.Add(new(record.Line, null, problem));
                continue;
            }

            var reader = new LineReader(file, record, mapping, keys, errors);
            if (reader.EmployeeNumber() is not { } number)
                continue;
            if (keys.IsErased(number))
            {
                erased++;
                continue;
            }

            if (!firstLines.TryAdd(number, record.Line))
                errors.Add(
                    new(
                        record.Line,
                        mapping.Fields.EmployeeNumber?.Column,
                        $"the employee number '{number}' already stands on line {firstLines[number]}"
                    )
                );
            else if (reader.ReadLine(number, sites) is { } line && IsOwnAccount(line, mapping, holders, errors))
                lines.Add(number, line);
        }

        return (lines, [.. firstLines.Keys], erased);
    }

    private static bool IsOwnAccount(
        RosterLine line,
        RosterMapping mapping,
        Dictionary<Guid, string?> holders,
        List<LineError> errors
    )
    {
        if (line.Account is not { } account || holders.TryAdd(account, line.EmployeeNumber))
            return true;
        var holder = holders[account];
        if (holder == line.EmployeeNumber)
            return true;
        errors.Add(
            new(
                line.Line,
                mapping.Fields.Subject?.Column ?? "subject",
                holder is null
                    ? "the subject is that of a person without an employee number already"
                    : $"the subject is that of the employee number '{holder}' already"
            )
        );
        return false;
    }

    /// <summary>
    /// Compares lines with what is known, person by person, managers before those who report to them.
    /// </summary>
    private sealed class Comparison(Dictionary<string, Person> known, Func<Guid> newId, DateTimeOffset now)
    {
        private readonly Dictionary<string, PersonId> _ids = known.ToDictionary(p => p.Key, p => p.Value.Id);
        private readonly Dictionary<PersonId, string> _numbers = known.ToDictionary(p => p.Value.Id, p => p.Key);

        public List<PlannedPerson> People { get; } = [];
        public List<PersonId> Leavers { get; } = [];
        public List<FieldChange> Changes { get; } = [];
        public int Unchanged { get; private set; }

        public void Add(RosterLine line)
        {
            var manager = line.Manager is { } number ? _ids[number] : (PersonId?)null;
            Compare(
                line.Line,
                known.GetValueOrDefault(line.EmployeeNumber),
                new(
                    line.EmployeeNumber,
                    line.Name,
                    line.Email,
                    line.Employment with
                    {
                        Manager = manager,
                    },
                    line.Account,
                    line.OnLeave,
                    line.LastDay,
                    WaitsForFirstDay: true,
                    line.NumberKey
                )
            );
        }

        /// <summary>People whom the file does not list follow when the time zone of their site is corrected.</summary>
        public void UpdateTimeZone(Person person, string timeZone)
        {
            if (person.Employment.TimeZone != timeZone)
                Compare(
                    null,
                    person,
                    new(
                        person.EmployeeNumber,
                        person.Name?.Text,
                        person.Email?.Text,
                        person.Employment with
                        {
                            TimeZone = timeZone,
                        },
                        NumberKey: person.Number?.Key ?? default
                    )
                );
        }

        /// <summary>The last day of the person is past.</summary>
        public void Leave(RosterLine line)
        {
            if (known.GetValueOrDefault(line.EmployeeNumber) is not { } person || !Leave(line.Line, person))
                Unchanged++;
        }

        /// <returns>False where the person does not work here, and will not start.</returns>
        public bool Leave(int? line, Person person)
        {
            if (RecordDeparture.Decide(person, now) is [])
                return false;
            Leavers.Add(person.Id);
            Changes.Add(new(line, person.EmployeeNumber, "left", null, null));
            return true;
        }

        private void Compare(int? line, Person? person, HrRecord entry)
        {
            var (number, id) = (entry.EmployeeNumber, person?.Id ?? new PersonId(newId()));
            if (number is not null)
                (_ids[number], _numbers[id]) = (id, number);
            switch (RecordPerson.Decide(person, id, entry, now))
            {
                case []:
                    Unchanged++;
                    return;
                case [PersonHired, ..]:
                case var _ when person is null:
                    Changes.Add(new(line, number, "added", null, null));
                    break;
                default:
                    Changes.AddRange(DifferencesOf(line, person, entry));
                    break;
            }

            People.Add(new(id, person is null, entry));
        }

        private IEnumerable<FieldChange> DifferencesOf(int? line, Person person, HrRecord entry) =>
            FieldsOf(person.Name?.Text, person.Email?.Text, person.Account, person.Employment, LastDayOf(person))
                .Zip(
                    FieldsOf(
                        entry.Name,
                        entry.Email,
                        entry.Account ?? person.Account,
                        entry.Employment with
                        {
                            OnLeave = entry.OnLeave ?? person.Employment.OnLeave,
                        },
                        entry.LastDay is { } said ? said.Day : LastDayOf(person)
                    )
                )
                .Where(f => f.First.Value != f.Second.Value)
                .Select(f => new FieldChange(line, entry.EmployeeNumber, f.First.Field, f.First.Value, f.Second.Value));

        private static DateOnly? LastDayOf(Person person) =>
            person
                .Scheduled.FirstOrDefault(s => s.Source == ChangeSource.Hr && s.Change.Status == EmploymentStatus.Left)
                ?.On.AddDays(-1);

        private (string Field, string? Value)[] FieldsOf(
            string? name,
            string? email,
            Guid? account,
            Employment work,
            DateOnly? lastDay
        ) =>
            [
                ("name", name),
                ("email", email),
                ("account", account?.ToString()),
                ("site", work.SiteCode),
                ("timeZone", work.TimeZone),
                ("manager", work.Manager is { } m ? _numbers.GetValueOrDefault(m) : null),
                ("department", work.Department),
                ("jobTitle", work.JobTitle),
                ("jobLevel", work.JobLevel?.ToString(CultureInfo.InvariantCulture)),
                ("yearsOfExperience", work.YearsOfExperience?.ToString("0.##", CultureInfo.InvariantCulture)),
                ("hiredOn", work.HiredOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                ("lastDay", lastDay?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                ("onLeave", work.OnLeave ? "yes" : "no"),
                ("languages", string.Join(' ', work.Languages)),
            ];
    }
}
