using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>An answer of the SCIM server.</summary>
internal sealed record ScimAnswer(HttpStatusCode Status, JsonObject Body, HttpResponseHeaders Headers)
{
    public string Id => Body["id"]!.GetValue<string>();

    public string Version => Body["meta"]!["version"]!.GetValue<string>();

    public JsonArray Resources => Body[nameof(Resources)]!.AsArray();

    public ScimAnswer ShouldBe(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body.ToJsonString());
        return this;
    }

    /// <summary>The body of an error says the status again, and what is wrong.</summary>
    public ScimAnswer ShouldBeError(HttpStatusCode status, string? scimType = null, string? detailPart = null)
    {
        ShouldBe(status);
        Body["schemas"]!.ToJsonString().ShouldBe("""["urn:ietf:params:scim:api:messages:2.0:Error"]""");
        Body["status"]!.GetValue<string>().ShouldBe($"{(int)status}");
        Body["scimType"]?.GetValue<string>().ShouldBe(scimType);
        Body["detail"]!.GetValue<string>().ShouldContain(detailPart ?? "");
        return this;
    }
}

/// <summary>A client of the SCIM server, with a token of its own.</summary>
internal sealed class ScimClient(HttpClient http, Guid id, Guid token)
{
    private const string MediaType = "application/scim+json";

    public Guid Id => id;

    public Guid Token => token;

    public HttpClient Http => http;

    /// <summary>A client that the people administration has registered.</summary>
    public static async Task<ScimClient> Register(
        EnrollmentHost enrollment,
        string accountAttribute = "none",
        string[]? scopes = null
    )
    {
        var client = await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                "/integrations",
                new
                {
                    name = $"{Guid.CreateVersion7()}",
                    scopes = scopes ?? ["readUsers", "writeUsers"],
                    defaultSite = "BER",
                    accountAttribute,
                }
            )
        );
        using var answer = await enrollment.Admin.PostAsJsonAsync(
            $"/integrations/{client}/tokens",
            new { validDays = 365 }
        );
        var issued = await EnrollmentHost.Json(answer, HttpStatusCode.Created);
        var http = enrollment.Anonymous;
        http.DefaultRequestHeaders.Authorization = new("Bearer", issued.GetProperty("token").GetString());
        return new(http, client, issued.GetProperty("id").GetGuid());
    }

    public Task<ScimAnswer> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<ScimAnswer> Post(string path, string body) => Send(HttpMethod.Post, path, body);

    public Task<ScimAnswer> Put(string path, string body) => Send(HttpMethod.Put, path, body);

    public Task<ScimAnswer> Patch(string path, string operations) =>
        Send(
            HttpMethod.Patch,
            path,
            $$"""
            { "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{{operations}}] }
            """
        );

    public Task<ScimAnswer> Delete(string path) => Send(HttpMethod.Delete, path, null);

    public async Task<ScimAnswer> Send(
        HttpMethod method,
        string path,
        string? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, $"/scim/v2{path}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, MediaType);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (text.Length > 0)
            answer.Content.Headers.ContentType!.MediaType.ShouldBe(MediaType, text);
        return new(answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : [], answer.Headers);
    }
}
