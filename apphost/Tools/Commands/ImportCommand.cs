using System.CommandLine;
using PeerNetwork.Tools.Installation;

namespace PeerNetwork.Tools.Commands;

/// <summary>Fills the running, empty platform from an export and proves that it keeps the same.</summary>
internal static class ImportCommand
{
    private static readonly Option<DirectoryInfo> From = new("--from")
    {
        Description = "The folder of an export.",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command(
            "import",
            "Takes an export into a platform started with --empty, and compares the state hashes; see deploy/export.md."
        )
        {
            From,
            OperatorCommands.Timeout,
        };
        return command.OnServices(
            (parsed, services, ct) =>
                Run(services, parsed.GetRequiredValue(From).FullName, OperatorCommands.TimeoutOf(parsed), ct)
        );
    }

    private static async Task<int> Run(Operators services, string path, TimeSpan timeout, CancellationToken ct)
    {
        var (folder, manifest) = ExportFolder.Open(path);
        var exported = manifest.Services.Select(s => s.Service).Order(StringComparer.Ordinal);
        if (!services.Names.Order(StringComparer.Ordinal).SequenceEqual(exported))
            throw new IOException(
                $"The export is of {string.Join(", ", exported)}; the services here are "
                    + $"{string.Join(", ", services.Names)}."
            );

        var transportKey = folder.ReadKey();
        await services.Each((service, stop) => service.Import(folder.FileOf(service.Name), transportKey, stop), ct);
        var state = await PlatformState.Read(services, timeout, ct);
        state.Print();
        if (state.Differences.Count == 0 && state.Hash == manifest.StateHash)
        {
            Console.WriteLine(
                $"Imported {state.Services.Sum(s => s.Events)} events: the same state as on {manifest.At:u}."
            );
            return 0;
        }

        foreach (
            var (was, now) in manifest
                .Services.Join(state.Services, e => e.Service, s => s.Service, (e, s) => (e, s))
                .Where(p => p.e.StateHash != p.s.StateHash)
        )
            await Console.Error.WriteLineAsync(
                $"{was.Service}: the state is {now.StateHash}, and was {was.StateHash}."
            );
        await Console.Error.WriteLineAsync(
            $"This is not the state that was exported, {manifest.StateHash}. Start anew with --fresh --empty."
        );
        return 1;
    }
}
