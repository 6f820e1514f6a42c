using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>Carries out an operation on a resource that may be changed.</summary>
internal static class PatchApplication
{
    public static void Apply(JsonObject resource, PatchOperation operation)
    {
        var target = operation.Path.Target;
        // The schemas follow from the values; the password is never kept.
        if (target is not { IsKnown: true, Attribute: { Name: not "schemas", IsDiscarded: false } })
            return;
        var owner = target.Schema is null ? resource : resource[target.Schema] as JsonObject ?? new JsonObject();
        if (target.Attribute.Mutability == Mutability.ReadOnly || target.Target!.Mutability == Mutability.ReadOnly)
            RequireUnchanged(owner, operation);
        else if (target.Attribute.MultiValued)
            PatchValues.Apply(owner, operation);
        else
            ApplyToOne(owner, operation);
        if (target.Schema is null)
            return;
        if (owner.Count == 0)
            resource.Remove(target.Schema);
        else if (owner.Parent is null)
            resource[target.Schema] = owner;
    }

    /// <summary>Gives an attribute a value that was checked; null takes it away.</summary>
    public static void Put(JsonObject owner, ScimAttribute attribute, JsonNode? value, string name)
    {
        if (value is null && attribute.Required)
            throw ScimException.InvalidValue(name, "is required");
        RequireMutable(attribute, owner[attribute.Name], value, name);
        if (value is null)
            owner.Remove(attribute.Name);
        else
            owner[attribute.Name] = value;
    }

    public static void Remove(JsonObject owner, ScimAttribute attribute, string name)
    {
        if (attribute.Required)
            throw NotMutable($"{name} is required and cannot be removed");
        RequireMutable(attribute, owner[attribute.Name], null, name);
        owner.Remove(attribute.Name);
    }

    /// <summary>
    /// Gives a complex value the sub-attributes that are named, and keeps the others. Read-only ones are left as they
    /// are: clients send back what they have read.
    /// </summary>
    public static void Merge(JsonObject element, ScimAttribute attribute, JsonObject given, string name)
    {
        foreach (var part in attribute.SubAttributes.Where(part => part.Mutability != Mutability.ReadOnly))
        {
            var partName = $"{name}.{part.Name}";
            if (given.TryGetPropertyValue(part.Name, out var value))
                Put(element, part, AttributeValues.Clean(part, value, partName), partName);
        }
    }

    private static void ApplyToOne(JsonObject owner, PatchOperation operation)
    {
        var (target, value) = (operation.Path.Target, operation.Value);
        var (attribute, part, name) = (target.Attribute!, target.SubAttribute, target.ToString());
        if (operation.Op == PatchOp.Remove && part is null)
            Remove(owner, attribute, name);
        else if (attribute.Type != AttributeType.Complex)
            Put(owner, attribute, AttributeValues.Clean(attribute, value, name), name);
        else
            ApplyToComplex(owner, operation);
    }

    private static void ApplyToComplex(JsonObject owner, PatchOperation operation)
    {
        var (target, value) = (operation.Path.Target, operation.Value);
        var (attribute, part, name) = (target.Attribute!, target.SubAttribute, target.ToString());
        var complex = owner[attribute.Name] as JsonObject ?? new JsonObject();
        var before = complex.DeepClone();
        if (part is not null && operation.Op == PatchOp.Remove)
            Remove(complex, part, name);
        else if (part is not null)
            Put(complex, part, AttributeValues.Clean(part, value, name), name);
        else if (value is not null && AttributeValues.AsObject(attribute, value, name) is { } given)
            Merge(complex, attribute, given, name);
        else
            complex.Clear();
        if (!JsonNode.DeepEquals(before, complex))
            RemoveReadOnly(complex, attribute);
        if (complex.Count == 0)
            Put(owner, attribute, null, name);
        else if (complex.Parent is null)
            owner[attribute.Name] = complex;
    }

    /// <summary>The server derives them from the others: the manager's name from the manager's id.</summary>
    private static void RemoveReadOnly(JsonObject complex, ScimAttribute attribute)
    {
        foreach (var part in attribute.SubAttributes.Where(part => part.Mutability == Mutability.ReadOnly))
            complex.Remove(part.Name);
    }

    /// <summary>Clients send back read-only values that they have read, such as the id.</summary>
    private static void RequireUnchanged(JsonObject owner, PatchOperation operation)
    {
        var (target, filter) = (operation.Path.Target, operation.Path.Filter);
        var current = owner[target.Attribute!.Name];
        if (target.SubName is not null)
            current = (current as JsonObject)?[target.SubName];
        var value = operation.Op == PatchOp.Remove ? null : operation.Value;
        if (filter is not null || !JsonNode.DeepEquals(OrNull(current), OrNull(value)))
            throw NotMutable($"{target} is read-only");

        static JsonNode? OrNull(JsonNode? node) => node is JsonArray { Count: 0 } ? null : node;
    }

    private static void RequireMutable(ScimAttribute attribute, JsonNode? current, JsonNode? value, string name)
    {
        if (attribute.Mutability == Mutability.Immutable && current is not null && !JsonNode.DeepEquals(current, value))
            throw NotMutable($"{name} cannot be changed once it is set");
    }

    private static ScimException NotMutable(string problem) =>
        ScimException.BadRequest(ScimErrorType.Mutability, $"{problem}.");
}
