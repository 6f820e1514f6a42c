namespace PeerNetwork.Portal.Shell;

internal static class Typed
{
    /// <summary>What was typed into an optional field; null for nothing but spaces.</summary>
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>The same, for a header that takes percent-encoded text.</summary>
    public static string? InHeader(string? text) => OrNull(text) is { } some ? Uri.EscapeDataString(some) : null;
}
