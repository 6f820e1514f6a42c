using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>A record of a source.</summary>
/// <param name="Texts">Gives the texts that stand at a place.</param>
/// <param name="Items">Gives the records of the list that stands at a place; null for a source without lists.</param>
internal sealed record RecordReader(
    Func<string, IEnumerable<string>> Texts,
    Func<string, IEnumerable<RecordReader>>? Items = null
)
{
    public static RecordReader Of(JsonElement element) =>
        new(place => element.Texts(place), place => element.Items(place).Select(Of));
}

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
        )
        {
            OtherJobs = ReadOtherJobs(),
        };
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

    private HrisAssignment[] ReadOtherJobs() =>
        mapping.OtherJobs is not { } jobs || record.Items is not { } items
            ? []
            :
            [
                .. items(jobs.List)
                    .Select(job => new MappedRecord(job, jobs.ToFields(), number))
                    .Where(job => !job.IsPrimary)
                    .Select(job => job.ToAssignment()),
            ];

    private string[] ReadLanguages() =>
        mapping.Languages is not { } place
            ? []
            :
            [
                .. record
                    .Texts(place)
                    .SelectMany(l =>
                        l.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    ),
            ];

    private string? Text(string? place) => place is null ? null : record.Texts(place).FirstOrDefault();

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
