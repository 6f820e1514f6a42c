using System.Globalization;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>
/// The people of an HR system as records, so that one mapping and one validation serve files and systems. The columns
/// are the properties of a worker and of an assignment in camelCase; <c>custom.{name}</c> is a custom field.
/// </summary>
public static class WorkerRecords
{
    private const string CustomPrefix = "custom.";
    private const int MaxIdLength = 200;

    private static readonly Dictionary<string, Func<HrisWorker, HrisAssignment?, string?>> Columns = new()
    {
        ["id"] = (w, _) => w.Id,
        ["employeeNumber"] = (w, _) => w.EmployeeNumber ?? w.Id,
        ["name"] = (w, _) => w.Name,
        ["email"] = (w, _) => w.Email,
        ["status"] = (w, _) => EnumText.Of(w.Status),
        ["statusCode"] = (w, _) => w.StatusCode,
        ["hiredOn"] = (w, _) => TextOf(w.HiredOn),
        ["lastDay"] = (w, _) => TextOf(w.LastDay),
        ["languages"] = (w, _) => string.Join(' ', w.Languages),
        ["site"] = (_, a) => a?.Site,
        ["department"] = (_, a) => a?.Department,
        ["costCentre"] = (_, a) => a?.CostCentre,
        [RosterLines.ManagerColumn] = (_, a) => a?.Manager,
        ["jobTitle"] = (_, a) => a?.JobTitle,
        ["jobLevel"] = (_, a) => a?.JobLevel,
        ["workingTime"] = (_, a) => a?.WorkingTime,
        ["workMode"] = (_, a) => a?.WorkMode,
    };

    public static bool IsColumn(string name) =>
        Columns.ContainsKey(name) || (name.StartsWith(CustomPrefix, StringComparison.Ordinal) && name.Length > 7);

    /// <param name="source">The name of the HR system.</param>
    /// <param name="workers">As they were read: of two reports of a worker the later one holds.</param>
    /// <param name="sites">The sites that the HR system names.</param>
    public static RosterTable Of(
        string source,
        IEnumerable<HrisWorker> workers,
        RosterMapping mapping,
        SourceSites? sites = null
    )
    {
        var latest = new Dictionary<string, HrisWorker>();
        foreach (var worker in workers)
            latest[worker.Id] = worker;
        string[] headings =
        [
            .. mapping
                .Fields.MappedFields.SelectMany(f => f.Source.Headings)
                // The id is used in any case; of the other columns the report says what is not mapped.
                .Concat(Columns.Keys.Where(c => c != "id"))
                .Concat(latest.Values.SelectMany(w => w.CustomFields.Keys).Select(name => $"{CustomPrefix}{name}"))
                .Distinct(),
        ];
        var columns = headings.Select((heading, place) => (heading, place)).ToDictionary();
        return new(columns, [.. latest.Values.Select((worker, n) => RecordOf(worker, n + 1, headings))], source, sites);
    }

    private static RosterRecord RecordOf(HrisWorker worker, int number, string[] headings)
    {
        var slices =
            worker.Assignments.Count == 0
                ? new HrisAssignment?[] { null }
                : worker.Assignments.OrderBy(a => a.From).ToArray();
        // Custom fields are those of the main job.
        var bare = worker with
        {
            CustomFields = new Dictionary<string, string>(),
        };
        RosterRecord[] others =
        [
            .. worker.OtherJobs.Select(job => new RosterRecord(
                number,
                number,
                [.. headings.Select(heading => ValueOf(heading, bare, job))]
            )),
        ];
        var records = slices.Select(assignment => new RosterRecord(
            number,
            number,
            [.. headings.Select(heading => ValueOf(heading, worker, assignment))],
            IsId(worker.Id) ? null : $"the id of a record must be a line of 1 to {MaxIdLength} characters"
        )
        {
            Id = worker.Id,
            IsGone = worker.IsDeleted || worker.Status == HrisStatus.Left,
            IsPreHire = worker.Status == HrisStatus.PreHire,
            From = assignment?.From,
            OtherJobs = others,
        });
        var all = records.ToArray();
        return all[0] with { Later = all[1..] };
    }

    private static string ValueOf(string heading, HrisWorker worker, HrisAssignment? assignment) =>
        (
            Columns.TryGetValue(heading, out var column)
                ? column(worker, assignment)
                : worker.CustomFields.GetValueOrDefault(heading[CustomPrefix.Length..])
        ) ?? "";

    private static bool IsId(string id) => id is { Length: > 0 and <= MaxIdLength } && TextValidation.IsLine(id);

    private static string? TextOf(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
