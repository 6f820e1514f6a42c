using System.Diagnostics.CodeAnalysis;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>The data types of RFC 7643 section 2.3.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The words of RFC 7643.")]
public enum AttributeType
{
    String,
    Boolean,
    Decimal,
    Integer,
    DateTime,
    Binary,
    Reference,
    Complex,
}

/// <summary>When a client may change a value: RFC 7643 section 7.</summary>
public enum Mutability
{
    ReadWrite,
    ReadOnly,
    Immutable,
    WriteOnly,
}

/// <summary>When an answer holds a value: RFC 7643 section 7.</summary>
public enum Returned
{
    Default,
    Always,
    Never,
    Request,
}

/// <summary>Among which resources a value is unique: RFC 7643 section 7.</summary>
public enum Uniqueness
{
    None,
    Server,
    Global,
}

/// <summary>An attribute or a sub-attribute: RFC 7643 section 7.</summary>
public sealed record ScimAttribute(string Name, AttributeType Type, string Description)
{
    public bool MultiValued { get; init; }

    public bool Required { get; init; }

    public bool CaseExact { get; init; }

    public Mutability Mutability { get; init; }

    public Returned Returned { get; init; }

    public Uniqueness Uniqueness { get; init; }

    public IReadOnlyList<string> CanonicalValues { get; init; } = [];

    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    public IReadOnlyList<ScimAttribute> SubAttributes { get; init; } = [];

    /// <summary>The text is one of the canonical values, in any case. It is not part of the published schema.</summary>
    public bool IsCanonicalOnly { get; init; }

    /// <summary>
    /// What a client sends is accepted and not kept, as a password. It is not part of the published schema.
    /// </summary>
    public bool IsDiscarded { get; init; }

    /// <summary>Each <c>type</c> occurs once among the values, as Microsoft Entra ID expects.</summary>
    public bool HasUniqueTypes { get; init; }

    /// <summary>How many values a multi-valued attribute may have.</summary>
    public int MaxValues { get; init; } = 1_000;

    public ScimAttribute? Find(string name) => SubAttributes.FirstOrDefault(a => a.IsNamed(name));

    /// <summary>What a comparison is about: of a complex attribute its <c>value</c>, if it has one.</summary>
    public ScimAttribute? Comparable => Type == AttributeType.Complex ? Find("value") : this;

    internal bool IsNamed(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    internal StringComparison Comparison => CaseExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
}

/// <summary>A named set of attributes.</summary>
/// <param name="Id">Its URN.</param>
public sealed record ScimSchema(string Id, string Name, string Description, IReadOnlyList<ScimAttribute> Attributes)
{
    public ScimAttribute? Find(string name) => Attributes.FirstOrDefault(a => a.IsNamed(name));
}
