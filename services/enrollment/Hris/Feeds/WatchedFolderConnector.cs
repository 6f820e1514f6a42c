using System.Globalization;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Reads the newest complete file of a <see cref="WatchedFolderSettings">watched folder</see>.</summary>
internal sealed class WatchedFolderConnector(
    string folder,
    WatchedFolderSettings settings,
    int maxSize,
    TimeProvider clock
) : IHrisConnector
{
    private const int PageSize = 500;

    private static readonly EnumerationOptions AnyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };

    private (string Version, IReadOnlyList<HrisWorker> Workers, IReadOnlyList<HrisSite> Sites)? _read;

    public IAsyncEnumerable<HrisPage> Read(HrisReadRequest request, CancellationToken ct) =>
        PagedRead.Run(request, watermark: null, ReadPage, ct);

    private async Task<SourcePage> ReadPage(ReadState state, CancellationToken ct)
    {
        var (version, workers, sites) = _read ??= await ReadNewest(ct);
        // A position in another file means nothing: the new file is read from its beginning.
        var begin =
            state.Position?.Split('|') is [var offset, var file] && file == version
                ? int.Parse(offset, CultureInfo.InvariantCulture)
                : 0;
        var end = begin + PageSize;
        return new(
            [.. workers.Skip(begin).Take(PageSize)],
            begin == 0 ? sites : [],
            end < workers.Count ? FormattableString.Invariant($"{end}|{version}") : null
        );
    }

    private async Task<(string, IReadOnlyList<HrisWorker>, IReadOnlyList<HrisSite>)> ReadNewest(CancellationToken ct)
    {
        var file = FindNewest();
        if (file.Length > maxSize)
            throw new HrisException($"{file.Name} is larger than {maxSize} bytes.", isTransient: false);
        var bytes = await ReadBytes(file, ct);
        var records = CsvRecords.Read(bytes, settings.Separator, settings.Fields.Places);
        var (workers, sites) = new MappedRecords(settings.Fields, clock.Today()).Read(records);
        return (FormattableString.Invariant($"{file.LastWriteTimeUtc.Ticks}-{file.Length}"), workers, sites);
    }

    private FileInfo FindNewest()
    {
        try
        {
            return new DirectoryInfo(folder)
                    .EnumerateFiles(settings.FilePattern, AnyCase)
                    .OrderByDescending(f => f.LastWriteTimeUtc)
                    .ThenByDescending(f => f.Name, StringComparer.Ordinal)
                    .FirstOrDefault(IsComplete)
                ?? throw new HrisException(
                    $"The folder '{settings.Folder}' holds no complete file {settings.FilePattern}.",
                    isTransient: true
                );
        }
        catch (DirectoryNotFoundException e)
        {
            throw new HrisException($"There is no folder '{settings.Folder}'.", isTransient: false, e);
        }
    }

    private bool IsComplete(FileInfo file)
    {
        var marker = new FileInfo($"{file.FullName}.done");
        // An older marker belongs to an earlier file of the same name.
        return marker.Exists && marker.LastWriteTimeUtc >= file.LastWriteTimeUtc
            || !settings.RequireDoneMarker && file.LastWriteTimeUtc + settings.SettleTime <= clock.GetUtcNow();
    }

    private static async Task<byte[]> ReadBytes(FileInfo file, CancellationToken ct)
    {
        var (size, writtenAt) = (file.Length, file.LastWriteTimeUtc);
        try
        {
            var bytes = await File.ReadAllBytesAsync(file.FullName, ct);
            file.Refresh();
            return bytes.Length == size && file.Length == size && file.LastWriteTimeUtc == writtenAt
                ? bytes
                : throw new HrisException($"{file.Name} is being written.", isTransient: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HrisException($"{file.Name} cannot be read.", isTransient: e is IOException, e);
        }
    }
}
