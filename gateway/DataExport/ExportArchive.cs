using System.IO.Compression;
using System.Text.Json;

namespace PeerNetwork.Gateway.DataExport;

/// <summary>The archive: a JSON file of each service, and a page to read.</summary>
public static class ExportArchive
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<byte[]> Write(
        Guid person,
        DateTimeOffset at,
        IReadOnlyList<ServiceReport> reports,
        CancellationToken ct
    )
    {
        var contents = reports.ToDictionary(r => r.Service, r => JsonSerializer.Deserialize<JsonElement>(r.Report));
        using var buffer = new MemoryStream();
        await using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using (var page = await archive.CreateEntry("index.html").OpenAsync(ct))
                await ExportPage.Write(page, person, at, contents, ct);
            foreach (var (service, content) in contents)
                await using (var file = await archive.CreateEntry($"{service}.json").OpenAsync(ct))
                    await JsonSerializer.SerializeAsync(file, content, Indented, ct);
        }

        return buffer.ToArray();
    }
}
