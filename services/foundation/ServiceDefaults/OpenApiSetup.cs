using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using System.Xml.XPath;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The OpenAPI 3.1 document at <c>/openapi/v1.json</c>. It needs no token: it holds no secrets, and clients are
/// generated from it.
/// </summary>
internal static class OpenApiSetup
{
    private const string DocumentName = "v1";
    private const string BearerScheme = "bearer";
    private const string ProblemSchemaName = "Problem";

    /// <summary>Each of these roles may call the operation. The slice decides what the caller may do.</summary>
    private const string RolesExtension = "x-roles";

    public static void AddOpenApiDocument(this IServiceCollection services, string service) =>
        services.AddOpenApi(
            DocumentName,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.CreateSchemaReferenceId = SchemaNames.Of;
                options.AddDocumentTransformer((document, _, _) => Describe(document, service));
                options.AddOperationTransformer(Describe);
                options.AddSchemaTransformer(Describe);
            }
        );

    public static void MapOpenApiDocument(this WebApplication app) =>
        app.MapOpenApi().AllowAnonymous().DisableHttpMetrics();

    /// <summary>
    /// Writes the document of a service that has not been started. It is OpenAPI 3.0, which generators of clients read.
    /// </summary>
    public static async Task WriteOpenApiDocument(this WebApplication app, string file)
    {
        // A host that starts does this; the document lists the routes that are known then.
        app.UseEndpoints(_ => { });
        var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName);
        var document = await provider.GetOpenApiDocumentAsync();
        DescribeLinesAsFiles(document);
        await File.WriteAllTextAsync(file, await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0));
    }

    /// <summary>A generated client would read the lines as a single object.</summary>
    private static void DescribeLinesAsFiles(OpenApiDocument document)
    {
        var operations = document.Paths.Values.SelectMany(path => path.Operations ?? []);
        foreach (var (_, response) in operations.SelectMany(operation => operation.Value.Responses ?? []))
            if (response.Content?.TryGetValue(JsonLines.MediaType, out var lines) is true)
                lines.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
    }

    private static Task Describe(OpenApiDocument document, string service)
    {
        document.Info = new() { Title = $"PeerNetwork {service}", Version = "1" };
        // The paths are relative, so they are also right in the gateway's joined document.
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[BearerScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = BearerScheme,
            BearerFormat = "JWT",
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[ProblemSchemaName] = ProblemSchema();
        return Task.CompletedTask;
    }

    private static async Task Describe(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var handler = metadata.OfType<MethodInfo>().FirstOrDefault();
        operation.OperationId ??= OperationIds.Of(handler);
        operation.Summary ??= XmlDocumentation.SummaryOf(handler?.DeclaringType);
        var parameters = operation.Parameters ??= [];
        foreach (var parameter in parameters.OfType<OpenApiParameter>())
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        if (handler?.GetParameters().Any(p => p.ParameterType == typeof(Paging)) is true)
        {
            parameters.Add(
                QueryParameter("cursor", "The field next of the previous page.", new() { Type = JsonSchemaType.String })
            );
            parameters.Add(
                QueryParameter(
                    "limit",
                    "The maximum number of items.",
                    new()
                    {
                        Type = JsonSchemaType.Integer,
                        Minimum = "1",
                        Maximum = "200",
                        Default = 50,
                    }
                )
            );
        }

        var method = context.Description.HttpMethod;
        var hasIdInPath = parameters.Any(p => p is { In: ParameterLocation.Path, Name: "id" });
        var isAnonymous = metadata.OfType<IAllowAnonymous>().Any();
        if (method is "POST" && !isAnonymous)
            parameters.Add(HeaderParameter(IdempotencyKey.Header, "Makes a repeat of this request safe for 24 hours."));
        if (method is not "GET" && hasIdInPath)
            parameters.Add(HeaderParameter("If-Match", "The ETag of the version that the request changes."));

        if (handler?.GetParameters().Any(p => p.ParameterType == typeof(ChangeReason)) is true)
            parameters.Add(HeaderParameter(ChangeReason.Header, "Why the change is made, in percent-encoded UTF-8."));

        if (!isAnonymous)
        {
            (operation.Security ??= []).Add(
                new() { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] }
            );
            operation.AddExtension(
                RolesExtension,
                new JsonNodeExtension(new JsonArray([.. Roles.AllowedBy(metadata).Select(role => (JsonNode)role)]))
            );
        }

        var responses = operation.Responses ??= [];
        // A route may declare further ones, which have the schema of the framework then.
        string[] problems =
        [
            .. ProblemStatuses(method, isAnonymous, parameters.Any(p => p.In is ParameterLocation.Path)),
            .. responses.Keys.Where(status => status is ['4' or '5', ..]),
        ];
        foreach (var status in problems)
            responses[status] = ProblemResponse(status, context.Document);
        foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            Join(content.Schema as OpenApiSchema);
        foreach (var field in metadata.OfType<JsonField>())
            await Describe(operation.RequestBody!, field, context, ct);
    }

    /// <summary>A form is one object: generators of clients leave out what stands in several.</summary>
    private static void Join(OpenApiSchema? form)
    {
        if (form?.AllOf is not { Count: > 0 } parts || parts.Any(part => part.Properties is null))
            return;
        form.Properties = parts.SelectMany(part => part.Properties!).ToDictionary();
        form.AllOf = null;
    }

    /// <summary>A form field whose schema is an object is sent as JSON.</summary>
    private static async Task Describe(
        IOpenApiRequestBody form,
        JsonField field,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        var schema = await context.GetOrCreateSchemaAsync(field.Type, cancellationToken: ct);
        foreach (var content in form.Content!.Values)
            content.Schema!.Properties![field.Name] = schema;
    }

    /// <summary>Our converters write these types as plain values. The generator cannot know that.</summary>
    private static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        var mayBeNull =
            Nullable.GetUnderlyingType(type) is not null || context.JsonPropertyInfo is { IsSetNullable: true };
        DescribeValue(schema, Nullable.GetUnderlyingType(type) ?? type, mayBeNull);
        if (
            context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }
            && schema.Items is null
        )
        {
            OpenApiSchema item = new();
            DescribeValue(item, element, mayBeNull: false);
            schema.Items = item;
        }

        return Task.CompletedTask;
    }

    private static void DescribeValue(OpenApiSchema schema, Type value, bool mayBeNull)
    {
        if (value == typeof(string) || value.IsEnum || value.IsTypedId())
            schema.Type = JsonSchemaType.String | (mayBeNull ? JsonSchemaType.Null : 0);
        if (value.IsEnum)
            schema.Enum =
            [
                .. Enum.GetNames(value).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name)),
            ];
        if (value.IsTypedId())
            schema.Format = "uuid";
    }

    private static bool IsTypedId(this Type type) =>
        type.IsValueType && !type.IsPrimitive && type.GetConstructor([typeof(Guid)]) is not null;

    private static IEnumerable<string> ProblemStatuses(string? method, bool isAnonymous, bool hasPathParameter) =>
        [
            "400",
            .. isAnonymous ? Array.Empty<string>() : ["401", "403"],
            .. hasPathParameter ? ["404"] : Array.Empty<string>(),
            .. method is "GET" ? Array.Empty<string>() : ["409", "412", "413", "422"],
            "429",
        ];

    private static OpenApiResponse ProblemResponse(string status, OpenApiDocument? document) =>
        new()
        {
            Description = Problems.Of(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture)).Title,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(ProblemSchemaName, document),
                },
            },
        };

    private static OpenApiSchema ProblemSchema()
    {
        OpenApiSchema text = new() { Type = JsonSchemaType.String };
        return new()
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457. The type is stable; errors lists the fields to change.",
            Required = new HashSet<string> { "type", "title", "status", "detail", "traceId" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = text,
                ["title"] = text,
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = text,
                ["traceId"] = text,
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = text },
                },
            },
        };
    }

    private static OpenApiParameter QueryParameter(string name, string description, OpenApiSchema schema) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = description,
            Schema = schema,
        };

    private static OpenApiParameter HeaderParameter(string name, string description) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
}

