using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// One line of an export. The lines of a file are in this order. <c>deploy/export.md</c> documents the format.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line")]
[JsonDerivedType(typeof(HeaderLine), "header")]
[JsonDerivedType(typeof(KeyLine), "key")]
[JsonDerivedType(typeof(StreamLine), "stream")]
[JsonDerivedType(typeof(EventLine), "event")]
[JsonDerivedType(typeof(DocumentLine), "document")]
[JsonDerivedType(typeof(MessageLine), "message")]
[JsonDerivedType(typeof(PositionLine), "position")]
[JsonDerivedType(typeof(EndLine), "end")]
internal abstract record ExportLine
{
    private static readonly Type[] Order =
    [
        typeof(HeaderLine),
        typeof(KeyLine),
        typeof(StreamLine),
        typeof(EventLine),
        typeof(DocumentLine),
        typeof(MessageLine),
        typeof(PositionLine),
        typeof(EndLine),
    ];

    /// <summary>Strict, so that unknown data is not lost silently.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Whether this line may come after that one; null is the beginning of the file.</summary>
    public bool MayFollow(ExportLine? other) =>
        other is null
            ? this is HeaderLine
            : this is not HeaderLine
                && other is not EndLine
                && Array.IndexOf(Order, GetType()) >= Array.IndexOf(Order, other.GetType());
}

/// <param name="Format">The format of the file.</param>
/// <param name="Version">The version of the format.</param>
/// <param name="Service">The service that the streams belong to.</param>
/// <param name="At">When it was written.</param>
internal sealed record HeaderLine(string Format, int Version, string Service, DateTimeOffset At) : ExportLine;

/// <param name="Owner">The person whose data it encrypts.</param>
/// <param name="Created">When the key was created.</param>
/// <param name="Wrapped">The key, encrypted with the transport key; null for an erased person.</param>
/// <param name="Erased">When the person was erased.</param>
internal sealed record KeyLine(
    Guid Owner,
    DateTimeOffset Created,
    byte[]? Wrapped = null,
    DateTimeOffset? Erased = null
) : ExportLine;

/// <summary>A row of <c>mt_streams</c>.</summary>
internal sealed record StreamLine(
    Guid Id,
    long Version,
    DateTimeOffset Created,
    DateTimeOffset Timestamp,
    bool Archived,
    string? Type = null
) : ExportLine;

/// <summary>A row of <c>mt_events</c>. The order of the lines is the order of the sequence numbers.</summary>
internal sealed record EventLine(
    Guid Id,
    Guid Stream,
    long Version,
    string Type,
    DateTimeOffset Timestamp,
    bool Archived,
    JsonElement Data,
    JsonElement? Headers = null,
    string? Correlation = null,
    string? Causation = null,
    string? UserName = null
) : ExportLine;

/// <summary>A replica document.</summary>
/// <param name="Type">The alias of the document type.</param>
/// <param name="Revision">The stored revision; a later write needs a higher one.</param>
internal sealed record DocumentLine(string Type, Guid Id, long Revision, JsonElement Data) : ExportLine;

/// <summary>A processed message.</summary>
internal sealed record MessageLine(Guid Id, string Consumer, DateTimeOffset HandledAt) : ExportLine;

/// <param name="Subscription">The name of the subscription.</param>
/// <param name="Events">How many events of this file it has handled.</param>
internal sealed record PositionLine(string Subscription, long Events) : ExportLine;

/// <summary>The number of lines of each kind, and the SHA-256 of all streams and documents.</summary>
internal sealed record EndLine(
    long Keys,
    long Streams,
    long Events,
    long Documents,
    long Messages,
    long Positions,
    string Hash
) : ExportLine;
