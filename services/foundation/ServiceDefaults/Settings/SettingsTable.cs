using System.Text;

namespace PeerNetwork.ServiceDefaults;

/// <summary>The settings of a process as a table in Markdown.</summary>
internal static class SettingsTable
{
    public static string Of(IEnumerable<Setting> settings)
    {
        var table = new StringBuilder(
            "| setting | what it must be | default | secret | what |\n|---|---|---|---|---|\n"
        );
        foreach (var s in settings.OrderBy(s => s.Name, StringComparer.Ordinal))
            table.Append(
                $"| `{s.Name}` | {s.Type} | {DefaultOf(s)} | {(s.IsSecret ? "yes" : "")} | {s.Description} |\n"
            );
        return table.ToString();
    }

    private static string DefaultOf(Setting setting) =>
        setting.Default is { Length: > 0 } value ? $"`{value}`"
        : setting.IsRequired ? "required"
        : "";
}
