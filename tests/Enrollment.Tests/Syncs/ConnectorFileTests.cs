using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Syncs;

/// <summary>The connector of an HR system is made from a file of settings.</summary>
public sealed class ConnectorFileTests : IAsyncLifetime
{
    private const string Connector = """
        {
          "type": "folder", "folder": "hr", "requireDoneMarker": true,
          "fields": { "id": "Worker", "name": ["First", "Last"], "site": "Place", "manager": "Boss" }
        }
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("syncs");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _root.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task People_come_from_files_in_a_watched_folder()
    {
        var enrollment = new Host(_root, Connector);
        await enrollment.InitializeAsync();
        try
        {
            var folder = _root.CreateSubdirectory("drop/hr").FullName;
            await File.WriteAllTextAsync(
                Path.Combine(folder, "people.csv"),
                "Worker;First;Last;Place;Boss\nW1;Ada;Boss;Oslo;\nW2;Bo;Mentor;Oslo;W1\n"
            );
            await File.WriteAllTextAsync(Path.Combine(folder, "people.csv.done"), "");

            var sync = await Sync(enrollment);
            var counts = sync.GetProperty("counts");
            (counts.GetProperty("added").GetInt32(), counts.GetProperty("errors").GetInt32()).ShouldBe((2, 0));
            var people = await EnrollmentHost.Items(enrollment.Admin, "/people?site=OSL");
            var boss = people.Single(p => p.GetProperty("employeeNumber").GetString() == "W1");
            boss.GetProperty("name").GetString().ShouldBe("Ada Boss");
            people
                .Single(p => p.GetProperty("employeeNumber").GetString() == "W2")
                .GetProperty("manager")
                .GetGuid()
                .ShouldBe(boss.GetProperty("id").GetGuid());

            (await Sync(enrollment)).GetProperty("counts").GetProperty("unchanged").GetInt32().ShouldBe(2);
        }
        finally
        {
            await enrollment.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("{ \"type\": \"personio\", \"clientId\": \"a-secret\" }", "not JSON of the documented form")]
    [InlineData("{ \"type\": \"personio\", \"clientId\": \"a-secret\", \"clientSecret\": \"\" }", "ClientSecret")]
    [InlineData("{ \"type\": \"a-secret\" }", "not JSON of the documented form")]
    [InlineData("a-secret", "not JSON of the documented form")]
    public async Task A_service_does_not_start_with_wrong_settings_and_tells_no_secret(string settings, string problem)
    {
        var enrollment = new Host(_root, settings);
        var wrong = await Should.ThrowAsync<OptionsValidationException>(enrollment.InitializeAsync);
        wrong.Message.ShouldContain("Syncs__Sources__hr is wrong: ConnectorFile");
        wrong.Message.ShouldContain(problem);
        wrong.Message.ShouldNotContain("a-secret");
        await enrollment.DisposeAsync();
    }

    private static async Task<System.Text.Json.JsonElement> Sync(EnrollmentHost enrollment)
    {
        var requested = await EnrollmentHost.Json(
            await enrollment.Admin.PostAsJsonAsync("/syncs", new { source = "hr" }),
            HttpStatusCode.Accepted
        );
        var path = $"/syncs/{requested.GetProperty("id").GetGuid()}";
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Get(enrollment.Admin, path)).GetProperty("status").GetString().ShouldBe("completed")
        );
        return await EnrollmentHost.Get(enrollment.Admin, path);
    }

    private sealed class Host(DirectoryInfo root, string connector) : EnrollmentHost(new Service(root, connector));

    private sealed class Service(DirectoryInfo root, string connector) : ServiceHost<SiteRecord>
    {
        private const string Mapping = """
            {
              "sites": [ { "code": "OSL", "name": "Oslo", "timeZone": "Europe/Oslo", "country": "NO" } ],
              "fields": {
                "employeeNumber": { "column": "employeeNumber" }, "name": { "column": "name" },
                "site": { "column": "site", "values": { "Oslo": "OSL" } }, "manager": { "column": "manager" }
              }
            }
            """;

        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.UseSetting("Syncs:DropFolder", root.CreateSubdirectory("drop").FullName);
            builder.UseSetting("Syncs:Sources:hr:ConnectorFile", Write("connector.json", connector));
            builder.UseSetting("Syncs:Sources:hr:MappingFile", Write("mapping.json", Mapping));
        }

        private string Write(string name, string text)
        {
            var file = Path.Combine(root.FullName, name);
            File.WriteAllText(file, text);
            return file;
        }
    }
}
