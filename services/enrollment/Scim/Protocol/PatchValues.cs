using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>Carries out an operation on a multi-valued attribute. In all our schemas its values are complex.</summary>
internal static class PatchValues
{
    public static void Apply(JsonObject owner, PatchOperation operation)
    {
        var attribute = operation.Path.Target.Attribute!;
        var values = owner[attribute.Name] as JsonArray ?? new JsonArray();
        var primary = PrimaryOf(attribute, values);
        if (operation.Op == PatchOp.Remove)
            Remove(values, operation);
        else if (operation.Path is { Filter: null, Target.SubName: null })
            AddOrReplace(values, operation);
        else
            Change(values, operation);
        // A value that has become the primary one takes this from the one before.
        if (primary is not null && PrimaryOf(attribute, values, except: primary) is not null)
            primary["primary"] = false;
        if (values.Count == 0)
            owner.Remove(attribute.Name);
        else if (values.Parent is null)
            owner[attribute.Name] = values;
    }

    private static JsonObject? PrimaryOf(ScimAttribute attribute, JsonArray values, JsonObject? except = null) =>
        attribute.Find("primary") is null
            ? null
            : values.OfType<JsonObject>().FirstOrDefault(value => value != except && AttributeValues.IsPrimary(value));

    private static void AddOrReplace(JsonArray values, PatchOperation operation)
    {
        var attribute = operation.Path.Target.Attribute!;
        var given =
            AttributeValues.Clean(attribute, operation.Value, $"{operation.Path}") as JsonArray ?? new JsonArray();
        if (operation.Op == PatchOp.Replace)
            values.Clear();
        JsonObject[] added = [.. given.OfType<JsonObject>()];
        given.Clear();
        var known = added
            .Select(ValueElement.KeyOf)
            .Distinct(ValueElement.Keys(attribute))
            .ToDictionary(key => key, _ => new List<JsonObject>(), ValueElement.Keys(attribute));
        foreach (var element in values.OfType<JsonObject>())
        {
            if (known.TryGetValue(ValueElement.KeyOf(element), out var alike))
                alike.Add(element);
        }

        foreach (var element in added)
        {
            var alike = known[ValueElement.KeyOf(element)];
            if (alike.Find(k => ValueElement.IsSame(attribute, k, element)) is { } same)
            {
                ValueElement.Merge(attribute, same, element);
                continue;
            }

            alike.Add(element);
            values.Add((JsonNode)element);
        }
    }

    /// <summary>Changes the values that the filter selects, or all of them.</summary>
    private static void Change(JsonArray values, PatchOperation operation)
    {
        var (value, name) = (Single(operation), $"{operation.Path}");
        var (selected, primary) = (0, 0);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not JsonObject element || !IsSelected(element, operation))
                continue;
            var changed = ChangeOne(element, operation, value, name);
            if (changed != element)
                values[i] = changed;
            selected++;
            primary += changed is not null && AttributeValues.IsPrimary(changed) ? 1 : 0;
        }

        if (primary > 1)
            throw ScimException.InvalidValue(operation.Path.Target.Attribute!.Name, "must not have two primary values");
        if (selected == 0 && value is not null)
        {
            var made = PatchTarget.Create(operation.Path);
            values.Add((JsonNode?)ChangeOne(made, operation with { Op = PatchOp.Add }, value, name));
        }

        values.RemoveAll(element => element is null);
    }

    /// <summary>The changed value, or a new one; null when it goes.</summary>
    private static JsonObject? ChangeOne(JsonObject element, PatchOperation operation, JsonNode? value, string name)
    {
        var (attribute, part) = (operation.Path.Target.Attribute!, operation.Path.Target.SubAttribute);
        if (part is not null)
            PatchApplication.Put(element, part, AttributeValues.Clean(part, value, name), name);
        else if (value is null || AttributeValues.AsObject(attribute, value, name) is not { } given)
            return null;
        else if (operation.Op == PatchOp.Add || value is not JsonObject)
            PatchApplication.Merge(element, attribute, given, name);
        else
            return AttributeValues.CleanOne(attribute, given, name) as JsonObject;
        return element;
    }

    private static void Remove(JsonArray values, PatchOperation operation)
    {
        var part = operation.Path.Target.SubAttribute;
        if (operation is { Path: { Filter: null, Target.SubName: null }, Value: { } listed })
        {
            RemoveListed(values, operation.Path.Target.Attribute!, listed);
            return;
        }

        if (part is null)
        {
            values.RemoveAll(value => value is not JsonObject element || IsSelected(element, operation));
            return;
        }

        foreach (var element in values.OfType<JsonObject>().Where(element => IsSelected(element, operation)))
            PatchApplication.Remove(element, part, $"{operation.Path}");
    }

    /// <summary>
    /// Removes only the values in the list. The standard knows no such list: a server that passed over it would remove
    /// all members of a group when Microsoft Entra ID removes one.
    /// </summary>
    private static void RemoveListed(JsonArray values, ScimAttribute attribute, JsonNode listed)
    {
        JsonNode?[] items = listed is JsonArray list ? [.. list] : [listed];
        var given = items
            .OfType<JsonNode>()
            .Select(item => AttributeValues.CleanOne(attribute, item, attribute.Name))
            .OfType<JsonObject>()
            .ToLookup(ValueElement.KeyOf, ValueElement.Keys(attribute));
        if (attribute.Find("value") is not null && given.Contains(""))
            throw ScimException.InvalidValue(attribute.Name, "can only be removed by value");
        values.RemoveAll(value =>
            value is JsonObject element
            && given[ValueElement.KeyOf(element)].Any(g => ValueElement.IsSame(attribute, element, g))
        );
    }

    private static bool IsSelected(JsonObject element, PatchOperation operation) =>
        operation.Path.Filter?.Matches(element) ?? true;

    /// <summary>Some clients send the one value in a list.</summary>
    private static JsonNode? Single(PatchOperation operation) =>
        operation.Value is not JsonArray list ? operation.Value
        : list.Count <= 1 ? list.FirstOrDefault()
        : throw ScimException.InvalidValue($"{operation.Path}", "takes one value");
}
