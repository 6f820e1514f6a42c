using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Documents in YAML (RFC 9512). A YAML document is read as the JSON with the same content, so both have the same
/// effect and are rejected for the same reasons.
/// </summary>
public static partial class Yaml
{
    public const string MediaType = "application/yaml";

    private static readonly ISerializer Writer = new SerializerBuilder()
        .WithQuotingNecessaryStrings()
        .WithEventEmitter(next => new LinesAsBlocks(next))
        .Build();

    /// <summary>The operation takes its body as JSON or as YAML.</summary>
    public static RouteHandlerBuilder AcceptsYaml<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>("application/json", MediaType);

    /// <exception cref="MalformedRequestException">It is not well-formed, or has aliases or tags.</exception>
    public static string ToJson(string yaml)
    {
        try
        {
            RequirePlain(yaml);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents is [var document] ? ToNode(document.RootNode)?.ToJsonString() ?? "null" : "";
        }
        catch (YamlException e)
        {
            throw new MalformedRequestException(
                $"The YAML is not well-formed (line {e.Start.Line}, column {e.Start.Column}): {e.Message.TrimEnd('.')}."
            );
        }
    }

    /// <summary>The value in YAML, without the fields that are null.</summary>
    public static string Of<T>(T value, JsonSerializerOptions json) =>
        Writer.Serialize(ToPlain(JsonSerializer.SerializeToElement(value, json)));

    internal static void UseYaml(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                var accepts = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes;
                if (accepts?.Contains(MediaType) is true && IsYaml(context.Request))
                {
                    var json = Encoding.UTF8.GetBytes(ToJson(await ReadText(context)));
                    context.Request.Body = new MemoryStream(json);
                    context.Request.ContentLength = json.Length;
                    context.Request.ContentType = "application/json";
                }
                await next(context);
            }
        );

    private static async Task<string> ReadText(HttpContext context)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var reader = new StreamReader(context.Request.Body, utf8, detectEncodingFromByteOrderMarks: false);
        try
        {
            return await reader.ReadToEndAsync(context.RequestAborted);
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedRequestException("The YAML must be UTF-8.");
        }
    }

    private static bool IsYaml(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Aliases repeat a part of a document: a small document can become a very large one. Deep nesting overflows the
    /// stack. JSON has no tags.
    /// </summary>
    private static void RequirePlain(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var (depth, documents) = (0, 0);
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            documents += parser.Current is DocumentStart ? 1 : 0;
            if (
                parser.Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false }
            )
                throw Rejected("must have no anchors, aliases or tags", parser.Current);
            if (depth > StrictJson.MaxDepth)
                throw Rejected($"is nested deeper than {StrictJson.MaxDepth} levels", parser.Current);
            if (documents > 1)
                throw Rejected("must be one document", parser.Current);
        }
    }

    private static JsonNode? ToNode(YamlNode node) =>
        node switch
        {
            YamlMappingNode fields => new JsonObject(
                fields.Select(field => KeyValuePair.Create(NameOf(field.Key), ToNode(field.Value)))
            ),
            YamlSequenceNode items => new JsonArray([.. items.Select(ToNode)]),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar => ToValue(scalar.Value!),
            _ => JsonValue.Create(((YamlScalarNode)node).Value),
        };

    private static string NameOf(YamlNode key) =>
        key is YamlScalarNode { Value: { } name }
            ? name
            : throw new YamlException(key.Start, key.End, "The name of a field must be a text.");

    /// <summary>The values of YAML's JSON schema; what is none of them is a text.</summary>
    private static JsonNode? ToValue(string plain) =>
        plain is "" or "~" or "null" ? null
        : plain is "true" or "false" || Number().IsMatch(plain) ? JsonNode.Parse(plain)
        : JsonValue.Create(plain);

    private static object ToPlain(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .Where(field => field.Value.ValueKind is not JsonValueKind.Null)
                .ToDictionary(field => field.Name, field => ToPlain(field.Value)),
            JsonValueKind.Array => json.EnumerateArray().Select(ToPlain).ToList(),
            JsonValueKind.Number => json.GetDecimal(),
            JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
            _ => json.GetString() ?? "",
        };

    [GeneratedRegex("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    private static MalformedRequestException Rejected(string why, ParsingEvent at) =>
        new($"The YAML {why} (line {at.Start.Line}, column {at.Start.Column}).");

    /// <summary>
    /// Writes a text of several lines as a block, which is read and compared line by line. A block has no carriage
    /// returns and cannot begin with a blank, and without quotes a text would lose the blanks at its ends.
    /// </summary>
    private sealed class LinesAsBlocks(IEventEmitter next) : ChainedEventEmitter(next)
    {
        public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Value is string { Length: > 0 } text)
                eventInfo.Style =
                    char.IsWhiteSpace(text[0]) || text.AsSpan().IndexOfAny("\r\t") >= 0 ? ScalarStyle.DoubleQuoted
                    : text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
                    : eventInfo.Style;
            base.Emit(eventInfo, emitter);
        }
    }
}
