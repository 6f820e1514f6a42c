using System.Globalization;
using System.Text;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>
/// Writes content lines as RFC 5545 wants them: ended by CRLF, folded at 75 octets of UTF-8, text escaped.
/// </summary>
public sealed class ICalendarWriter
{
    private const int MaxLineOctets = 75;

    private readonly StringBuilder _text = new();

    /// <summary>A property with a value that needs no escaping.</summary>
    public ICalendarWriter Line(string name, string value)
    {
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MaxLineOctets)
            {
                _text.Append("\r\n ");
                octets = 1;
            }

            _text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        _text.Append("\r\n");
        return this;
    }

    /// <summary>A property whose value people wrote.</summary>
    public ICalendarWriter Text(string name, string value) => Line(name, Escape(value));

    /// <summary>An instant, in UTC: every calendar shows it by the clock of its reader.</summary>
    public ICalendarWriter Time(string name, DateTimeOffset value) =>
        Line(name, value.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            escaped.Append(
                c switch
                {
                    '\\' or ';' or ',' => $"\\{c}",
                    '\n' => "\\n",
                    // RFC 5545 allows no other control character than a tab.
                    _ when char.IsControl(c) && c != '\t' => "",
                    _ => c.ToString(),
                }
            );
        }

        return escaped.ToString();
    }
}
