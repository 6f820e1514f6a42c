using System.Text.Json;
using System.Text.Json.Nodes;
using ProgramPlan = PeerNetwork.Portal.Api.Enrollment.ProgramPlan;

namespace PeerNetwork.Portal.Coordination.Programs;

/// <summary>Compares plans field by field. A field is named as the API names it: <c>charter.purpose</c>.</summary>
public static class PlanChanges
{
    /// <summary>The form in which a plan is edited.</summary>
    public const string Form = "plan";

    /// <summary>What is typed, and the plan that it changes.</summary>
    public static string Write(ProgramPlan before, ProgramPlan mine) =>
        new JsonArray(ToJson(Copy(before)), ToJson(Copy(mine))).ToJsonString();

    /// <summary>What was typed, on the plan as it is now.</summary>
    public static ProgramPlan Restore(string written, ProgramPlan now)
    {
        try
        {
            return
                JsonSerializer.Deserialize<ProgramPlan[]>(written, JsonSerializerOptions.Web) is [var before, var mine]
                ? Merge(before, now, mine)
                : Copy(now);
        }
        catch (JsonException)
        {
            // It was written by an older version of the portal.
            return Copy(now);
        }
    }

    /// <returns>A plan to edit, with all its parts.</returns>
    public static ProgramPlan Copy(ProgramPlan plan)
    {
        var copy = ToPlan(ToJson(plan));
        copy.Charter ??= new();
        copy.Capacity ??= new();
        copy.Runs ??= new();
        copy.Coffee ??= new();
        copy.Groups ??= new();
        copy.Selection ??= new();
        copy.Roadmap ??= new();
        copy.Eligibility ??= new();
        copy.Eligibility.Mentor ??= new();
        copy.Eligibility.Mentee ??= new();
        return copy;
    }

    /// <summary>The fields that differ.</summary>
    public static IReadOnlyList<string> Between(ProgramPlan before, ProgramPlan after) =>
        [.. Differences("", ToJson(Copy(before)), ToJson(Copy(after)))];

    /// <summary>My plan; the fields that I have not changed are theirs.</summary>
    public static ProgramPlan Merge(ProgramPlan before, ProgramPlan theirs, ProgramPlan mine) =>
        ToPlan(Merge(ToJson(Copy(before)), ToJson(Copy(theirs)), ToJson(Copy(mine))));

    private static JsonObject ToJson(ProgramPlan plan) =>
        JsonSerializer.SerializeToNode(plan, JsonSerializerOptions.Web)!.AsObject();

    private static ProgramPlan ToPlan(JsonObject json) => json.Deserialize<ProgramPlan>(JsonSerializerOptions.Web)!;

    private static IEnumerable<string> Differences(string prefix, JsonObject before, JsonObject after) =>
        before.SelectMany(field =>
            (field.Value, after[field.Key]) switch
            {
                (JsonObject old, JsonObject @new) => Differences($"{prefix}{field.Key}.", old, @new),
                var (old, @new) when JsonNode.DeepEquals(old, @new) => [],
                _ => [$"{prefix}{field.Key}"],
            }
        );

    private static JsonObject Merge(JsonObject before, JsonObject theirs, JsonObject mine) =>
        new(
            mine.Select(field =>
                KeyValuePair.Create(field.Key, Merge(before[field.Key], theirs[field.Key], field.Value))
            )
        );

    private static JsonNode? Merge(JsonNode? before, JsonNode? theirs, JsonNode? mine) =>
        (before, theirs, mine) switch
        {
            (JsonObject b, JsonObject t, JsonObject m) => Merge(b, t, m),
            _ => (JsonNode.DeepEquals(before, mine) ? theirs : mine)?.DeepClone(),
        };
}
