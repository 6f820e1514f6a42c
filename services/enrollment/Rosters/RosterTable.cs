using System.Globalization;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>One record of a file or of an HR system.</summary>
/// <param name="Line">The line of the file on which it begins, the header being line 1; for an HR system the number of
/// the record.</param>
/// <param name="Number">1 for the first record.</param>
/// <param name="Cells">What stands in the columns.</param>
/// <param name="Problem">Why the record cannot be read.</param>
public sealed record RosterRecord(int Line, int Number, IReadOnlyList<string> Cells, string? Problem = null)
{
    /// <summary>The id of the person in the HR system; null in a file.</summary>
    public string? Id { get; init; }

    /// <summary>The HR system says that the person does not work there any more.</summary>
    public bool IsGone { get; init; }

    /// <summary>The HR system says that the person has not begun to work there.</summary>
    public bool IsPreHire { get; init; }

    /// <summary>The day from which the record holds; null where it is not said.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Jobs of the same person beside the main one. Of their cells only those of a job are read.</summary>
    public IReadOnlyList<RosterRecord> OtherJobs { get; init; } = [];

    /// <summary>The same person from later days on, the earliest first.</summary>
    public IReadOnlyList<RosterRecord> Later { get; init; } = [];
}

/// <summary>Records with columns, from a file or from an HR system.</summary>
/// <param name="columns">The place of each column in the cells.</param>
/// <param name="source">The name of the HR system; null for a file.</param>
/// <param name="sites">The sites that the HR system names; null for a file.</param>
public sealed class RosterTable(
    IReadOnlyDictionary<string, int> columns,
    IReadOnlyList<RosterRecord> records,
    string? source = null,
    SourceSites? sites = null
)
{
    public IEnumerable<string> Headings => columns.Keys;

    public SourceSites Sites { get; } = sites ?? SourceSites.None;

    public IReadOnlyList<RosterRecord> Records => records;

    public string? Source => source;

    /// <summary>How the source names the record of an error: by its id, or by its line.</summary>
    public string NameOf(int line) =>
        source is null ? line.ToString(CultureInfo.InvariantCulture) : records[line - 1].Id!;

    /// <summary>What stands in these columns, joined by blanks.</summary>
    public string TextOf(RosterRecord record, IEnumerable<string> headings) =>
        string.Join(' ', headings.Select(h => record.Cells[columns[h]].Trim()).Where(c => c.Length > 0));
}
