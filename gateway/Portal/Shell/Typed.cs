namespace PeerNetwork.Portal.Shell;

internal static class Typed
{
    /// <summary>What was typed into an optional field; null for nothing but spaces.</summary>
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
