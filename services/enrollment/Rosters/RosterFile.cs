using System.Buffers;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>Reads a CSV file in UTF-8 with a header.</summary>
public static class RosterFile
{
    private const int MaxRecords = 200_000;

    /// <exception cref="DomainException">The file as a whole cannot be read.</exception>
    public static RosterTable Parse(byte[] bytes, RosterMapping mapping)
    {
        RequireUtf8(bytes);
        return TryParse(bytes, mapping, lineBreaksInCells: true)
            // One quotation mark that is never closed would swallow all lines below it.
            ?? TryParse(bytes, mapping, lineBreaksInCells: false)!;
    }

    private static RosterTable? TryParse(byte[] bytes, RosterMapping mapping, bool lineBreaksInCells)
    {
        CsvMalformedRecord? malformed = null;
        using var csv = CsvReader.Create(
            bytes,
            new CsvReaderOptions
            {
                Separator = mapping.Delimiter[0],
                AllowLineBreaksInQuotes = lineBreaksInCells,
                TrackLineNumbers = true,
                OnMalformedRecord = record => malformed = record,
            }
        );
        var header = csv.Headers.Select(h => h.Trim()).ToArray();
        if (header.Length == 0)
            throw Unreadable("The file is empty.");
        var columns = ColumnsOf(header, mapping);
        var records = new List<RosterRecord>();
        while (csv.Read())
        {
            if (lineBreaksInCells && malformed?.Reason == CsvMalformedReason.UnterminatedQuote)
                return null;
            records.Add(
                new(
                    (int)csv.LineNumber,
                    records.Count + 1,
                    csv.Current.ToArray(),
                    ProblemOf(malformed, csv.FieldCount, header.Length)
                )
            );
            malformed = null;
            if (records.Count > MaxRecords)
                throw Unreadable($"The file has more than {MaxRecords} lines: send it in parts.");
        }

        return records.Count > 0
            ? new(columns, records)
            : throw Unreadable("The file has a header, but no lines below it.");
    }

    private static string? ProblemOf(CsvMalformedRecord? malformed, int cells, int headings) =>
        malformed is not null
            ? "a quotation mark stands where none may be: "
                + "enclose the whole cell in quotation marks and double those within"
        : cells != headings ? $"has {cells} cells where the header has {headings}"
        : null;

    private static void RequireUtf8(byte[] bytes)
    {
        if (Utf8.IsValid(bytes))
            return;
        var line = 1 + bytes.AsSpan(0, FirstInvalid(bytes)).Count((byte)'\n');
        throw Unreadable(
            $"The file is not in UTF-8: line {line} holds bytes that are no character. Save it as \"CSV UTF-8\"."
        );
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; )
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) != OperationStatus.Done)
                return at;
            at += length;
        }

        return bytes.Length;
    }

    private static Dictionary<string, int> ColumnsOf(string[] header, RosterMapping mapping)
    {
        var columns = new Dictionary<string, int>();
        foreach (
            var (field, column) in mapping.Fields.MappedFields.SelectMany(f =>
                f.Source.Headings.Select(h => (f.Field, h))
            )
        )
        {
            var places = Enumerable.Range(0, header.Length).Where(i => header[i] == column).Take(2).ToArray();
            if (places is not [var place])
            {
                var complaint = places.Length == 0 ? "is not in the file" : "is there more than once";
                throw Unreadable(
                    $"The column '{column}', mapped to {field}, {complaint}. {Describe(header, mapping.Delimiter)}"
                );
            }

            columns[column] = place;
        }

        return columns;
    }

    private static string Describe(string[] header, string delimiter)
    {
        var hint =
            header.Length == 1
            && ",;\t|".FirstOrDefault(d => header[0].Contains(d)) is var other and not '\0'
            && other.ToString() != delimiter
                ? $" Is the delimiter '{(other == '\t' ? "\\t" : other)}' rather than '{delimiter}'?"
                : "";
        return $"Its columns are: {string.Join(", ", header.Take(40).Select(Truncate))}.{hint}";
    }

    internal static string Truncate(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    private static DomainException Unreadable(string message) =>
        new(DomainError.Invalid, message) { Code = "roster-unreadable" };
}
