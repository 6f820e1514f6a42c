using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Marten.Events.Daemon.Coordination;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Installations;
using PeerNetwork.Analytics.Tests.Dashboard;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Tests.Installations;

public sealed class ListSharedFiguresTests(ReleasedProgram released) : IClassFixture<ReleasedProgram>
{
    private const string Address = "/shared-figures";

    [Fact]
    public async Task A_partner_reads_what_the_dashboard_shows_to_a_sponsor()
    {
        var item = (await ReleasedProgram.Read(released.Analytics)).ShouldHaveSingleItem();
        (item.GetProperty("installation").GetString(), item.GetProperty("period").GetString()).ShouldBe(
            ("germany", InstallationHost.ClosedPeriod)
        );
        item.Value("participation.applied").ShouldBe(52);
        await ReleasedProgram.ShouldBeAsOnTheDashboard(released.Analytics, item);
    }

    [Fact]
    public async Task A_small_site_and_the_one_that_would_show_it_are_suppressed()
    {
        var item = (await ReleasedProgram.Read(released.Analytics)).ShouldHaveSingleItem();
        string[] sites = ["CHI", "LON", "REK", "SIN"];
        sites.Select(site => item.Site(site).Value("participation.applied")).ShouldBe([27, 14, null, null]);
    }

    [Fact]
    public async Task Nothing_but_figures_and_titles_is_sent()
    {
        var item = (await ReleasedProgram.Read(released.Analytics)).ShouldHaveSingleItem();
        item.EnumerateObject()
            .Select(f => f.Name)
            .ShouldBe(["id", "installation", "version", "program", "name", "period", "releasedAt", "figures", "sites"]);
        item.GetProperty("sites")
            .EnumerateArray()
            .SelectMany(s => s.EnumerateObject().Select(f => f.Name))
            .Distinct()
            .ShouldBe(["code", "name", "figures"]);
    }

    [Fact]
    public async Task Only_a_partner_installation_reads_them_and_it_reads_nothing_else()
    {
        foreach (var role in Roles.All.Remove(Roles.PartnerInstallation))
            (await Status(released.Analytics.As(Guid.NewGuid(), [role], ["*"]), Address)).ShouldBe(
                HttpStatusCode.Forbidden,
                role
            );
        (await Status(released.Analytics.Anonymous(), Address)).ShouldBe(HttpStatusCode.Unauthorized);
        foreach (
            var address in new[]
            {
                $"/dashboard?program={MeasuredProgram.Program}",
                "/dashboard/installations",
                "/partners",
                "/operations/shards",
            }
        )
            (await Status(released.Analytics.Partner, address)).ShouldBe(HttpStatusCode.Forbidden, address);
    }

