namespace PeerNetwork.Enrollment.Hris;

/// <summary>The texts that stand at a place of a record.</summary>
internal delegate IEnumerable<string> RecordReader(string place);

/// <summary>A record, read through a mapping.</summary>
/// <param name="number">Which record it is, from 1: messages name it.</param>
internal sealed class MappedRecord(RecordReader record, FieldMapping mapping, int number)
{
    /// <summary>What tells the employments of the person apart.</summary>
    public string? Employment => Text(mapping.Employment) ?? HiredOn?.ToString("O");

    public bool IsPrimary => Flag(mapping.IsPrimary);

    public HrisSite? Site =>
        Text(mapping.Site) is { } site
            ? new(site, Text(mapping.SiteName) ?? site, Text(mapping.TimeZone), Text(mapping.Country))
            : null;

    private DateOnly? HiredOn => Day(mapping.HiredOn);

    /// <param name="statuses">What the words of the source mean.</param>
    /// <exception cref="HrisException">There is no id, or something that is not a day in the place of one.</exception>
    public HrisWorker ToWorker(IReadOnlyDictionary<string, HrisStatus> statuses)
    {
        var (status, hiredOn) = (Text(mapping.Status), HiredOn);
        var names = mapping.Name.Select(Text).OfType<string>().ToList();
        return new(
            Text(mapping.Id) ?? throw Unreadable($"Record {number} has no id at '{mapping.Id}'."),
            Text(mapping.EmployeeNumber),
            names.Count > 0 ? string.Join(' ', names) : null,
            Text(mapping.Email),
            status is not null ? statuses.GetValueOrDefault(status) : HrisStatus.Unknown,
            status,
            hiredOn,
            Hris.Employment.LastDayAfter(hiredOn, Day(mapping.LastDay)),
            [ToAssignment()],
            ReadLanguages(),
            mapping
                .CustomFields.Select(f => (f.Key, Value: Text(f.Value)))
                .Where(f => f.Value is not null)
                .ToDictionary(f => f.Key, f => f.Value!),
            Flag(mapping.IsDeleted)
        );
    }

    private HrisAssignment ToAssignment() =>
        new(
            Day(mapping.From),
            Text(mapping.Site),
            Text(mapping.Department),
            Text(mapping.CostCentre),
            Text(mapping.Manager),
            Text(mapping.JobTitle),
            Text(mapping.JobLevel),
            SourceWorkingTimes.ToPercent(Text(mapping.WorkingTime), mapping.FullTime),
            Text(mapping.WorkMode)
        );

    private string[] ReadLanguages() =>
        mapping.Languages is not { } place
            ? []
            :
            [
                .. record(place)
                    .SelectMany(l =>
                        l.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    ),
            ];

    private string? Text(string? place) => place is null ? null : record(place).FirstOrDefault();

    private bool Flag(string? place) => Text(place)?.ToLowerInvariant() is "true" or "yes" or "y" or "1";

    private DateOnly? Day(string? place)
    {
        try
        {
            return SourceDates.Parse(Text(place), mapping.DateFormat);
        }
        catch (FormatException)
        {
            var form = mapping.DateFormat ?? "yyyy-MM-dd";
            throw Unreadable($"Record {number}: '{place}' is not a day in the form {form}.");
        }
    }

    private static HrisException Unreadable(string message) => new(message, isTransient: false);
}
