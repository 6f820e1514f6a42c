using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Insights;
using PeerNetwork.Portal.Words;

namespace PeerNetwork.Portal.Coordination.Programs;

/// <summary>The settings of a plan, as their users read them.</summary>
internal static class PlanFields
{
    /// <param name="words">The words of the user's language.</param>
    /// <param name="field">Named as in the API: <c>charter.purpose</c>.</param>
    public static string NameOf(this IStringLocalizer words, string field) =>
        field.Split('.') switch
        {
            ["eligibility", "mentor", var rule] => $"{words["Plan.Mentors"]}: {words[$"Plan.{rule}"]}",
            ["eligibility", "mentee", var rule] => $"{words["Plan.Mentees"]}: {words[$"Plan.{rule}"]}",
            ["selection", "mentor", .. var part] => $"{words["Plan.Mentors"]}: {words[SelectionWord(part)]}",
            ["selection", "mentee", .. var part] => $"{words["Plan.Mentees"]}: {words[SelectionWord(part)]}",
            ["eligibility", var rule] => words[$"Plan.{rule}"],
            _ => words[$"Plan.{field}"],
        };

    private static string SelectionWord(string[] part) => string.Join('.', ["Plan.Selection", .. part]);

    /// <param name="words">The words of the user's language.</param>
    /// <param name="field">Named as in the API.</param>
    /// <param name="value">As the API writes it; null where it is not set.</param>
    public static string TextOf(this IStringLocalizer words, string field, object? value) =>
        value switch
        {
            null => "–",
            JsonElement { ValueKind: JsonValueKind.Array } list => string.Join(
                "\n",
                list.EnumerateArray().Select(item => Plain(words, field, item))
            ),
            JsonElement one => Plain(words, field, one),
            _ => $"{value}",
        };

    // The fields of an item, such as a training module, in their order.
    private static string Plain(IStringLocalizer words, string field, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => string.Join(
                " · ",
                value.EnumerateObject().Select(part => Plain(words, $"{field}.{part.Name}", part.Value))
            ),
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => Plain(words, field, item))),
            JsonValueKind.True => words["Plan.Yes"],
            JsonValueKind.False => words["Plan.No"],
            JsonValueKind.Number when field is "training.validMonths" => words.Plural(
                "Plan.ModuleValidFor",
                value.GetInt32()
            ),
            JsonValueKind.Number when field is "roadmap.steps.week" => words["Roadmap.Week", value.GetInt32()],
            JsonValueKind.Number => value.GetDecimal().ToString(CultureInfo.CurrentCulture),
            JsonValueKind.String => field switch
            {
                "starts"
                or "ends" when DateOnly.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var day) =>
                    day.ToString("d", CultureInfo.CurrentCulture),
                "selection.mentor.method" or "selection.mentee.method" => words[$"Selection.Method.{Name(value)}"],
                "roadmap.mode" => words[$"Plan.RoadmapMode.{Name(value)}"],
                "formats" => words[$"Plan.Format.{Name(value)}"],
                "targets.metric" => words.NameOf(MetricDefinition.Of(value.GetString()!)),
                "training.for" => words[$"Plan.For.{Name(value)}"],
                _ => value.ToString(),
            },
            _ => value.ToString(),
        };

    // The last part of the key of its words.
    private static string Name(JsonElement value) =>
        value.GetString() is [var first, ..] name ? char.ToUpperInvariant(first) + name[1..] : "";
}
