using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class ExportImportTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    private static readonly (string Name, string Value) Key = (
        "Transport-Key",
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))
    );

    [Fact]
    public async Task An_export_of_any_size_goes_into_an_empty_service()
    {
        // Together they are larger than the default size limit of a body.
        for (var i = 0; i < 4; i++)
            await notes.WriteNote(new string('x', 400_000));
        var file = await Export();
        file.Length.ShouldBeGreaterThan(1_600_000);
        await using var empty = await TestApp.Start(
            NotesApp.Routes,
            NotesApp.Services(await TestServers.NewDatabase())
        );

        var report = await (await Import(empty, file)).ReadJson();

        report["service"]!.GetValue<string>().ShouldBe("testing");
        report["events"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(4);
        (await Text(await Send(empty, "export", headers: Key)))
            .Split('\n')[^2]
            .ShouldBe(file.Split('\n')[^2], "the last line, with counts and hash");
        await (await Import(empty, file)).ShouldBeProblem(409, "store-not-empty");
    }

    [Fact]
    public async Task A_broken_file_is_a_problem_that_names_the_line()
    {
        await notes.WriteNote();
        var file = await Export();
        await using var empty = await TestApp.Start(
            NotesApp.Routes,
            NotesApp.Services(await TestServers.NewDatabase())
        );
        (await (await Import(empty, file[..^20])).ShouldBeProblem(422, "broken-export"))
            .ToJsonString()
            .ShouldContain("Line ");
        (await Import(empty, file)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("export")]
    [InlineData("import")]
    public async Task Both_are_for_overseers_with_a_transport_key_only(string route)
    {
        (await Send(notes.App, route, role: Roles.PeopleAdmin, headers: Key)).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        foreach (
            var key in new[]
            {
                "",
                "no Base64",
                Convert.ToBase64String(new byte[31]),
                Convert.ToBase64String(new byte[33]),
            }
        )
            (await (await Send(notes.App, route, headers: (Key.Name, key))).ShouldBeProblem(400, "malformed-request"))
                .ToJsonString()
                .ShouldContain("Transport-Key has to be 32 random bytes in Base64");
    }

    [Theory]
    [InlineData("export")]
    [InlineData("import")]
    public async Task Neither_accepts_an_idempotency_key(string route) =>
        (
            await (await Send(notes.App, route, headers: [Key, ("Idempotency-Key", "once")])).ShouldBeProblem(
                400,
                "malformed-request"
            )
        )
            .ToJsonString()
            .ShouldContain("without Idempotency-Key");

    [Fact]
    public async Task An_import_requires_the_media_type_of_JSON_lines()
    {
        using var content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        await (await Send(notes.App, "import", content, headers: Key)).ShouldBeProblem(415, "unsupported-media-type");
    }

    private async Task<string> Export()
    {
        using var response = await Send(notes.App, "export", headers: Key);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        return await Text(response);
    }

    private static Task<HttpResponseMessage> Import(TestApp app, string file) =>
        Send(app, "import", new StringContent(file, new MediaTypeHeaderValue("application/x-ndjson")), headers: Key);

    private static async Task<HttpResponseMessage> Send(
        TestApp app,
        string route,
        HttpContent? content = null,
        string role = Roles.Overseer,
        params (string Name, string Value)[] headers
    )
    {
        using var client = app.As(TestApp.Ada, [role]);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/operations/{route}")
        {
            Content =
                content
                ?? (route is "import" ? new StringContent("", new MediaTypeHeaderValue("application/x-ndjson")) : null),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return await client.SendAsync(request);
    }

    private static async Task<string> Text(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }
}
