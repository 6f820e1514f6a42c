using System.Text;

namespace PeerNetwork.Engagement.Tests.Sessions;

/// <summary>
/// Reads iCalendar strictly by RFC 5545, section 3.1 and 3.3.11, and fails at whatever a strict calendar would refuse.
/// </summary>
public sealed class CalendarReader
{
    private readonly List<(string Name, string Value)> _properties = [];

    public CalendarReader(byte[] file)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
        text.ShouldEndWith("\r\n");
        var lines = text[..^2].Split("\r\n");
        foreach (var line in lines)
        {
            line.ShouldNotContain('\r');
            line.ShouldNotContain('\n');
            Encoding.UTF8.GetByteCount(line).ShouldBeLessThanOrEqualTo(75);
        }

        foreach (var line in Unfolded(lines))
        {
            var colon = line.IndexOf(':');
            colon.ShouldBeGreaterThan(0, line);
            _properties.Add((line[..colon].Split(';')[0], line[(colon + 1)..]));
        }

        _properties[0].ShouldBe(("BEGIN", "VCALENDAR"));
        _properties[^1].ShouldBe(("END", "VCALENDAR"));
        _properties.Count(p => p is ("BEGIN", "VEVENT")).ShouldBe(1);
    }

    public string this[string name] => _properties.Where(p => p.Name == name).ShouldHaveSingleItem().Value;

    public IEnumerable<string> All(string name) => _properties.Where(p => p.Name == name).Select(p => p.Value);

    /// <summary>A value of the type TEXT, unescaped; an escape that the RFC does not know fails.</summary>
    public string Text(string name)
    {
        var (value, text) = (this[name], new StringBuilder());
        for (var i = 0; i < value.Length; i++)
        {
            value[i].ShouldNotBe(';');
            value[i].ShouldNotBe(',');
            text.Append(
                value[i] != '\\'
                    ? value[i]
                    : value[++i] switch
                    {
                        'n' or 'N' => '\n',
                        '\\' or ';' or ',' => value[i],
                        var other => throw new ShouldAssertException($"\\{other} is no escape."),
                    }
            );
        }

        return text.ToString();
    }

    private static IEnumerable<string> Unfolded(string[] lines)
    {
        var whole = lines[0];
        foreach (var line in lines.Skip(1))
        {
            if (line.StartsWith(' ') || line.StartsWith('\t'))
            {
                whole += line[1..];
                continue;
            }

            yield return whole;
            whole = line;
        }

        yield return whole;
    }
}
