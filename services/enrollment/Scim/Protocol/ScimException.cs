using System.Globalization;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>
/// The values of <c>scimType</c> in an error: RFC 7644 table 9, and the last three from RFC 9865 section 2.1.
/// </summary>
public static class ScimErrorType
{
    public const string InvalidFilter = "invalidFilter",
        TooMany = "tooMany",
        Uniqueness = "uniqueness",
        Mutability = "mutability",
        InvalidSyntax = "invalidSyntax",
        InvalidPath = "invalidPath",
        NoTarget = "noTarget",
        InvalidValue = "invalidValue",
        InvalidVersion = "invalidVers",
        Sensitive = "sensitive",
        InvalidCursor = "invalidCursor",
        ExpiredCursor = "expiredCursor",
        InvalidCount = "invalidCount";
}

/// <summary>A request that the server rejects.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="scimType">One of <see cref="ScimErrorType"/>; null when the status alone tells the cause.</param>
/// <param name="detail">A sentence for the administrator of the client.</param>
public sealed class ScimException(int status, string? scimType, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string? ScimType { get; } = scimType;

    /// <summary>The body of the answer: RFC 7644 section 3.12.</summary>
    public JsonObject ToBody()
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimUrns.Error),
            ["status"] = Status.ToString(CultureInfo.InvariantCulture),
        };
        if (ScimType is not null)
            body["scimType"] = ScimType;
        body["detail"] = Message;
        return body;
    }

    internal static ScimException BadRequest(string scimType, string detail) => new(400, scimType, detail);

    /// <summary>A value that the attribute cannot have.</summary>
    internal static ScimException InvalidValue(string name, string problem) =>
        BadRequest(ScimErrorType.InvalidValue, $"{name} {problem}.");
}
