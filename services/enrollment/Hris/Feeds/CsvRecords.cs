using System.Text.Unicode;
using CsvHelper;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Reads a CSV file in UTF-8 with a header.</summary>
internal static class CsvRecords
{
    private const int MaxRecords = 500_000;

    /// <param name="bytes">The whole file.</param>
    /// <param name="separator">What stands between cells; null to find out.</param>
    /// <param name="columns">The columns that have to be there.</param>
    /// <exception cref="HrisException">The file cannot be read to its end.</exception>
    public static IReadOnlyList<RecordReader> Read(byte[] bytes, char? separator, IEnumerable<string> columns)
    {
        if (!Utf8.IsValid(bytes))
            throw Unreadable("The file is not in UTF-8.");
        var malformed = false;
        var options = new CsvReaderOptions
        {
            Separator = separator,
            TrackLineNumbers = true,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
            OnMalformedRecord = _ => malformed = true,
        };
        try
        {
            using var csv = CsvReader.Create(bytes, options);
            var places = PlacesOf(csv.Headers, columns);
            var records = new List<RecordReader>();
            while (csv.Read())
            {
                if (malformed)
                    throw Unreadable($"Line {csv.LineNumber} has a quotation mark where none may be.");
                var cells = csv.Current.ToArray();
                records.Add(new(column => SourceTexts.Clean(cells[places[column]]) is { } text ? [text] : []));
                if (records.Count > MaxRecords)
                    throw Unreadable($"The file has more than {MaxRecords} lines.");
            }

            return records;
        }
        catch (CsvFormatException e)
        {
            throw new HrisException($"The file cannot be read as CSV: {e.Message}", isTransient: false, e);
        }
    }

    private static Dictionary<string, int> PlacesOf(IReadOnlyList<string> headers, IEnumerable<string> columns)
    {
        var names = headers.Select(h => h.Trim()).ToList();
        if (names.Count == 0)
            throw Unreadable("The file is empty: it has no header.");
        var places = new Dictionary<string, int>();
        foreach (var column in columns)
        {
            places[column] = names.IndexOf(column);
            if (places[column] < 0)
                throw Unreadable($"The file has no column '{column}'. It has: {string.Join(", ", names.Take(40))}.");
        }

        return places;
    }

    private static HrisException Unreadable(string message) => new(message, isTransient: false);
}
