using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Sites;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>One thing that an upload changes.</summary>
/// <param name="Line">Null for people and sites that the file itself does not list.</param>
/// <param name="EmployeeNumber">Whom it is about; null for a person without an employee number.</param>
/// <param name="Field">The field; <c>added</c> or <c>left</c> for a whole person.</param>
public sealed record FieldChange(int? Line, string? EmployeeNumber, string Field, string? Old, string? New)
{
    internal const string Added = "added",
        Left = "left";
}

/// <summary>A site to be opened or changed.</summary>
/// <param name="Known">Null for a new site.</param>
/// <param name="Source">The HR system that names it; null where the mapping does.</param>
public sealed record PlannedSite(SiteId Id, Site? Known, SiteRecord Entry, string? Source = null);

/// <summary>A person to be written: the stream, whether it is new, and what HR says.</summary>
public sealed record PlannedPerson(PersonId Id, bool IsNew, HrRecord Entry);

/// <summary>The keyed hashes by which people are found.</summary>
/// <param name="OfSubject">Gives the id of the account that a subject names.</param>
/// <param name="OfNumber">Gives the hash of an employee number.</param>
/// <param name="Erased">The hashes of the employee numbers of people who were erased.</param>
/// <param name="Merged">The records of people who were merged into others.</param>
public sealed record RosterKeys(
    Func<string, Guid> OfSubject,
    Func<string, Guid> OfNumber,
    Func<string, string, Guid> OfRecord,
    IReadOnlySet<Guid> Erased,
    MergedRecords Merged
)
{
    public bool IsErased(string number) => Erased.Count > 0 && Erased.Contains(OfNumber(number));
}

/// <summary>Everything that follows from a roster and from what is known already, before anything is written.</summary>
/// <param name="Leaving">How many active people leave now, or have a last day that they did not have.</param>
/// <param name="Active">How many of the people for whom the roster speaks are active before.</param>
/// <param name="Erased">How many lines name people who were erased: they are skipped.</param>
/// <param name="Merged">How many records do not speak any more since a merge: they are skipped.</param>
/// <param name="MissingSites">The codes of sites that came from the HR system, and that it does not name any
/// more.</param>
public sealed record RosterPlan(
    IReadOnlyList<PlannedSite> Sites,
    IReadOnlyList<PlannedPerson> People,
    IReadOnlyList<PersonId> Leavers,
    int Unchanged,
    int Leaving,
    int Active,
    IReadOnlyList<FieldChange> Changes,
    IReadOnlyList<LineError> Errors,
    int Erased,
    int Merged,
    IReadOnlyList<string> MissingSites
)
{
    /// <summary>The changes of people and of sites.</summary>
    public IReadOnlyList<FieldChange> AllChanges =>
        [
            .. Sites.Select(s => new FieldChange(null, null, $"site {s.Entry.Code}", TextOf(s.Known), TextOf(s.Entry))),
            .. Changes,
        ];

    /// <summary>Works out the plan.</summary>
    /// <param name="newId">Gives the id of a stream that does not exist yet.</param>
    public static RosterPlan Of(
        RosterTable table,
        RosterMapping mapping,
        IReadOnlyList<Site> knownSites,
        IReadOnlyList<Person> knownPeople,
        RosterKeys keys,
        Func<Guid> newId,
        DateTimeOffset now
    )
    {
        var sites = SitesOf(table, mapping, knownSites, newId, now);
        var zones = knownSites
            .Select(s => new SiteRecord(s.Code, s.Name, s.TimeZone, s.Country))
            .Concat(sites.Select(s => s.Entry))
            .GroupBy(s => s.Code)
            .ToDictionary(s => s.Key, s => s.Last());
        var errors = new List<LineError>();
        var read = new RosterLines(table, mapping, zones, knownPeople, now, errors);
        read.Read(keys);
        var (lines, known, mentioned) = (read.Lines, read.Known, read.Mentioned);
        var left = lines.Values.Where(line => line.LastDay?.IsPast(line.Employment.TimeZone, now) is true).ToArray();
        foreach (var line in left)
            lines.Remove(line.EmployeeNumber);
        var staying = known.Where(p =>
            p.Value.Active
            && (mapping.Absent == AbsencePolicy.Ignore || mentioned.Contains(p.Key) || !read.SpeaksFor(p.Value))
        );
        var ordered = ReportingLines.Order(
            lines,
            staying.ToDictionary(),
            mapping.Fields.Manager?.Column ?? "manager",
            errors
        );
        errors.Sort((a, b) => a.Line.CompareTo(b.Line));

        var writing = new RosterComparison(known, zones, newId, now);
        writing.AddAll(ordered);
        foreach (var line in left)
            writing.Leave(line);
        foreach (var (line, person) in read.Gone)
            writing.LeaveOrKeep(line, person);
        foreach (var person in knownPeople.Where(p => !mentioned.Contains(p.EmployeeNumber ?? "")))
        {
            if (mapping.Absent == AbsencePolicy.Leave && read.SpeaksFor(person))
            {
                if (errors.Count == 0)
                    writing.Leave(line: null, person);
            }
            else if (person.Active)
                writing.UpdateTimeZone(person);
        }

        return new(
            sites,
            writing.People,
            writing.Leavers,
            writing.Unchanged,
            writing.Leaving,
            knownPeople.Count(p => p.Active && (table.Source is null || p.Source is null || read.IsOfSource(p))),
            writing.Changes,
            errors,
            read.Erased,
            read.Merged,
            table.Sites.FindMissing(knownSites, table.Source)
        );
    }

    /// <summary>The mapping opens and changes sites. An HR system adds those that are not known.</summary>
    private static List<PlannedSite> SitesOf(
        RosterTable table,
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
                .Select(s => new PlannedSite(s.Known?.Id ?? new(newId()), s.Known, s.Entry))
                .Where(s => RecordSite.Decide(s.Known, s.Id, s.Entry, now).Length > 0),
            .. table
                .Sites.Complete.ExceptBy(mapping.Sites.Select(s => s.Code).Concat(byCode.Keys), s => s.Code)
                .Select(entry => new PlannedSite(new(newId()), Known: null, entry, table.Source)),
        ];
    }

    private static string? TextOf(Site? site) => site is null ? null : $"{site.Name}, {site.TimeZone}, {site.Country}";

    private static string TextOf(SiteRecord site) => $"{site.Name}, {site.TimeZone}, {site.Country}";
}
