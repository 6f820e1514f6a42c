using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.EndToEnd;

[Collection(nameof(RunningPlatform))]
public sealed class MovingTests(RunningPlatform platform) : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"peernetwork-export-{Guid.CreateVersion7():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_installation_moves_with_all_its_data_into_an_empty_one_of_the_same_state()
    {
        var (exported, said) = await platform.AppHost("export", "--to", _folder);
        exported.ShouldBe(0, said);
        var key = new FileInfo(Path.Combine(_folder, "transport.key"));
        key.UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await platform.AppHost("export", "--to", _folder)).ExitCode.ShouldBe(1, "an export gets a folder of its own");

        var other = new RunningPlatform { Options = ["--empty"], Ready = "PeerNetwork is ready" };
        await other.InitializeAsync();
        try
        {
            var (imported, told) = await other.AppHost("import", "--from", _folder);
            imported.ShouldBe(0, told);
            var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "manifest.json"))).RootElement;
            var (verified, findings) = await other.AppHost("verify");
            verified.ShouldBe(0, findings);
            findings.ShouldContain($"State hash {manifest.GetProperty("stateHash").GetString()}");
            manifest.GetProperty("services").EnumerateArray().Sum(s => s.GetProperty("events").GetInt64()).ShouldBeGreaterThan(5_000, "the demo company has 5,000 people");
            (await other.AppHost("import", "--from", _folder)).ExitCode.ShouldBe(1, "it is not empty any more");
        }
        finally
        {
            await other.DisposeAsync();
        }
    }
}

/// <summary>One platform is shared by the test classes, which run one after the other.</summary>
[CollectionDefinition(nameof(RunningPlatform))]
public sealed class SharedPlatform : ICollectionFixture<RunningPlatform>;
