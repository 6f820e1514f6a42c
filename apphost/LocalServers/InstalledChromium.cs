namespace PeerNetwork.LocalServers;

/// <summary>The browser of tests.</summary>
public static class InstalledChromium
{
    /// <summary>Chromium without windows needs less than half the processor time of the one for the desktop.</summary>
    private static readonly string[] Programs = ["chromium-headless-shell", "chromium"];

    /// <summary>The program, installed where it is missing and can be.</summary>
    /// <exception cref="ServerUnavailableException">It is missing and cannot be installed.</exception>
    public static async Task<string> Find(Action<string> log, CancellationToken ct)
    {
        await DebianPackages.InstallMissing(Programs[0], () => Processes.Find(Programs[0]) is not null, log, ct);
        return Programs.Select(program => Processes.Find(program)).FirstOrDefault(path => path is not null)
            ?? throw new ServerUnavailableException(
                "Chromium is missing: install it (Debian: apt-get install chromium-headless-shell)."
            );
    }
}
