using System.Globalization;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>
/// Compares lines with what is known, person by person, managers before those who report to them.
/// </summary>
internal sealed class RosterComparison(
    IReadOnlyDictionary<string, Person> known,
    IReadOnlyDictionary<string, SiteRecord> sites,
    Func<Guid> newId,
    DateTimeOffset now
)
{
    private readonly Dictionary<string, PersonId> _ids = known.ToDictionary(p => p.Key, p => p.Value.Id);
    private readonly Dictionary<PersonId, string> _numbers = known.ToDictionary(p => p.Value.Id, p => p.Key);

    public List<PlannedPerson> People { get; } = [];
    public List<PersonId> Leavers { get; } = [];
    public List<FieldChange> Changes { get; } = [];
    public int Unchanged { get; private set; }

    /// <summary>How many active people leave now, or have a last day that they did not have.</summary>
    public int Leaving { get; private set; }

    public void AddAll(IReadOnlyList<RosterLine> lines)
    {
        foreach (var line in lines.Where(l => !_ids.ContainsKey(l.EmployeeNumber)))
            _ids.Add(line.EmployeeNumber, new(newId()));
        foreach (var line in lines)
            Add(line);
    }

    private void Add(RosterLine line)
    {
        var manager = line.Manager is { } number ? _ids[number] : (PersonId?)null;
        var person = known.GetValueOrDefault(line.EmployeeNumber);
        // A guest or an alumnus whom HR lists works here.
        var kind = person?.Employment.Kind.IsExternal() is true ? PersonKind.Employee : (PersonKind?)null;
        Compare(
            line.Line,
            person,
            new(
                line.EmployeeNumber,
                line.Name,
                line.Email,
                line.Employment with
                {
                    Manager = manager,
                    OtherJobs = OtherJobsOf(line),
                },
                line.Account,
                line.OnLeave,
                line.LastDay,
                WaitsForFirstDay: true,
                line.Source,
                LaterOf(line),
                line.NumberKey,
                line.Kind ?? kind
            )
        );
    }

    /// <summary>What is different on each later day from what holds before it.</summary>
    private List<LaterAssignment>? LaterOf(RosterLine line)
    {
        if (line.Later is null)
            return null;
        var later = new List<LaterAssignment>();
        var before = WithManager(line, null);
        foreach (var (from, next) in line.Later)
        {
            var work = WithManager(next, before.Manager);
            var change = PersonChange.Between(before, work);
            if (change != PersonChange.None)
                later.Add(new(from, change));
            before = work;
        }

        return later;
    }

    /// <param name="otherwise">The manager where the number of the manager is not known.</param>
    private Employment WithManager(RosterLine line, PersonId? otherwise) =>
        line.Employment with
        {
            Manager =
                line.Manager is not { } number ? null
                : _ids.TryGetValue(number, out var id) ? id
                : otherwise,
            OtherJobs = OtherJobsOf(line),
        };

    private IReadOnlyList<OtherJob> OtherJobsOf(RosterLine line) =>
        OtherJob.InOrder(
            line.OtherJobs.Select(j => j.Job with { Manager = j.Manager is { } number ? _ids[number] : null })
        );

    /// <summary>People whom the file does not list follow when the time zone of their site is corrected.</summary>
    public void UpdateTimeZone(Person person)
    {
        var timeZone = sites[person.Employment.SiteCode].TimeZone;
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
        if (known.GetValueOrDefault(line.EmployeeNumber) is { } person)
            LeaveOrKeep(line.Line, person);
        else
            Unchanged++;
    }

    public void LeaveOrKeep(int line, Person person)
    {
        if (!Leave(line, person))
            Unchanged++;
    }

    /// <returns>False where the person does not work here, and will not start.</returns>
    public bool Leave(int? line, Person person)
    {
        var decided = RecordDeparture.Decide(person, now);
        if (decided is [])
            return false;
        Leavers.Add(person.Id);
        Leaving += decided.OfType<PersonLeft>().Count();
        Changes.Add(new(line, person.EmployeeNumber, FieldChange.Left, null, null));
        return true;
    }

    private void Compare(int? line, Person? person, HrRecord entry)
    {
        var (number, id) = (entry.EmployeeNumber, person?.Id ?? _ids[entry.EmployeeNumber!]);
        if (number is not null)
            _numbers[id] = number;
        switch (RecordPerson.Decide(person, id, entry, now))
        {
            case []:
                Unchanged++;
                return;
            case [PersonHired, ..]:
            case var _ when person is null:
                Changes.Add(new(line, number, FieldChange.Added, null, null));
                break;
            default:
                Changes.AddRange(DifferencesOf(line, person, entry));
                Leaving += person.Active && LastDayOf(person) is null && entry.LastDay?.Day is not null ? 1 : 0;
                break;
        }

        People.Add(new(id, person is null, entry));
    }

    private IEnumerable<FieldChange> DifferencesOf(int? line, Person person, HrRecord entry)
    {
        var next = new Person(
            person.Id,
            entry.NumberFor(person.Id),
            person.Name,
            person.Email,
            entry.Employment with
            {
                OnLeave = entry.OnLeave ?? person.Employment.OnLeave,
                Kind = entry.Kind ?? person.Employment.Kind,
            },
            Account: entry.Account ?? person.Account
        )
        {
            Source = entry.Source ?? person.Source,
        };
        var (known, later) = (LaterOf(person), entry.Later ?? LaterOf(person));
        var lastDay = LastDayOf(person);
        return FieldsOf(person, person.Name?.Text, person.Email?.Text, lastDay, known)
            .Zip(FieldsOf(next, entry.Name, entry.Email, entry.LastDay is { } said ? said.Day : lastDay, later))
            .Where(f => f.First.Value != f.Second.Value)
            .Select(f => new FieldChange(line, entry.EmployeeNumber, f.First.Field, f.First.Value, f.Second.Value));
    }

    private static DateOnly? LastDayOf(Person person) =>
        person
            .Scheduled.FirstOrDefault(s => s.Source == ChangeSource.Hr && s.Change.Status == EmploymentStatus.Left)
            ?.On.AddDays(-1);

    private static List<LaterAssignment> LaterOf(Person person) =>
        [
            .. person
                .Scheduled.Where(s => s is { Source: ChangeSource.Hr, Change.Status: null })
                .Select(s => new LaterAssignment(s.On, s.Change)),
        ];

    private (string Field, string? Value)[] FieldsOf(
        Person person,
        string? name,
        string? email,
        DateOnly? lastDay,
        IReadOnlyList<LaterAssignment> later
    )
    {
        var work = person.Employment;
        return
        [
            ("employeeNumber", person.EmployeeNumber),
            ("name", name),
            ("email", email),
            ("account", person.Account?.ToString()),
            ("site", work.SiteCode),
            ("timeZone", work.TimeZone),
            ("manager", NumberOf(work.Manager)),
            ("department", work.Department),
            ("jobTitle", work.JobTitle),
            ("jobLevel", TextOf(work.JobLevel)),
            ("costCentre", work.CostCentre),
            ("workingTime", TextOf(work.WorkingTime)),
            ("workMode", TextOf(work.WorkMode)),
            ("yearsOfExperience", work.YearsOfExperience?.ToString("0.##", CultureInfo.InvariantCulture)),
            ("hiredOn", TextOf(work.HiredOn)),
            ("lastDay", TextOf(lastDay)),
            ("onLeave", work.OnLeave ? "yes" : "no"),
            ("kind", EnumText.Of(work.Kind)),
            ("otherJobs", work.OtherJobs is [] ? null : TextOf(work.OtherJobs)),
            ("languages", string.Join(' ', work.Languages)),
            ("source", person.Source is { } source ? $"{source.Source}: {source.Id}" : null),
            ("scheduled", later is [] ? null : string.Join("; ", later.OrderBy(l => l.From).Select(TextOf))),
        ];
    }

    private string TextOf(LaterAssignment later)
    {
        var change = later.Change;
        (string Field, string? Value)[] fields =
        [
            ("site", change.SiteCode),
            ("manager", NumberOf(change.Manager)),
            ("department", change.Department),
            ("jobTitle", change.JobTitle),
            ("jobLevel", TextOf(change.JobLevel)),
            ("costCentre", change.CostCentre),
            ("workingTime", TextOf(change.WorkingTime)),
            ("workMode", TextOf(change.WorkMode)),
            ("otherJobs", change.OtherJobs is { } jobs ? TextOf(jobs) : null),
        ];
        var different = fields
            .Where(f => f.Value is not null)
            .Select(f => $"{f.Field} {f.Value}")
            .Concat((change.Clear?.ToList() ?? []).Select(f => $"{EnumText.Of(f)} cleared"));
        return $"{TextOf(later.From)}: {string.Join(", ", different)}";
    }

    private string TextOf(IReadOnlyList<OtherJob> jobs) => jobs is [] ? "none" : string.Join("; ", jobs.Select(TextOf));

    private string TextOf(OtherJob job)
    {
        string?[] parts =
        [
            job.SiteCode,
            job.Department,
            job.JobTitle,
            job.Share is { } share ? $"{TextOf(share)} %" : null,
            NumberOf(job.Manager) is { } manager ? $"manager {manager}" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private string? NumberOf(PersonId? person) => person is { } id ? _numbers.GetValueOrDefault(id) : null;

    private static string? TextOf(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? TextOf(WorkMode? mode) => mode is { } known ? EnumText.Of(known) : null;

    private static string? TextOf(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
