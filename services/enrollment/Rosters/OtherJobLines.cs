namespace PeerNetwork.Enrollment.Rosters;

/// <summary>
/// Several lines of a file with one employee number are the jobs of one person, if exactly one of them is the main job.
/// Otherwise they stay as they are, and are errors.
/// </summary>
internal static class OtherJobLines
{
    public static IEnumerable<RosterRecord> Gather(RosterTable table, RosterMapping mapping, RosterKeys keys)
    {
        if (mapping.Fields.PrimaryJob is null || table.Source is not null)
            return table.Records;
        return table
            .Records.GroupBy(record => NumberOf(record) ?? $"line {record.Line}")
            .SelectMany(lines => Gather([.. lines]));

        string? NumberOf(RosterRecord record) => record.Problem is null ? Reader(record).EmployeeNumber() : null;

        RosterRecord[] Gather(RosterRecord[] lines) =>
            lines.Length > 1 && lines.Where(line => Reader(line).IsPrimaryJob()).Take(2).ToArray() is [var main]
                ? [main with { OtherJobs = [.. lines.Where(line => line != main)] }]
                : lines;

        // What is wrong is noted when the lines are read.
        LineReader Reader(RosterRecord record) => new(table, record, mapping, keys, []);
    }
}
