using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>What a PATCH operation does with its target.</summary>
public enum PatchOp
{
    Add,
    Replace,
    Remove,
}

/// <summary>One change of one attribute.</summary>
/// <param name="Value">Null where the client sent null or no value.</param>
public sealed record PatchOperation(PatchOp Op, PatchPath Path, JsonNode? Value);

/// <summary>
/// The body of a PATCH: RFC 7644 section 3.5.2, and the forms that Microsoft Entra ID and Okta send. Operations without
/// a path, and those on a whole extension, are taken apart into one operation for each attribute.
/// </summary>
public sealed record PatchRequest(ScimResourceType Type, IReadOnlyList<PatchOperation> Operations)
{
    public const int MaxOperations = 1_000;

    private const string OperationsMember = "Operations";

    /// <exception cref="ScimException">The body is no PATCH request.</exception>
    public static PatchRequest Parse(JsonObject body, ScimResourceType type)
    {
        if (ScimJson.Normalize(body)[OperationsMember] is not JsonArray { Count: > 0 } operations)
            throw InvalidSyntax("Operations must be a list with at least one operation");
        if (operations.Count > MaxOperations)
            throw new ScimException(413, null, $"A PATCH request may have at most {MaxOperations} operations.");
        return new(type, [.. operations.SelectMany(operation => ParseOperation(operation, type))]);
    }

    /// <summary>The changed copy of a resource, whose names are in the schema's spelling.</summary>
    /// <exception cref="ScimException">An operation is not allowed; then none is carried out.</exception>
    public JsonObject Apply(JsonObject resource)
    {
        var changed = (JsonObject)resource.DeepClone();
        foreach (var operation in Operations)
            PatchApplication.Apply(changed, operation);
        NormalizeLists(changed, Type.Attributes);
        foreach (var extension in Type.Extensions)
        {
            if (changed[extension.Id] is not JsonObject values)
                continue;
            NormalizeLists(values, extension.Attributes);
            if (values.Count == 0)
                changed.Remove(extension.Id);
        }

        changed["schemas"] = Type.SchemasOf(changed);
        return changed;
    }

    /// <summary>Only at the end: operations may exchange two types, or give a type before the value.</summary>
    private static void NormalizeLists(JsonObject owner, IReadOnlyList<ScimAttribute> attributes)
    {
        foreach (var attribute in attributes.Where(a => a.MultiValued && a.Mutability != Mutability.ReadOnly))
        {
            if (owner[attribute.Name] is not JsonArray values)
                continue;
            ValueElement.RemoveRedundant(attribute, values);
            AttributeValues.Check(attribute, values, attribute.Name);
            if (values.Count == 0)
                owner.Remove(attribute.Name);
        }
    }

    private static IEnumerable<PatchOperation> ParseOperation(JsonNode? node, ScimResourceType type)
    {
        if (node is not JsonObject operation)
            throw InvalidSyntax("An operation must be an object");
        var op = ParseOp(operation["op"]);
        if (!operation.TryGetPropertyValue("value", out var value) && op != PatchOp.Remove)
            throw ScimException.InvalidValue("value", "is required to add or replace");
        if (operation["path"] is not { } pathNode || ScimJson.Text(pathNode) == "")
            return op == PatchOp.Remove
                ? throw ScimException.BadRequest(ScimErrorType.NoTarget, "An operation to remove needs a path.")
                : ParseValues(op, null, value, type);
        if (ScimJson.Text(pathNode) is not { } text)
            throw ScimException.BadRequest(ScimErrorType.InvalidPath, "The path must be text.");
        var path = PatchPath.Parse(text, type);
        return path.Target.Name is null ? ParseValues(op, path.Target.Schema, value, type) : [new(op, path, value)];
    }

    private static PatchOp ParseOp(JsonNode? node) =>
        Enum.GetValues<PatchOp>()
            .Cast<PatchOp?>()
            .FirstOrDefault(op => $"{op}".Equals(ScimJson.Text(node), StringComparison.OrdinalIgnoreCase))
        ?? throw InvalidSyntax("op must be add, replace or remove");

    /// <summary>One operation for each attribute of the resource, or of an extension.</summary>
    private static IEnumerable<PatchOperation> ParseValues(
        PatchOp op,
        string? schema,
        JsonNode? value,
        ScimResourceType type
    )
    {
        if (schema is not null && (op == PatchOp.Remove || value is null))
            return type.FindExtension(schema)!
                .Attributes.Where(a => a.Mutability != Mutability.ReadOnly)
                .Select(a => new PatchOperation(PatchOp.Remove, PatchPath.Parse($"{schema}:{a.Name}", type), null));
        if (op == PatchOp.Remove)
            throw ScimException.BadRequest(ScimErrorType.NoTarget, "An operation to remove needs an attribute.");
        return value is JsonObject values
            ? values.SelectMany(member => ParseMember(op, schema, member, type))
            : throw ScimException.InvalidValue("value", "must be an object where the path names no attribute");
    }

    private static IEnumerable<PatchOperation> ParseMember(
        PatchOp op,
        string? schema,
        KeyValuePair<string, JsonNode?> member,
        ScimResourceType type
    )
    {
        var name = schema is null ? member.Key : $"{schema}:{member.Key}";
        // A name that is no path names no attribute, and those that no schema knows are left out.
        if (!PatchPath.TryParse(name, type, out var path))
            return [];
        return path.Target.Name is null
            ? ParseValues(op, path.Target.Schema, member.Value, type)
            : [new(op, path, member.Value)];
    }

    private static ScimException InvalidSyntax(string problem) =>
        ScimException.BadRequest(ScimErrorType.InvalidSyntax, $"{problem}.");
}
