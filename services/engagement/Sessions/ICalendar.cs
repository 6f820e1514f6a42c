using System.Globalization;
using System.Text;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>
/// Writes content lines as RFC 5545 wants them: ended by CRLF, folded at 75 octets of UTF-8, text escaped.
/// </summary>
public sealed class ICalendar
{
    private const int LongestLine = 75;

    private readonly StringBuilder _text = new();

    /// <summary>A property with a value that needs no escaping.</summary>
    public ICalendar Line(string name, string value)
    {
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
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
    public ICalendar Text(string name, string value) => Line(name, Escaped(value));

    /// <summary>An instant, in UTC: every calendar shows it by the clock of its reader.</summary>
    public ICalendar Time(string name, DateTimeOffset value) =>
        Line(name, value.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();

    private static string Escaped(string text)
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
