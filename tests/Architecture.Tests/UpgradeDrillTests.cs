using System.Diagnostics;
using PeerNetwork.Testing;

namespace PeerNetwork.Architecture.Tests;

/// <summary>The drill of an upgrade runs by hand: nothing else tells when the code moves away under it.</summary>
public sealed class UpgradeDrillTests
{
    [Fact]
    public async Task The_patch_that_makes_the_next_version_fits_the_code()
    {
        var patch = Path.Combine("tests", "Drills", "NextVersion.patch");
        using var git = Process.Start(
            new ProcessStartInfo("git", ["apply", "--check", patch])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardError = true,
            }
        )!;
        var problem = await git.StandardError.ReadToEndAsync();
        await git.WaitForExitAsync();
        git.ExitCode.ShouldBe(0, problem);
    }
}
