using System.Text.Json;
using PeerNetwork.LocalServers;

namespace PeerNetwork.Tools.Installation;

/// <summary>
/// The folder that an export is in: a file for each service, the key that wraps people's keys, and, last, the manifest.
/// </summary>
/// <remarks>Disposing a new one that was not completed deletes it.</remarks>
internal sealed class ExportFolder : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerOptions.Web) { WriteIndented = true };

    private readonly string _path;
    private bool _complete;

    private ExportFolder(string path, bool complete) => (_path, _complete) = (path, complete);

    private string KeyFile => Path.Combine(_path, "transport.key");

    private string ManifestFile => Path.Combine(_path, "manifest.json");

    /// <exception cref="IOException">It holds something.</exception>
    public static ExportFolder New(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Directory.EnumerateFileSystemEntries(path).Any()
            ? throw new IOException($"{path} is not empty: an export gets a folder of its own.")
            : new(path, complete: false);
    }

    /// <exception cref="IOException">There is no whole export in it.</exception>
    public static (ExportFolder Folder, Manifest Manifest) Open(string path)
    {
        var folder = new ExportFolder(path, complete: true);
        if (!File.Exists(folder.ManifestFile))
            throw new IOException(
                $"There is no whole export in {path}: manifest.json, which is written last, is missing."
            );
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllText(folder.ManifestFile), Readable);
            if ((manifest?.Format, manifest?.Version) != (Manifest.Known, 1))
                throw new IOException($"{folder.ManifestFile} is not of the format {Manifest.Known}, version 1.");
            return (folder, manifest!);
        }
        catch (JsonException e)
        {
            throw new IOException($"{folder.ManifestFile} cannot be read: {e.Message}", e);
        }
    }

    public string FileOf(string service) => Path.Combine(_path, $"{service}.jsonl");

    public string ReadKey() => File.ReadAllText(KeyFile).Trim();

    public void Complete(Manifest manifest, string transportKey)
    {
        PrivateFile.Write(KeyFile, transportKey);
        PrivateFile.Write(ManifestFile, JsonSerializer.Serialize(manifest, Readable));
        _complete = true;
    }

    public void Dispose()
    {
        if (!_complete)
            Directory.Delete(_path, recursive: true);
    }
}

/// <summary>The contents of an export, by which an import finds out whether it is complete.</summary>
/// <param name="Format">What kind of folder this is.</param>
/// <param name="Version">In which version.</param>
/// <param name="At">When it was written.</param>
/// <param name="StateHash">The state hash of the verification before and after.</param>
/// <param name="Services">What is in the file of each service.</param>
internal sealed record Manifest(
    string Format,
    int Version,
    DateTimeOffset At,
    string StateHash,
    IReadOnlyList<ExportedService> Services
)
{
    public const string Known = "peernetwork-installation";

    public static Manifest Of(PlatformState state) =>
        new(
            Known,
            1,
            TimeProvider.System.GetUtcNow(),
            state.Hash,
            [
                .. state.Services.Select(s => new ExportedService(
                    s.Service,
                    s.Streams,
                    s.Events,
                    s.Documents,
                    s.StateHash
                )),
            ]
        );
}

internal sealed record ExportedService(string Service, long Streams, long Events, long Documents, string StateHash);
