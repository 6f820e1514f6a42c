using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PeerNetwork.Gateway.Tests;

public class OpenApiTests
{
    [Fact]
    public async Task The_joined_document_has_every_service_under_its_prefix_and_no_broken_reference()
    {
        await using var enrollment = await Backend.Start(Programs.Map);
        await using var matching = await Backend.Start(Runs.Map);
        await using var engagement = await Backend.Start(app => app.MapGet("/mentorships", () => "x"));
        await using var analytics = await Backend.Start(app => app.MapGet("/indicators", () => "x"));
        await using var gateway = GatewayHost.With(
            ("Services:enrollment:http:0", enrollment.Address),
            ("Services:matching:http:0", matching.Address),
            ("Services:engagement:http:0", engagement.Address),
            ("Services:analytics:http:0", analytics.Address)
        );

        var api = await (await gateway.Client.GetAsync("/openapi")).Json();

        ((string?)api["openapi"]).ShouldStartWith("3.1");
        Names(api["paths"])
            .ShouldBe([
                "/analytics/indicators",
                "/engagement/mentorships",
                "/enrollment/programs",
                "/enrollment/programs/{id}",
                "/matching/programs",
            ]);
        Names(api["components"]!["schemas"])
            .ShouldBe(
                [
                    "enrollment.Alone",
                    "enrollment.Item",
                    "enrollment.Person",
                    "enrollment.Rule",
                    "enrollment.RuleAlone",
                    "enrollment.RuleMany",
                    "matching.Item",
                ],
                ignoreOrder: true
            );
        api["x-unavailable"]!.AsArray().ShouldBeEmpty();
        api["tags"]!
            .AsArray()
            .Select(tag => (string?)tag!["name"])
            .ShouldBe(["analytics", "engagement", "enrollment", "matching"]);

        var post = api["paths"]!["/enrollment/programs"]!["post"]!;
        post["tags"]!.AsArray().Select(tag => (string?)tag).ShouldBe(["enrollment"]);
        ((string?)post["operationId"]).ShouldBe("enrollment_OpenProgram");
        ((string?)post["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]).ShouldBe(
            "#/components/schemas/enrollment.Item"
        );
        Names(api["components"]!["schemas"]!["enrollment.Item"]!["properties"]).ShouldContain("rule");
        Names(api["components"]!["schemas"]!["matching.Item"]!["properties"]).ShouldBe(["score"]);
        ((string?)api["components"]!["securitySchemes"]!["bearer"]!["scheme"]).ShouldBe("bearer");

        var references = Pointers(api).ToArray();
        references.Length.ShouldBeGreaterThan(5);
        foreach (var reference in references)
            Resolve(api, reference).ShouldNotBeNull(reference);
    }

    [Fact]
    public async Task A_service_without_a_valid_document_is_left_out_and_named()
    {
        await using var enrollment = await Backend.Start(Programs.Map);
        await using var matching = await Backend.Start(app => app.Run(context => context.Response.WriteAsync("[1]")));
        await using var gateway = GatewayHost.With(
            ("Services:enrollment:http:0", enrollment.Address),
            ("Services:matching:http:0", matching.Address),
            ("Services:engagement:http:0", "http://127.0.0.1:1")
        );

        var api = await (await gateway.Client.GetAsync("/openapi")).Json();

        api["x-unavailable"]!.AsArray().Select(name => (string?)name).ShouldBe(["analytics", "engagement", "matching"]);
        Names(api["paths"]).ShouldAllBe(path => path.StartsWith("/enrollment/"));
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        await using var gateway = GatewayHost.With();

        var page = await gateway.Client.GetAsync("/scalar/");
        var html = await page.Content.ReadAsStringAsync();
        var policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        var nonce = Regex.Match(policy, "script-src 'nonce-([0-9A-F]{32})';").Groups[1].Value;

        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        html.ShouldContain("\"url\":\"openapi\"");
        html.ShouldNotContain("://");
        var scripts = Regex.Matches(html, "<script[^>]*>").Select(script => script.Value).ToArray();
        scripts.ShouldNotBeEmpty();
        scripts.ShouldAllBe(script => script.Contains($"nonce=\"{nonce}\""));
        foreach (var script in Regex.Matches(html, "src=\"([^\"]+)\"").Select(source => source.Groups[1].Value))
            (await gateway.Client.GetAsync($"/scalar/{script}")).Content.Headers.ContentType!.MediaType.ShouldBe(
                "text/javascript"
            );
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
        policy.ShouldContain("default-src 'none'");
    }

    [Fact]
    public async Task Each_page_has_a_nonce_of_its_own()
    {
        await using var gateway = GatewayHost.With();

        var first = await gateway.Client.GetAsync("/scalar/");
        var second = await gateway.Client.GetAsync("/scalar/");

        first
            .Headers.GetValues("Content-Security-Policy")
            .ShouldNotBe(second.Headers.GetValues("Content-Security-Policy"));
    }

    private static IEnumerable<string> Names(JsonNode? node) => node!.AsObject().Select(member => member.Key);

    private static IEnumerable<string> Pointers(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.SelectMany(member => Pointers(member.Value)),
            JsonArray a => a.SelectMany(Pointers),
            JsonValue v when v.TryGetValue<string>(out var text) && text.StartsWith("#/") => [text],
            _ => [],
        };

    private static JsonNode? Resolve(JsonNode document, string pointer) =>
        pointer[2..]
            .Split('/')
            .Select(part => part.Replace("~1", "/").Replace("~0", "~"))
            .Aggregate((JsonNode?)document, (at, key) => at is JsonArray items ? items[int.Parse(key)] : at?[key]);

    // Two services that use the same words for different things, with a reference to itself and a choice of types.
    private static class Programs
    {
        public sealed record Item(string Name, Rule Rule, Person? Owner);

        public sealed record Person(string Name, Person? Manager, List<Person> Reports);

        [System.Text.Json.Serialization.JsonDerivedType(typeof(Alone), "alone")]
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Many), "many")]
        public abstract record Rule;

        public sealed record Alone(int Years) : Rule;

        public sealed record Many(Alone[] Of) : Rule;

        public static void Map(WebApplication app)
        {
            app.MapGet("/programs", () => Array.Empty<Item>());
            app.MapPost("/programs", (Item item) => item).WithName("OpenProgram").WithTags("Programs");
            app.MapGet("/programs/{id}", (Guid id) => new Person(id.ToString(), null, []));
        }
    }

    private static class Runs
    {
        public sealed record Item(int Score);

        public static void Map(WebApplication app) =>
            app.MapGet("/programs", () => new Item(1)).WithName("OpenProgram");
    }
}
