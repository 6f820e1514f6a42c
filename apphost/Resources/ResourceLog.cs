using System.Text;

namespace PeerNetwork.AppHost.Resources;

/// <summary>Prints the lines of all resources, each behind its coloured name.</summary>
internal sealed class LogPrinter(TextWriter output, bool colours)
{
    private static readonly int[] Palette = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94];

    private readonly List<string> _names = [];
    private readonly Lock _printing = new();

    public void Print(string name, string line)
    {
        lock (_printing)
        {
            if (!_names.Contains(name))
                _names.Add(name);
            var prefix = $"{name, -10} |";
            output.WriteLine(
                colours
                    ? $"\e[{Palette[_names.IndexOf(name) % Palette.Length]}m{prefix}\e[0m {line}"
                    : $"{prefix} {line}"
            );
        }
    }
}

/// <summary>What a resource has said lately, with the newest line last.</summary>
internal sealed class ResourceLog(string name, LogPrinter printer)
{
    private const int Kept = 200;

    private readonly Queue<string> _lines = new();

    public string[] Newest(int count)
    {
        lock (_lines)
            return [.. _lines.TakeLast(count)];
    }

    public void Add(string line)
    {
        var clean = WithoutControls(line);
        lock (_lines)
        {
            _lines.Enqueue(clean);
            if (_lines.Count > Kept)
                _lines.Dequeue();
        }
        printer.Print(name, clean);
    }

    /// <summary>A line may quote what a stranger sent: it must not steer the terminal.</summary>
    private static string WithoutControls(string line)
    {
        if (!line.AsSpan().ContainsAnyInRange('\u007f', '\u009f') && !line.AsSpan().ContainsAnyInRange('\0', '\u001f'))
            return line;
        var clean = new StringBuilder(line.Length);
        foreach (var c in line)
            clean.Append(
                c == '\t' ? ' '
                : char.IsControl(c) ? '?'
                : c
            );
        return clean.ToString();
    }
}
