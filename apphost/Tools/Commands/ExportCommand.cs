using System.CommandLine;
using System.Security.Cryptography;
using PeerNetwork.Tools.Installation;

namespace PeerNetwork.Tools.Commands;

/// <summary>
/// Writes all that the running platform has to keep into a folder, from which an empty one can go on.
/// </summary>
internal static class ExportCommand
{
    private static readonly Option<DirectoryInfo> To = new("--to")
    {
        Description = "A new or empty folder. It will hold the key to people's names: keep it safe.",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command(
            "export",
            "Verifies the running platform and writes all its streams into a folder; see deploy/export.md."
        )
        {
            To,
            OperatorCommands.Timeout,
        };
        return command.OnServices(
            (parsed, services, ct) =>
                Run(services, parsed.GetRequiredValue(To).FullName, OperatorCommands.TimeoutOf(parsed), ct)
        );
    }

    private static async Task<int> Run(Operators services, string path, TimeSpan timeout, CancellationToken ct)
    {
        using var folder = ExportFolder.New(path);
        var before = await PlatformState.Read(services, timeout, ct);
        before.Print();
        if (before.Differences.Count > 0)
            return await Refuse("Nothing was exported: mend the differences first.");

        var transportKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await services.Each((service, stop) => service.Export(folder.FileOf(service.Name), transportKey, stop), ct);
        // Each file is of one moment of its service. That nothing was written from before the first to after the last
        // makes it one moment of all.
        var after = await PlatformState.Read(services, timeout, ct);
        if (after.Hash != before.Hash)
            return await Refuse(
                "Nothing was exported: the platform was written to meanwhile. Keep people out and export again."
            );

        folder.Complete(Manifest.Of(before), transportKey);
        Console.WriteLine(
            $"Exported {before.Services.Sum(s => s.Events)} events of {before.Services.Count} services to {path}"
        );
        return 0;
    }

    private static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }
}
