using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class OpenApiTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private JsonObject _document = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApp.Start(
            app =>
            {
                app.MapPost("/notes/{id}", WriteNote.Change);
                app.MapGet("/notes", (Paging paging) => paging.Request.Limit);
                app.MapPost("/samples", (StrictJsonTests.SampleRequest request) => request.Hours);
                app.MapGet("/open", () => TypedResults.Ok()).AllowAnonymous();
                app.MapPost("/open", () => TypedResults.Ok()).AllowAnonymous();
                app.MapGet("/conflicts", () => "").ProducesProblem(StatusCodes.Status409Conflict);
                app.MapPost("/letters", (Letters.Request letter) => letter.To).RequireRoles(Roles.Employee);
                app.MapGroup("")
                    .RequireRoles(Roles.Employee)
                    .MapGroup("")
                    .RequireRoles(Roles.Coordinator, Roles.Sponsor)
                    .MapPost("/parcels", (Parcels.Request parcel, DateOnly? Day) => $"{parcel.Weight} {Day}")
                    .RequireRoles(Roles.Sponsor, Roles.Overseer);
            },
            NotesApp.Services(await TestServers.NewDatabase())
        );
        _document = await (await _app.Anonymous().GetAsync("/openapi/v1.json")).ReadJson();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public void The_document_is_openapi_3_1_with_bearer_tokens()
    {
        _document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        _document["info"]!["title"]!.GetValue<string>().ShouldBe("PeerNetwork testing");
        _document["components"]!["securitySchemes"]!["bearer"]!["scheme"]!.GetValue<string>().ShouldBe("bearer");
        Operation("/notes", "get")["security"]!.ToJsonString().ShouldBe("""[{"bearer":[]}]""");
        Operation("/open", "get")["security"].ShouldBeNull();
    }

    [Fact]
    public void A_write_documents_its_summary_headers_and_problems()
    {
        var write = Operation("/notes/{id}", "post");
        write["summary"]!.GetValue<string>().ShouldBe("Writes a note.");
        Parameters(write).ShouldBe(["id", "Idempotency-Key", "If-Match"]);
        var responses = write["responses"]!.AsObject();
        responses
            .Select(r => r.Key)
            .ShouldBe(["200", "400", "401", "403", "404", "409", "412", "413", "422", "429"], Case.Sensitive);
        responses["422"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]!
            .GetValue<string>()
            .ShouldBe("#/components/schemas/Problem");
    }

    [Fact]
    public void A_problem_that_a_route_declares_is_described_like_all_others() =>
        Operation("/conflicts", "get")["responses"]!["409"]!["content"]!["application/problem+json"]!["schema"]![
            "$ref"
        ]!
            .GetValue<string>()
            .ShouldBe("#/components/schemas/Problem");

    [Fact]
    public void A_list_documents_its_paging() => Parameters(Operation("/notes", "get")).ShouldBe(["cursor", "limit"]);

    [Fact]
    public void An_anonymous_route_documents_no_401() =>
        Operation("/open", "get")["responses"]!.AsObject().Select(r => r.Key).ShouldBe(["200", "400", "429"]);

    [Fact]
    public void An_anonymous_write_has_no_idempotency_key() => Parameters(Operation("/open", "post")).ShouldBeEmpty();

    [Fact]
    public void Values_are_described_as_they_are_serialised()
    {
        var fields = _document["components"]!["schemas"]!["StrictJsonTestsSampleRequest"]!["properties"]!;
        fields["name"]!.ToJsonString().ShouldBe("""{"type":"string"}""");
        fields["side"]!.ToJsonString().ShouldContain("Side");
        fields["site"]!.ToJsonString().ShouldBe("""{"type":["null","string"],"format":"uuid"}""");
    }

    [Fact]
    public void Records_named_Request_have_different_schema_names()
    {
        Body("/letters").ShouldBe("#/components/schemas/OpenApiTestsLettersRequest");
        Body("/parcels").ShouldBe("#/components/schemas/OpenApiTestsParcelsRequest");

        string Body(string path) =>
            Operation(path, "post")["requestBody"]!["content"]!["application/json"]!["schema"]![
                "$ref"
            ]!.GetValue<string>();
    }

    [Fact]
    public void Nullable_fields_and_list_items_are_described()
    {
        var fields = _document["components"]!["schemas"]!["OpenApiTestsLettersRequest"]!["properties"]!;
        fields["to"]!["items"]!.ToJsonString().ShouldBe("""{"type":"string"}""");
        fields["subject"]!.ToJsonString().ShouldBe("""{"type":["null","string"]}""");
    }

    [Fact]
    public void The_allowed_roles_are_listed()
    {
        Roles("/letters").ShouldBe("""["employee"]""");
        Roles("/parcels").ShouldBe("""["sponsor"]""");
        Roles("/samples").ShouldBe("""["employee"]""");
        Operation("/open", "get")["x-roles"].ShouldBeNull();

        string Roles(string path) => Operation(path, "post")["x-roles"]!.ToJsonString();
    }

    [Fact]
    public void Parameter_names_are_camel_case() => Parameters(Operation("/parcels", "post")).ShouldContain("day");

    private JsonObject Operation(string path, string method) => _document["paths"]![path]![method]!.AsObject();

    private static IEnumerable<string> Parameters(JsonObject operation) =>
        (operation["parameters"]?.AsArray() ?? []).Select(p => p!["name"]!.GetValue<string>());

    internal static class Letters
    {
        internal sealed record Request(IReadOnlyList<string> To, string? Subject = null);
    }

    internal static class Parcels
    {
        internal sealed record Request(int Weight);
    }
}
