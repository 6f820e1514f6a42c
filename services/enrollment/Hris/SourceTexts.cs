namespace PeerNetwork.Enrollment.Hris;

/// <summary>Texts as HR systems give them.</summary>
internal static class SourceTexts
{
    /// <summary>Without blanks around it, and without NUL, which PostgreSQL cannot store; null if empty.</summary>
    public static string? Clean(string text) =>
        text.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } clean ? clean : null;
}
