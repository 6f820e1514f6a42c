using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// One line of an export. A file has the kinds in this order; <c>deploy/export.md</c> describes them to those who write
/// or read one.
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

    /// <summary>Strict in reading: what is not understood must not be lost silently.</summary>
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

    /// <summary>Whether this line may stand after that one; null is the beginning of the file.</summary>
    public bool MayFollow(ExportLine? other) =>
        other is null
            ? this is HeaderLine
            : this is not HeaderLine
                && other is not EndLine
                && Array.IndexOf(Order, GetType()) >= Array.IndexOf(Order, other.GetType());
}

/// <param name="Format">What kind of file this is.</param>
/// <param name="Version">In which version, 1.</param>
/// <param name="Service">Whose streams these are.</param>
/// <param name="At">When it was written.</param>
internal sealed record HeaderLine(string Format, int Version, string Service, DateTimeOffset At) : ExportLine;

/// <param name="Owner">The person whose text it encrypts.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Wrapped">The key, encrypted with the transport key; none for an erased person.</param>
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

/// <summary>A row of <c>mt_events</c>; its place in the sequence is its place in the file.</summary>
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

/// <summary>A document that repeats what another service said.</summary>
/// <param name="Type">The name of its kind, in lower case.</param>
/// <param name="Revision">What a later write has to exceed.</param>
internal sealed record DocumentLine(string Type, Guid Id, long Revision, JsonElement Data) : ExportLine;

/// <summary>A message that was handled, from the inbox.</summary>
internal sealed record MessageLine(Guid Id, string Consumer, DateTimeOffset HandledAt) : ExportLine;

/// <param name="Subscription">Its stable name.</param>
/// <param name="Events">How many events of this file, from the first on, it has handled.</param>
internal sealed record PositionLine(string Subscription, long Events) : ExportLine;

/// <summary>How many lines of each kind there are, and the SHA-256 of all streams and documents.</summary>
internal sealed record EndLine(
    long Keys,
    long Streams,
    long Events,
    long Documents,
    long Messages,
    long Positions,
    string Hash
) : ExportLine;
