using System.Net;
using System.Text.Json.Nodes;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>
/// What public conformance suites do: they read the schemas, and add, replace and remove each attribute that these
/// promise.
/// </summary>
public sealed class SchemaConformanceTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    /// <summary>To remove these gives them their default: a person always has a site, and a user is active.</summary>
    private static readonly string[] WithDefault = ["active", "site"];

    private readonly Random _random = new(RandomSeeds.Next(26));
    private ScimClient _scim = null!;

    [Theory]
    [InlineData("/Users", "urn:ietf:params:scim:schemas:core:2.0:User", "")]
    [InlineData("/Users", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "")]
    [InlineData("/Users", "urn:peernetwork:params:scim:schemas:extension:work:2.0:User", "")]
    [InlineData("/Groups", "urn:ietf:params:scim:schemas:core:2.0:Group", "?attributes=displayName,members")]
    public async Task Each_attribute_is_added_replaced_and_removed(string endpoint, string schema, string query)
    {
        _scim = await ScimClient.Register(enrollment);
        var resource = $"{endpoint}/{await Create(endpoint)}";
        var attributes = (await _scim.Get($"/Schemas/{schema}")).Body["attributes"]!.AsArray();
        attributes.Count.ShouldBeGreaterThan(1);
        foreach (var attribute in attributes.OfType<JsonObject>().Where(a => Text(a, "mutability") is "readWrite"))
        {
            var (name, path) = (Text(attribute, "name"), $"{schema}:{Text(attribute, "name")}");
            foreach (var op in (string[])["add", "replace"])
            {
                var value = name == "active" ? JsonValue.Create(true) : await Sample(attribute);
                var changed = await _scim.Patch(
                    resource + query,
                    $$"""{ "op": "{{op}}", "path": "{{path}}", "value": {{value.ToJsonString()}} }"""
                );
                changed.ShouldBe(HttpStatusCode.OK);
                ShouldHold(ValueIn(changed.Body, schema, name), value, $"{op} {path}");
            }

            var removed = await _scim.Patch(resource + query, $$"""{ "op": "remove", "path": "{{path}}" }""");
            if (attribute["required"]!.GetValue<bool>())
                removed.ShouldBeError(HttpStatusCode.BadRequest, "mutability");
            else if (!WithDefault.Contains(name))
                ValueIn(removed.ShouldBe(HttpStatusCode.OK).Body, schema, name).ShouldBeNull($"remove {path}");
        }
    }

    private async Task<string> Create(string endpoint) =>
        (
            await _scim.Post(
                endpoint,
                endpoint == "/Users"
                    ? $$"""{ "userName": "{{Guid.CreateVersion7()}}" }"""
                    : $$"""{ "displayName": "{{Guid.CreateVersion7()}}" }"""
            )
        )
            .ShouldBe(HttpStatusCode.Created)
            .Id;

    private async Task<JsonNode> Sample(JsonObject attribute)
    {
        var one = await SampleOfOne(attribute);
        return attribute["multiValued"]!.GetValue<bool>() ? new JsonArray(one) : one;
    }

    private async Task<JsonNode> SampleOfOne(JsonObject attribute)
    {
        if (attribute["canonicalValues"] is JsonArray canonical)
            return canonical[_random.Next(canonical.Count)]!.DeepClone();
        switch (Text(attribute, "type"))
        {
            case "complex":
                var complex = new JsonObject();
                foreach (var part in attribute["subAttributes"]!.AsArray().OfType<JsonObject>())
                    if (Text(part, "mutability") is not "readOnly")
                        complex[Text(part, "name")] = await Sample(part);
                if (Text(attribute, "name") is "manager" or "members")
                    complex["value"] = await Create("/Users");
                if (Text(attribute, "name") is "otherJobs")
                    (complex["site"], complex["manager"]) = ("CHI", await Create("/Users"));
                return complex;
            case "boolean":
                return _random.Next(2) == 0;
            case "integer":
                return _random.Next(1, 100);
            case "dateTime":
                return $"20{_random.Next(10, 30)}-03-01T10:00:00Z";
            case "reference":
                return $"https://example.com/{Guid.CreateVersion7()}";
            default:
                return $"{Guid.CreateVersion7()}";
        }
    }

    private static JsonNode? ValueIn(JsonObject resource, string schema, string name) =>
        resource[schema] is JsonObject extension ? extension[name]
        : schema.Contains("core", StringComparison.Ordinal) ? resource[name]
        : null;

    /// <summary>The server may add sub-attributes that it knows itself.</summary>
    private static void ShouldHold(JsonNode? actual, JsonNode expected, string what)
    {
        switch (expected)
        {
            case JsonArray items:
                actual.ShouldBeOfType<JsonArray>(what).Count.ShouldBe(items.Count, what);
                for (var i = 0; i < items.Count; i++)
                    ShouldHold(actual[i], items[i]!, what);
                break;
            case JsonObject parts:
                foreach (var (name, part) in parts)
                    ShouldHold(actual![name], part!, $"{what}.{name}");
                break;
            default:
                actual?.ToJsonString().ShouldBe(expected.ToJsonString(), what);
                actual.ShouldNotBeNull(what);
                break;
        }
    }

    private static string Text(JsonObject attribute, string name) => attribute[name]!.GetValue<string>();
}
