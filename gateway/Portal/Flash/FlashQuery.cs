using Microsoft.AspNetCore.WebUtilities;

namespace PeerNetwork.Portal.Flash;

/// <summary>Which open flash sessions are listed, as the address says.</summary>
/// <param name="Topic">Those whose topic contains this text; null for all.</param>
public sealed record FlashQuery(string? Topic = null, string? Cursor = null)
{
    public const string Path = "/flash-sessions";

    /// <summary>The page with these sessions.</summary>
    public string Address =>
        QueryHelpers.AddQueryString(Path, new Dictionary<string, string?> { ["topic"] = Topic, ["cursor"] = Cursor });
}
