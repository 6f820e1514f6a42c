using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.EndToEnd;

[Collection(nameof(RunningPlatform))]
public sealed class MovingTests : IDisposable
{
    private readonly string _export = Path.Combine(Path.GetTempPath(), $"peernetwork-export-{Guid.CreateVersion7():N}");

    public void Dispose()
    {
        if (Directory.Exists(_export))
            Directory.Delete(_export, recursive: true);
    }

    [Fact]
    public async Task An_installation_moves_with_all_its_data_into_an_empty_one_of_the_same_state()
    {
        await PlatformTurn.Wait();
        await using AppHostProcess old = new(),
            other = new();
        await old.Start(["--fresh", .. RunningPlatform.SmallCompany]);
        await Succeeds(old, "export", "--to", _export);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(_export, "transport.key"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Refuses(old, "is not empty", "export", "--to", _export);
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_export, "manifest.json")));
        manifest
            .RootElement.GetProperty("services")
            .EnumerateArray()
            .Sum(s => s.GetProperty("events").GetInt64())
            .ShouldBeGreaterThan(2_000, "each of the demo company's people");
        manifest
            .RootElement.GetProperty("services")
            .EnumerateArray()
            .Sum(s => s.GetProperty("documents").GetInt64())
            .ShouldBeGreaterThanOrEqualTo(4_000, "what matching and engagement know of each of these people");

        await other.Start("--empty");
        await Succeeds(other, "import", "--from", _export);
        (await Succeeds(other, "verify")).ShouldContain(
            $"State hash {manifest.RootElement.GetProperty("stateHash").GetString()}"
        );
        await Refuses(other, "store-not-empty", "import", "--from", _export);
    }

    private static async Task<string> Succeeds(AppHostProcess platform, params string[] command)
    {
        var (exitCode, output) = await platform.Run(command);
        exitCode.ShouldBe(0, $"{output}\n{platform.LastOutput(lines: 300)}");
        return output;
    }

    private static async Task Refuses(AppHostProcess platform, string why, params string[] command)
    {
        var (exitCode, output) = await platform.Run(command);
        exitCode.ShouldNotBe(0, output);
        output.ShouldContain(why);
    }
}
