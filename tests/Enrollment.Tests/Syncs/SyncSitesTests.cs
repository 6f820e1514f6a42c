using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Enrollment.Tests.Syncs.FakeConnector;

namespace PeerNetwork.Enrollment.Tests.Syncs;

public sealed class SyncSitesTests : IAsyncLifetime
{
    private readonly FakeConnector _hr = new();
    private readonly SyncHost _enrollment;

    public SyncSitesTests() => _enrollment = new(_hr);

    public Task InitializeAsync() => _enrollment.InitializeAsync();

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task New_sites_of_an_HR_system_are_shown_then_added_and_never_removed()
    {
        _hr.Pages =
        [
            [Worker("a"), Worker("b", site: "MUC"), Worker("c", site: "XXX")],
        ];
        // Another name and time zone of a known site changes nothing; a site without a time zone cannot be added.
        _hr.Sites =
        [
            new("BER", "Other", "Europe/Paris", null),
            new("MUC", "Munich", "Europe/Berlin", "de"),
            new("XXX", "Nowhere", TimeZone: null, null),
        ];

        var held = await _enrollment.Sync(new { source = "hr", needsApproval = true });
        var id = held.GetProperty("id").GetGuid();
        held.GetProperty("counts").GetProperty("sitesAdded").GetInt32().ShouldBe(2);
        var shown = (await EnrollmentHost.Items(_enrollment.Admin, $"/syncs/{id}/changes")).Single(c =>
            c.GetProperty("field").GetString() == "site MUC"
        );
        shown.GetProperty("old").GetString().ShouldBeNull();
        shown.GetProperty("new").GetString().ShouldBe("Munich, Europe/Berlin, DE");
        held.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("the site 'XXX' is not known");
        (await SiteCodes()).ShouldBe(["BER", "CHI"]);

        await EnrollmentHost.Done(
            await _enrollment.Admin.PostAsJsonAsync($"/syncs/{id}/approve", new { plan = 1, reason = "Welcome." })
        );
        await _enrollment.Becomes("completed", id);
        (await SiteCodes()).ShouldBe(["BER", "CHI", "MUC", "OSL"]);
        (await _enrollment.Directory()).Select(p => p.Number).ShouldBe(["N-a", "N-b"]);

        _hr.Pages =
        [
            [Worker("a"), Worker("b", site: "BER")],
        ];
        _hr.Sites = [new("BER", "Berlin", "Europe/Berlin", "DE")];
        var without = await _enrollment.Sync();
        without.GetProperty("missingSites").GetRawText().ShouldBe("""["MUC"]""");
        (await SiteCodes()).ShouldContain("MUC");
        var report = await _enrollment
            .Services.GetRequiredService<Verification>()
            .Run(TimeSpan.FromMinutes(1), default);
        report.Differences.ShouldBeEmpty();
    }

    private async Task<IEnumerable<string?>> SiteCodes() =>
        (await EnrollmentHost.Items(_enrollment.Admin, "/sites"))
            .Select(s => s.GetProperty("code").GetString())
            .Order();
}
