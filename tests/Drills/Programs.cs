using PeerNetwork.Testing;

namespace PeerNetwork.Drills;

/// <summary>The services of the platform and where their built programs are.</summary>
internal static class Programs
{
    public static readonly IReadOnlyList<string> Services = ["enrollment", "matching", "engagement", "analytics"];

    /// <summary>The built program of a service, the gateway or the provider of tokens, in a working tree.</summary>
    public static string Of(string name, string root)
    {
        var (folder, project) =
            name == "identity"
                ? ("apphost/IdentityProvider", "IdentityProvider")
                : (ServiceProcess.Projects[name], $"{char.ToUpperInvariant(name[0])}{name[1..]}");
        return Path.Combine(root, folder, "bin", Repository.Configuration, "net10.0", $"PeerNetwork.{project}.dll");
    }
}
