namespace PeerNetwork.Enrollment.Hris;

/// <summary>Makes workers of records.</summary>
internal sealed class MappedRecords(FieldMapping mapping, DateOnly today)
{
    private readonly Dictionary<string, HrisStatus> _statuses = new(mapping.Statuses, StringComparer.OrdinalIgnoreCase);

    private sealed record Row(HrisWorker Worker, string? Employment, bool IsPrimary, HrisSite? Site);

    /// <summary>One worker for all records that have the same id.</summary>
    public (IReadOnlyList<HrisWorker> Workers, IReadOnlyList<HrisSite> Sites) Read(IEnumerable<RecordReader> records)
    {
        var rows = records.Select((record, i) => ToRow(new(record, mapping, i + 1))).ToList();
        var workers = rows.GroupBy(r => r.Worker.Id).Select(Merge).ToList();
        var sites = rows.Select(r => r.Site).OfType<HrisSite>().DistinctBy(s => s.Id).ToList();
        return (workers, sites);
    }

    private Row ToRow(MappedRecord record) =>
        new(record.ToWorker(_statuses), record.Employment, record.IsPrimary, record.Site);

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
            OtherJobs = [.. row.Worker.OtherJobs, .. OtherJobs([.. employments.Select(e => e.Employment)], chosen)],
            IsDeleted = person.All(r => r.Worker.IsDeleted),
        };
    }

    /// <summary>
    /// Only where the source says which employment is the main one: a former one without a last day is no other job.
    /// </summary>
    private IReadOnlyList<HrisAssignment> OtherJobs(IReadOnlyList<Employment> employments, Employment chosen) =>
        chosen.IsPrimary ? Employment.OtherJobs(employments.Where(e => !e.IsPrimary), chosen, today) : [];

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
}
