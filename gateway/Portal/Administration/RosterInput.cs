using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Components.Forms;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>A file of people, and what its columns mean.</summary>
public sealed class RosterInput(string name, byte[] bytes)
{
    /// <summary>As much as the API takes.</summary>
    private const int MaxBytes = 32_000_000;

    /// <summary>The fields of the mapping; the first two are needed.</summary>
    public static readonly string[] Fields =
    [
        "employeeNumber",
        "site",
        "name",
        "email",
        "manager",
        "department",
        "jobTitle",
        "jobLevel",
        "costCentre",
        "workingTime",
        "workMode",
        "hiredOn",
        "lastDay",
        "onLeave",
        "yearsOfExperience",
        "languages",
        "kind",
    ];

    private static readonly string[] Delimiters = [",", ";", "\t", "|"];

    private readonly string _delimiter = DelimiterOf(bytes);

    public string Name => name;

    public IReadOnlyList<string> Headings { get; private init; } = [];

    /// <summary>For each field that the file has, the heading of its column.</summary>
    public Dictionary<string, string> Columns { get; private init; } = [];

    /// <summary>People who are not in the file have left.</summary>
    public bool AbsentLeave { get; set; }

    /// <summary>Accounts are named by employee numbers.</summary>
    public bool SubjectIsEmployeeNumber { get; set; }

    /// <summary>A mapping as a file, which then counts in place of the columns.</summary>
    public Mapping? MappingFile { get; set; }

    public bool IsMapped => MappingFile is not null || Fields.Take(2).All(Columns.ContainsKey);

    public FileParameter File => new(new MemoryStream(bytes), name, "text/csv");

    public Mapping Mapping =>
        MappingFile
        ?? MappingOf(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    delimiter = _delimiter,
                    absent = AbsentLeave ? "leave" : "ignore",
                    subjectIsEmployeeNumber = SubjectIsEmployeeNumber,
                    fields = Columns.ToDictionary(column => column.Key, column => new { column = column.Value }),
                }
            )
        );

    /// <exception cref="IOException">The file is larger than the API takes.</exception>
    public static async Task<RosterInput> Read(IBrowserFile file)
    {
        var bytes = await BytesOf(file);
        var headings = HeadingsOf(bytes);
        return new(file.Name, bytes)
        {
            Headings = headings,
            Columns = Fields
                .Select(field => (field, Heading: headings.FirstOrDefault(h => Letters(h) == Letters(field))))
                .Where(column => column.Heading is not null)
                .ToDictionary(column => column.field, column => column.Heading!),
        };
    }

    /// <exception cref="JsonException">It is no mapping.</exception>
    public static async Task<Mapping> ReadMapping(IBrowserFile file) => MappingOf(await BytesOf(file));

    // The API takes no null for what has a default.
    private static Mapping MappingOf(byte[] json)
    {
        var mapping = JsonSerializer.Deserialize<Mapping>(json) ?? throw new JsonException();
        return mapping with
        {
            Delimiter = mapping.Delimiter ?? ",",
            Key = mapping.Key ?? new(),
            FullTime = mapping.FullTime ?? 100,
            Absent = mapping.Absent ?? MappingAbsent.Ignore,
            SubjectIsEmployeeNumber = mapping.SubjectIsEmployeeNumber ?? false,
            Sites = mapping.Sites ?? [],
        };
    }

    private static async Task<byte[]> BytesOf(IBrowserFile file)
    {
        using var bytes = new MemoryStream();
        await using var content = file.OpenReadStream(MaxBytes);
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static string[] HeadingsOf(byte[] bytes)
    {
        using var csv = CsvReader.Create(bytes, new CsvReaderOptions { Separator = DelimiterOf(bytes)[0] });
        return [.. csv.Headers.Select(heading => heading.Trim()).Where(heading => heading is not "").Distinct()];
    }

    // What the first line has most of.
    private static string DelimiterOf(byte[] bytes)
    {
        using var text = new StreamReader(new MemoryStream(bytes));
        var line = text.ReadLine() ?? "";
        return Delimiters.MaxBy(delimiter => line.Count(c => c == delimiter[0]))!;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
