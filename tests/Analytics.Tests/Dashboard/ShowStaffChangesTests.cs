using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Dashboard;

/// <summary>At OSL 6 people joined in January 2026; in March 5 of them went on leave, and 2 came back.</summary>
public sealed class ShowStaffChangesTests : IAsyncLifetime
{
    private const string Address = "/dashboard/staff-changes?site=OSL&year=2026";

    private static readonly DateTimeOffset January = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero),
        March = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly ClockedHost _analytics = new();

    public async Task InitializeAsync()
    {
        await _analytics.InitializeAsync();
        Guid[] people = [.. Enumerable.Range(0, 6).Select(_ => Guid.CreateVersion7())];
        await Streams.Keep(
            _analytics,
            [
                new SiteRecorded(Guid.CreateVersion7(), 1, "OSL", "Oslo", "UTC", null, January),
                .. people.Select(p => TestData.PersonAt("OSL", p, January)),
                .. people.Take(5).Select(p => TestData.PersonAt("OSL", p, March) with { Version = 2, OnLeave = true }),
                .. people.Take(2).Select(p => TestData.PersonAt("OSL", p, March.AddDays(9)) with { Version = 3 }),
            ]
        );
    }

    public Task DisposeAsync() => _analytics.DisposeAsync();

    [Fact]
    public async Task It_shows_the_months_that_are_over_and_hides_small_groups()
    {
        _analytics.Clock.SetUtcNow(new(2026, 4, 1, 11, 59, 59, TimeSpan.Zero));
        (await Months()).Select(m => m.GetProperty("code").GetString()).ShouldBe(["2026-01", "2026-02"]);

        _analytics.Clock.SetUtcNow(new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero));
        var months = await Months();
        months.Select(m => m.Figure("joined")).ShouldBe([6, 0, 0]);
        months.Select(m => m.Figure("wentOnLeave")).ShouldBe([0, 0, 5]);
        months.Select(m => m.Figure("cameBack")).ShouldBe([0, 0, null]);
        months.Select(m => m.Figure("left")).ShouldBe([0, 0, 0]);
        months.Select(m => m.Figure("moved")).ShouldBe([0, 0, 0]);
    }

    [Theory]
    [InlineData("OSL", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("CHI", HttpStatusCode.Forbidden, "no access to the site OSL")]
    public async Task It_is_for_the_roles_of_the_site(string site, HttpStatusCode status, string problem = "")
    {
        var answer = await Claimed(site).GetAsync(Address);
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(problem);
    }

    [Fact]
    public async Task A_role_for_programs_or_departments_does_not_show_it()
    {
        var ofProgram = await (await Assigned([Guid.CreateVersion7()], [])).GetAsync(Address);
        ofProgram.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ofProgram.Content.ReadAsStringAsync()).ShouldContain("your role there is for programs");
        var ofDepartment = await (await Assigned([], ["Sales"])).GetAsync(Address);
        ofDepartment.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ofDepartment.Content.ReadAsStringAsync()).ShouldContain("ask for a role without departments");
        (await (await Assigned([], [])).GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/dashboard/staff-changes?year=2026", HttpStatusCode.BadRequest)]
    [InlineData("/dashboard/staff-changes?site=OSL", HttpStatusCode.BadRequest)]
    [InlineData("/dashboard/staff-changes?site=OSL&year=1999", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/dashboard/staff-changes?site=OSL&year=2200", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/dashboard/staff-changes?site=NOWHERE&year=2026", HttpStatusCode.NotFound)]
    [InlineData("/dashboard/staff-changes?site=OSL&year=2026&month=3", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_answered_is_refused_with_a_problem(string address, HttpStatusCode status)
    {
        var answer = await Claimed("*").GetAsync(address);
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private async Task<JsonElement[]> Months() =>
        [.. (await MeasuredProgram.Read(Claimed("*"), Address)).GetProperty("items").EnumerateArray()];

    private HttpClient Claimed(string site) => _analytics.As(Guid.NewGuid(), [Roles.Sponsor], [site]);

    private async Task<HttpClient> Assigned(Guid[] programs, string[] departments)
    {
        var person = Guid.CreateVersion7();
        await Streams.Keep(
            _analytics,
            [
                TestData.PersonAt("HQ", person, January) with
                {
                    Account = TestTokens.AccountOf(person),
                },
                new RolesRecorded(
                    person,
                    1,
                    [new(Guid.CreateVersion7(), Roles.Sponsor, ["OSL"], programs, departments, January, null)],
                    January
                ),
            ]
        );
        return _analytics.As(person);
    }

    private sealed class ClockedHost : ServiceHost<SourceStream>
    {
        public FakeTimeProvider Clock { get; } = new(March);

        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
        }
    }
}
