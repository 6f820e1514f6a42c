using System.Text.Json;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>A setting that two plans have differently.</summary>
/// <param name="Field">Named as in the API: <c>charter.purpose</c>.</param>
/// <param name="Before">Null where it was not set.</param>
/// <param name="After">Null where it is not set any more.</param>
public sealed record PlanChange(string Field, JsonElement? Before, JsonElement? After);

/// <summary>Compares plans setting by setting.</summary>
public static class PlanChanges
{
    public static IReadOnlyList<PlanChange> Between(
        ProgramPlan before,
        ProgramPlan after,
        JsonSerializerOptions json
    ) =>
        [
            .. Between(
                "",
                JsonSerializer.SerializeToElement(before, json),
                JsonSerializer.SerializeToElement(after, json)
            ),
        ];

    private static IEnumerable<PlanChange> Between(string prefix, JsonElement? before, JsonElement? after) =>
        NamesOf(before)
            .Union(NamesOf(after))
            .SelectMany(name =>
            {
                var (old, @new) = (ValueOf(before, name), ValueOf(after, name));
                return old is { ValueKind: JsonValueKind.Object } || @new is { ValueKind: JsonValueKind.Object }
                        ? Between($"{prefix}{name}.", old, @new)
                    : AreEqual(old, @new) ? []
                    : [new PlanChange($"{prefix}{name}", old, @new)];
            });

    private static IEnumerable<string> NamesOf(JsonElement? value) =>
        value?.EnumerateObject().Select(field => field.Name) ?? [];

    private static JsonElement? ValueOf(JsonElement? value, string name) =>
        value is { } some && some.TryGetProperty(name, out var field) && field.ValueKind is not JsonValueKind.Null
            ? field
            : null;

    private static bool AreEqual(JsonElement? one, JsonElement? other) =>
        one is { } a && other is { } b ? JsonElement.DeepEquals(a, b) : one is null && other is null;
}
