using System.Buffers;
using System.Globalization;
using System.Text;

namespace PeerNetwork.Enrollment.Scim.Protocol;

internal static class ScimText
{
    private const int MaxQuoted = 60;

    // RFC 3339 with up to seven digits of a second, or a day alone.
    private static readonly string[] DateTimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd"];

    /// <summary>No control characters but tab and line breaks, and no halves of surrogate pairs.</summary>
    public static bool IsValid(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) != OperationStatus.Done)
                return false;
            if (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r'))
                return false;
            at += length;
        }

        return true;
    }

    /// <summary>Text of the client, short and printable, for the detail of an error.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, MaxQuoted)).EnumerateRunes())
            quoted.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
        return quoted.Append(text.Length > MaxQuoted ? "…'" : "'").ToString();
    }

    /// <summary>Null when the text is not a date and time. Without an offset it is UTC.</summary>
    public static DateTimeOffset? DateTimeOf(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            DateTimeFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var dateTime
        )
            ? dateTime
            : null;
}
