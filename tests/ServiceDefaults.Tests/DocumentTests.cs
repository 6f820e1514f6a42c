using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class DocumentTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private JsonObject _document = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApp.Start(app =>
        {
            app.MapPost("/notes/{id}", WriteNote.Change);
            app.MapGet("/notes", (Paging paging) => paging.Request.Limit);
            app.MapPost("/wishes", (StrictJsonTests.Wish wish) => wish.Hours);
            app.MapGet("/open", () => TypedResults.Ok()).AllowAnonymous();
        }, NotesApp.Services(await TestServers.NewDatabase()));
        _document = await (await _app.Anonymous().GetAsync("/openapi/v1.json")).Json();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public void It_is_an_openapi_3_1_document_of_this_service_with_bearer_tokens()
    {
        _document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        _document["info"]!["title"]!.GetValue<string>().ShouldBe("PeerNetwork testing");
        _document["components"]!["securitySchemes"]!["bearer"]!["scheme"]!.GetValue<string>().ShouldBe("bearer");
        Operation("/notes", "get")["security"]!.ToJsonString().ShouldBe("""[{"bearer":[]}]""");
        Operation("/open", "get")["security"].ShouldBeNull();
    }

    [Fact]
    public void A_write_documents_its_slice_its_headers_and_its_problems()
    {
        var write = Operation("/notes/{id}", "post");
        write["summary"]!.GetValue<string>().ShouldBe("Someone writes a note down.");
        Parameters(write).ShouldBe(["id", "Idempotency-Key", "If-Match"]);
        var responses = write["responses"]!.AsObject();
        responses.Select(r => r.Key).ShouldBe(["200", "400", "401", "403", "404", "409", "412", "413", "422", "429"], Case.Sensitive);
        responses["422"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/Problem");
    }

    [Fact]
    public void A_list_documents_its_paging() => Parameters(Operation("/notes", "get")).ShouldBe(["cursor", "limit"]);

    [Fact]
    public void An_open_route_asks_for_no_token() =>
        Operation("/open", "get")["responses"]!.AsObject().Select(r => r.Key).ShouldBe(["200", "400", "429"]);

    [Fact]
    public void Values_are_described_as_they_are_written()
    {
        var fields = _document["components"]!["schemas"]!["Wish"]!["properties"]!;
        fields["name"]!.ToJsonString().ShouldBe("""{"type":"string"}""");
        fields["side"]!.ToJsonString().ShouldContain("Side");
        fields["site"]!.ToJsonString().ShouldBe("""{"type":["null","string"],"format":"uuid"}""");
    }

    private JsonObject Operation(string path, string method) => _document["paths"]![path]![method]!.AsObject();

    private static IEnumerable<string> Parameters(JsonObject operation) => operation["parameters"]!.AsArray().Select(p => p!["name"]!.GetValue<string>());
}
