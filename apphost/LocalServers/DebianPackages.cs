namespace PeerNetwork.LocalServers;

/// <summary>Installs a missing server on Debian or Ubuntu when we are root.</summary>
internal static class DebianPackages
{
    private const string ServicePolicy = "/usr/sbin/policy-rc.d";

    public static bool CanInstall => Environment.IsPrivilegedProcess && Processes.Find("apt-get") is not null;

    /// <summary>Does nothing when we may not install, or the package is there.</summary>
    public static async Task InstallMissing(
        string package,
        Func<bool> isThere,
        Action<string> log,
        CancellationToken ct
    )
    {
        if (!CanInstall)
            return;
        // Asked only when no process installs: a package that is being unpacked has its programs before it can run.
        using var alone = await FileLock.Exclusive(
            Path.Combine(Path.GetTempPath(), "peernetwork-install.lock"),
            TimeSpan.FromMinutes(10),
            ct
        );
        if (isThere())
            return;

        log($"Installing the package {package} with apt-get, once; this takes a minute or two.");
        var quiet = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        string[] wait = ["-o", "DPkg::Lock::Timeout=300"];
        await Processes.Run(["apt-get", "update", "-q", .. wait], ct, quiet);
        // We want the programs, not system services; a policy that the machine already has is its owner's word.
        var policyIsOurs = !File.Exists(ServicePolicy);
        try
        {
            if (policyIsOurs)
                WritePolicy();
            await Processes.Must(
                ["apt-get", "install", "-y", "-q", "--no-install-recommends", .. wait, package],
                ct,
                quiet
            );
        }
        finally
        {
            if (policyIsOurs)
                File.Delete(ServicePolicy);
        }
    }

    private static void WritePolicy()
    {
        File.WriteAllText(ServicePolicy, "#!/bin/sh\nexit 101\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(ServicePolicy, (UnixFileMode)0b111_101_101);
    }
}
