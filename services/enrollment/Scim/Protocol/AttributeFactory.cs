namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>Short forms for the tables of attributes.</summary>
internal static class AttributeFactory
{
    public static ScimAttribute Text(string name, string description) => new(name, AttributeType.String, description);

    public static ScimAttribute Boolean(string name, string description) =>
        new(name, AttributeType.Boolean, description);

    public static ScimAttribute Integer(string name, string description) =>
        new(name, AttributeType.Integer, description);

    public static ScimAttribute Timestamp(string name, string description) =>
        new(name, AttributeType.DateTime, description);

    public static ScimAttribute Reference(string name, string description, params string[] types) =>
        new(name, AttributeType.Reference, description) { ReferenceTypes = types };

    public static ScimAttribute Complex(string name, string description, params ScimAttribute[] parts) =>
        new(name, AttributeType.Complex, description) { SubAttributes = parts };

    public static ScimAttribute MultiValued(string name, string description, params ScimAttribute[] parts) =>
        Complex(name, description, parts) with
        {
            MultiValued = true,
        };

    public static ScimAttribute TypeOf(params string[] canonicalValues) =>
        Text("type", "What the value is used for") with
        {
            CanonicalValues = canonicalValues,
        };

    public static ScimAttribute Display { get; } = Text("display", "The value as people read it");

    public static ScimAttribute Primary { get; } = Boolean("primary", "True for the preferred value, at most once");
}
