using System.Text;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The text that people may write: any script, in either direction, without control characters other than tab and line
/// breaks, and without halves of surrogate pairs. A line, such as a name, has no line breaks either, and none of the
/// marks that turn the direction of what follows (U+202A to U+202E, U+2066 to U+2069): with these one name passes for
/// another, and no script needs them within a line.
/// </summary>
public static class CleanText
{
    public const string Demand = "must not hold control characters or broken Unicode.";
    public const string LineDemand =
        "must be one line without control characters, marks that turn its direction, or broken Unicode.";

    public static bool IsClean(string? text)
    {
        if (text is null)
            return true;
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes puts U+FFFD where half a pair stands.
            if (rune == Rune.ReplacementChar || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')))
                return false;
        }

        return true;
    }

    public static bool IsLine(string? text) => IsClean(text) && text?.Any(Breaks) is not true;

    private static bool Breaks(char c) =>
        c
            is '\t'
                or '\n'
                or '\r'
                or '\u2028'
                or '\u2029'
                or (>= '\u202a' and <= '\u202e')
                or (>= '\u2066' and <= '\u2069');
}
