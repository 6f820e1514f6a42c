namespace PeerNetwork.Drills;

/// <summary>The services of the platform and where their built programs are.</summary>
internal static class Programs
{
    public static readonly IReadOnlyList<string> Services = ["enrollment", "matching", "engagement", "analytics"];

    /// <summary>The built program of a service, the gateway or the provider of tokens, in a working tree.</summary>
    public static string Of(string name, string root) =>
        name switch
        {
            "gateway" => Built(root, "gateway", "Gateway"),
            "identity" => Built(root, Path.Combine("apphost", "IdentityProvider"), "IdentityProvider"),
            _ => Built(root, Path.Combine("services", name), $"{char.ToUpperInvariant(name[0])}{name[1..]}"),
        };

    private static string Built(string root, string folder, string project) =>
        Path.Combine(root, folder, "bin", Repository.Configuration, "net10.0", $"PeerNetwork.{project}.dll");
}