    [Fact]
    public async Task The_list_is_sent_once_while_it_is_the_same()
    {
        var client = released.Analytics.Partner;
        var first = await client.GetAsync(new Uri(Address, UriKind.Relative));
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        var again = await client.GetAsync(new Uri(Address, UriKind.Relative));
        (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length).ShouldBe(
            (HttpStatusCode.NotModified, 0)
        );
        client.DefaultRequestHeaders.IfNoneMatch.Clear();
        client.DefaultRequestHeaders.IfNoneMatch.Add(new EntityTagHeaderValue("\"another\""));
        (await Status(client, Address)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Installations_without_a_name_share_nothing()
    {
        var nameless = new InstallationHost(new Dictionary<string, string?>());
        try
        {
            await new MeasuredProgram(nameless).InitializeAsync();
            await nameless.Release();
            (await ReleasedProgram.Read(nameless)).ShouldBeEmpty();
            (await nameless.CountEvents()).ShouldBe(0);
        }
        finally
        {
            await nameless.DisposeAsync();
        }
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string address) =>
        (await client.GetAsync(new Uri(address, UriKind.Relative))).StatusCode;
}

/// <summary>What a partner reads at several moments.</summary>
public sealed class ReleasedFiguresTests : IAsyncLifetime
{
    private static readonly DateTimeOffset InMarch = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly InstallationHost _analytics = InstallationHost.Named("germany");

    public Task InitializeAsync() => _analytics.InitializeAsync();

    public Task DisposeAsync() => _analytics.DisposeAsync();

    /// <summary>
    /// Seven apply. The eighth comes to light later: the difference of two answers would be about this one person.
    /// </summary>
    [Fact]
    public async Task What_is_recorded_after_the_release_is_on_the_dashboard_and_not_in_the_released_figures()
    {
        var program = Guid.CreateVersion7();
        await Keep(program, 7);
        await _analytics.Release();
        await Keep(program, 1);
        await _analytics.Release();

        (await ReleasedProgram.Read(_analytics)).ShouldHaveSingleItem().Value("participation.applied").ShouldBe(7);
        (await MeasuredProgram.Read(_analytics.Sponsor, $"/dashboard?program={program}&period=2026-Q1"))
            .GetProperty("metrics")
            .Figure("participation.applied")
            .ShouldBe(8);
        (await _analytics.CountEvents()).ShouldBe(1);
    }

    [Fact]
    public async Task A_period_is_released_when_it_has_ended()
    {
        await Keep(Guid.CreateVersion7(), 7, new(2026, 4, 20, 8, 0, 0, TimeSpan.Zero));
        await _analytics.Release();
        (await ReleasedProgram.Read(_analytics)).ShouldBeEmpty();

        _analytics.Clock.SetUtcNow(new(2026, 7, 20, 8, 0, 0, TimeSpan.Zero));
        await _analytics.Release();
        (await ReleasedProgram.Read(_analytics))
            .ShouldHaveSingleItem()
            .GetProperty("period")
            .GetString()
            .ShouldBe("2026-Q2");
    }

    [Fact]
    public async Task Pages_of_the_same_list_have_the_same_tag()
    {
        for (var program = 0; program < 3; program++)
            await Keep(Guid.CreateVersion7(), 7);
        await _analytics.Release();
        var (read, tags) = (new List<string>(), new HashSet<string>());
        for (var query = "?limit=1"; query.Length > 0; )
        {
            var response = await _analytics.Partner.GetAsync(new Uri($"/shared-figures{query}", UriKind.Relative));
            var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            tags.Add(response.Headers.ETag!.Tag);
            read.Add(page.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString()!);
            query = page.GetProperty("next").GetString() is { } next ? $"?limit=1&cursor={next}" : "";
        }

        read.Distinct().Count().ShouldBe(3);
        tags.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Nothing_is_released_while_a_projection_is_behind()
    {
        var program = Guid.CreateVersion7();
        await Keep(program, 7);
        var release = _analytics.Services.GetRequiredService<ReleaseFigures>();
        var daemon = _analytics.Services.GetRequiredService<IProjectionCoordinator>();
        await daemon.PauseAsync();
        await Streams.Append(_analytics, [Application(program, InMarch)]);
        await release.Run(default);
        (await _analytics.CountEvents()).ShouldBe(0);

        await daemon.ResumeAsync();
        await Streams.CatchUp(_analytics);
        await release.Run(default);
        await Streams.CatchUp(_analytics);
        (await ReleasedProgram.Read(_analytics)).ShouldHaveSingleItem().Value("participation.applied").ShouldBe(8);
    }

    private Task Keep(Guid program, int applicants, DateTimeOffset? at = null)
    {
        var when = at ?? InMarch;
        return Streams.Keep(
            _analytics,
            [
                new ProgramPublished(
                    program,
                    1,
                    "Career change",
                    ["BER"],
                    new(2026, 1, 1),
                    null,
                    14,
                    10,
                    1,
                    ["oneToOne"],
                    null,
                    when
                ),
                .. Enumerable.Range(0, applicants).Select(_ => Application(program, when)),
            ]
        );
    }

    private static ApplicationSubmitted Application(Guid program, DateTimeOffset at) =>
        new(Guid.CreateVersion7(), 1, program, Guid.CreateVersion7(), "BER", "mentee", at);
}
