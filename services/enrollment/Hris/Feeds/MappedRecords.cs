namespace PeerNetwork.Enrollment.Hris;

/// <summary>The texts that stand at a place of a record.</summary>
internal delegate IEnumerable<string> RecordReader(string place);

/// <summary>Makes workers of records.</summary>
internal sealed class MappedRecords(FieldMapping mapping, DateOnly today)
{
    private readonly Dictionary<string, HrisStatus> _statuses = new(mapping.Statuses, StringComparer.OrdinalIgnoreCase);

    private sealed record Row(HrisWorker Worker, string? Employment, bool IsPrimary, HrisSite? Site);

    /// <summary>One worker for all records that have the same id.</summary>
    public (IReadOnlyList<HrisWorker> Workers, IReadOnlyList<HrisSite> Sites) Read(IEnumerable<RecordReader> records)
    {
        var rows = records.Select((record, i) => ReadRow(record, i + 1)).ToList();
        var workers = rows.GroupBy(r => r.Worker.Id).Select(Merge).ToList();
        var sites = rows.Select(r => r.Site).OfType<HrisSite>().DistinctBy(s => s.Id).ToList();
        return (workers, sites);
    }

    private HrisWorker Merge(IGrouping<string, Row> person)
    {
        var employments = person
            .GroupBy(r => r.Employment)
            .Select(rows => (Employment: ToEmployment([.. rows]), Row: rows.Last()))
            .ToList();
        var chosen = Employment.Choose(employments.Select(e => e.Employment), today);
        var row = employments.First(e => ReferenceEquals(e.Employment, chosen)).Row;
        return row.Worker with
        {
            Status = chosen.Status,
            StatusCode = chosen.StatusCode,
            Assignments = chosen.Assignments,
            IsDeleted = person.All(r => r.Worker.IsDeleted),
        };
    }

    private Employment ToEmployment(IReadOnlyList<Row> rows)
    {
        // Several records of one employment are its assignments over time; each has the status of its own time.
        var ordered = rows.OrderBy(r => r.Worker.Assignments[0].From).ToList();
        var present = ordered.FindLast(r => !(r.Worker.Assignments[0].From > today)) ?? ordered[0];
        return new(
            rows.Any(r => r.IsPrimary),
            Employment.StatusAt(present.Worker.Status, rows[^1].Worker.HiredOn, today),
            present.Worker.StatusCode,
            rows[^1].Worker.HiredOn,
            rows[^1].Worker.LastDay,
            Employment.PresentAndNext(rows.SelectMany(r => r.Worker.Assignments), today)
        );
    }

    private Row ReadRow(RecordReader record, int number)
    {
        string? Text(string? place) => place is null ? null : record(place).FirstOrDefault();
        bool Flag(string? place) => Text(place)?.ToLowerInvariant() is "true" or "yes" or "y" or "1";
        DateOnly? Day(string? place)
        {
            try
            {
                return SourceDates.Parse(Text(place), mapping.DateFormat);
            }
            catch (FormatException)
            {
                throw Unreadable(
                    $"Record {number}: '{place}' is not a day in the form {mapping.DateFormat ?? "yyyy-MM-dd"}."
                );
            }
        }

        var id = Text(mapping.Id) ?? throw Unreadable($"Record {number} has no id at '{mapping.Id}'.");
        var (status, hiredOn, site) = (Text(mapping.Status), Day(mapping.HiredOn), Text(mapping.Site));
        var worker = new HrisWorker(
            id,
            Text(mapping.EmployeeNumber),
            mapping.Name.Select(Text).OfType<string>().ToList() is { Count: > 0 } names
                ? string.Join(' ', names)
                : null,
            Text(mapping.Email),
            status is not null ? _statuses.GetValueOrDefault(status) : HrisStatus.Unknown,
            status,
            hiredOn,
            Employment.LastDayAfter(hiredOn, Day(mapping.LastDay)),
            [
                new(
                    Day(mapping.From),
                    site,
                    Text(mapping.Department),
                    Text(mapping.CostCentre),
                    Text(mapping.Manager),
                    Text(mapping.JobTitle),
                    Text(mapping.JobLevel)
                ),
            ],
            ReadLanguages(record),
            ReadCustomFields(record),
            Flag(mapping.IsDeleted)
        );
        return new(
            worker,
            Text(mapping.Employment) ?? hiredOn?.ToString("O"),
            Flag(mapping.IsPrimary),
            site is null
                ? null
                : new(site, Text(mapping.SiteName) ?? site, Text(mapping.TimeZone), Text(mapping.Country))
        );
    }

    private string[] ReadLanguages(RecordReader record) =>
        mapping.Languages is null
            ? []
            :
            [
                .. record(mapping.Languages)
                    .SelectMany(l =>
                        l.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    ),
            ];

    private Dictionary<string, string> ReadCustomFields(RecordReader record) =>
        mapping
            .CustomFields.Select(f => (f.Key, Value: record(f.Value).FirstOrDefault()))
            .Where(f => f.Value is not null)
            .ToDictionary(f => f.Key, f => f.Value!);

    private static HrisException Unreadable(string message) => new(message, isTransient: false);
}