/// <summary>
/// Many slices have a record with the same name, such as Request. In the document the name of the slice comes first, so
/// that each schema has its own name.
/// </summary>
internal static class SchemaNames
{
    public static string? Of(JsonTypeInfo type) => HasOwnSchema(type) ? Of(type.Type) : null;

    /// <summary>A value that may be null is described where it is used.</summary>
    private static bool HasOwnSchema(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not null
        && Nullable.GetUnderlyingType(type.Type) is null;

    private static string Of(Type type)
    {
        var name =
            type.Name.Split('`')[0]
            + (type.IsGenericType ? $"Of{string.Join("And", type.GetGenericArguments().Select(Of))}" : "");
        return type is { IsNested: true, DeclaringType: { } slice } ? Of(slice) + name : name;
    }
}

/// <summary>Operations without names of their own are named after their slices. So are methods of clients.</summary>
internal static class OperationIds
{
    public static string? Of(MethodInfo? handler) =>
        handler is { DeclaringType: { } slice }
            ? slice.Name + handler.Name.Replace("Handle", "", StringComparison.Ordinal)
            : null;
}

/// <summary>Reads the XML documentation of a slice, which is also the summary of its operation.</summary>
internal static class XmlDocumentation
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Assembly, XDocument?> Files = [];

    public static string? SummaryOf(Type? slice)
    {
        if (slice is null || Files.GetOrAdd(slice.Assembly, Load) is not { } docs)
            return null;
        var summary = docs.XPathSelectElement($"/doc/members/member[@name='T:{slice.FullName}']/summary")?.Value;
        return summary is null
            ? null
            : string.Join(' ', summary.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static XDocument? Load(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(path) ? XDocument.Load(path) : null;
    }
}
