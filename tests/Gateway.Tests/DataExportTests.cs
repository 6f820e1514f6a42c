using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PeerNetwork.Gateway.Tests;

public class DataExportTests
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" \u202e]]>";

    private static readonly Guid Person = Guid.NewGuid();
    private static readonly string[] Services = ["enrollment", "matching", "engagement", "analytics"];

    [Fact]
    public async Task The_archive_has_what_every_service_holds()
    {
        await using var backends = await Backends.Start();
        await using var gateway = backends.Gateway();

        var answer = await gateway.Get($"/people/{Person}/data-export");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        using var archive = await Read(answer);
        archive
            .Entries.Select(e => e.FullName)
            .ShouldBe(["index.html", .. Services.Select(s => $"{s}.json")], ignoreOrder: true);
        var page = await Text(archive, "index.html");
        foreach (var service in Services)
        {
            var report = JsonDocument.Parse(await Text(archive, $"{service}.json")).RootElement;
            report.GetProperty("service").GetString().ShouldBe(service);
            Data(report).GetProperty("note").GetString().ShouldBe(Hostile);
            page.ShouldContain($"Held by {service}");
        }

        page.ShouldContain("Site code");
        page.ShouldContain($"{Person}");
        page.ShouldContain("2027-03-01 09:30:00 UTC");
        page.ShouldContain("Written for the coordinators.");
    }

    [Fact]
    public async Task Nothing_that_people_wrote_becomes_part_of_the_page()
    {
        await using var backends = await Backends.Start();
        await using var gateway = backends.Gateway();

        using var archive = await Read(await gateway.Get($"/people/{Person}/data-export"));
        var page = await Text(archive, "index.html");

        page.ShouldNotContain("<script");
        page.ShouldNotContain("<img");
        page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        page.ShouldContain("default-src 'none'");
        page.ShouldStartWith("<!DOCTYPE html");
    }

    [Fact]
    public async Task The_services_get_the_token_of_the_caller()
    {
        await using var backends = await Backends.Start();
        await using var gateway = backends.Gateway();

        var request = gateway.Request(HttpMethod.Get, $"/people/{Person}/data-export");
        await gateway.Client.SendAsync(request);

        foreach (var service in Services)
        {
            var seen = backends[service].Requests.ShouldHaveSingleItem();
            seen.Target.ShouldBe($"/people/{Person}/personal-data");
            seen.Headers["Authorization"].ShouldBe(request.Headers.Authorization!.ToString());
        }
    }

    [Theory]
    [InlineData("enrollment")]
    [InlineData("engagement")]
    public async Task A_service_that_fails_is_named_and_nothing_partial_is_given(string failing)
    {
        await using var backends = await Backends.Start((failing, StatusCodes.Status500InternalServerError));
        await using var gateway = backends.Gateway();

        var answer = await gateway.Get($"/people/{Person}/data-export");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"No answer from {failing}.");
    }

    [Fact]
    public async Task A_service_that_is_down_is_named()
    {
        await using var backends = await Backends.Start();
        await using var gateway = backends.Gateway(without: "matching");

        var answer = await gateway.Get($"/people/{Person}/data-export");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("No answer from matching.");
    }

    [Theory]
    [InlineData(StatusCodes.Status403Forbidden)]
    [InlineData(StatusCodes.Status404NotFound)]
    public async Task What_enrollment_refuses_is_refused(int status)
    {
        await using var backends = await Backends.Start(("enrollment", status));
        await using var gateway = backends.Gateway();

        var answer = await gateway.Get($"/people/{Person}/data-export");

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("from enrollment");
        backends["matching"].Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_does_not_know_the_person_holds_nothing()
    {
        await using var backends = await Backends.Start(("matching", StatusCodes.Status404NotFound));
        await using var gateway = backends.Gateway();

        using var archive = await Read(await gateway.Get($"/people/{Person}/data-export"));

        JsonDocument
            .Parse(await Text(archive, "matching.json"))
            .RootElement.GetProperty("kinds")
            .GetArrayLength()
            .ShouldBe(0);
        (await Text(archive, "index.html")).ShouldContain("This part holds nothing on the person.");
    }

    [Fact]
    public async Task A_service_that_refuses_leaves_no_archive()
    {
        await using var backends = await Backends.Start(("engagement", StatusCodes.Status403Forbidden));
        await using var gateway = backends.Gateway();

        (await gateway.Get($"/people/{Person}/data-export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_a_token_there_is_no_archive()
    {
        await using var backends = await Backends.Start();
        await using var gateway = backends.Gateway();

        (await gateway.Client.GetAsync($"/people/{Person}/data-export")).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await gateway.Get("/people/nobody/data-export")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var service in Services)
            backends[service].Requests.ShouldBeEmpty();
    }

    private static JsonElement Data(JsonElement report) =>
        report.GetProperty("kinds")[0].GetProperty("records")[0].GetProperty("data");

    private static async Task<ZipArchive> Read(HttpResponseMessage answer) =>
        new(await answer.Content.ReadAsStreamAsync());

    private static async Task<string> Text(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(await archive.GetEntry(name)!.OpenAsync());
        return await reader.ReadToEndAsync();
    }

    /// <summary>Four services that hold something on the person, or answer with a status.</summary>
    private sealed class Backends(Dictionary<string, Backend> services) : IAsyncDisposable
    {
        public Backend this[string service] => services[service];

        public static async Task<Backends> Start(params (string Service, int Status)[] refusals)
        {
            var started = new Dictionary<string, Backend>();
            foreach (var service in Services)
            {
                var status = refusals.FirstOrDefault(r => r.Service == service).Status;
                started[service] = await Backend.Start(app =>
                    app.MapGet(
                        "/people/{id:guid}/personal-data",
                        (Guid id) =>
                            status == 0
                                ? Results.Json(Report(id, service))
                                : Results.Problem($"from {service}", statusCode: status)
                    )
                );
            }

            return new(started);
        }

        public GatewayHost Gateway(string? without = null) =>
            GatewayHost.With(
                services.Where(s => s.Key != without).Select(s => ($"Services:{s.Key}:http:0", s.Value.Address))
            );

        public async ValueTask DisposeAsync()
        {
            foreach (var service in services.Values)
                await service.DisposeAsync();
        }

        private static object Report(Guid person, string service) =>
            new
            {
                person,
                service,
                at = DateTimeOffset.UnixEpoch,
                kinds = new[]
                {
                    new
                    {
                        title = $"Held by {service}",
                        records = new object[]
                        {
                            new
                            {
                                what = "note written",
                                at = new DateTimeOffset(2027, 3, 1, 9, 30, 0, TimeSpan.Zero),
                                data = new
                                {
                                    siteCode = "BER",
                                    note = Hostile,
                                    empty = Array.Empty<string>(),
                                },
                                withheld = (string?)null,
                            },
                            new
                            {
                                what = Hostile,
                                at = (DateTimeOffset?)null,
                                data = new { isShared = true, nested = new[] { new { text = Hostile } } },
                                withheld = "Written for the coordinators.",
                            },
                        },
                    },
                },
            };
    }
}
