namespace PeerNetwork.LocalServers;

/// <summary>The browser of tests.</summary>
public static class InstalledChromium
{
    /// <summary>The program, installed where it is missing and can be.</summary>
    /// <exception cref="ServerUnavailableException">It is missing and cannot be installed.</exception>
    public static async Task<string> Find(Action<string> log, CancellationToken ct)
    {
        if (Processes.Find("chromium") is null && DebianPackages.CanInstall)
            await DebianPackages.Install("chromium", () => Processes.Find("chromium") is not null, log, ct);
        return Processes.Find("chromium")
            ?? throw new ServerUnavailableException(
                "Chromium is missing: install it (Debian: apt-get install chromium)."
            );
    }
}
