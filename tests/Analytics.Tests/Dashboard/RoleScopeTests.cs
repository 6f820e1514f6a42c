using System.Net;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Dashboard;

/// <summary>People of a headquarters, where the program does not run, with roles that enrollment published.</summary>
[Collection(MeasuredProgramTests.Name)]
public sealed class RoleScopeTests(MeasuredProgram program)
{
    private static readonly string Address = $"/dashboard?program={MeasuredProgram.Program}";

    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Roles.Sponsor)]
    [InlineData(Roles.CommitteeMember)]
    [InlineData(Roles.Coordinator)]
    public async Task An_assigned_role_shows_the_dashboard_of_its_sites(string role)
    {
        var client = await Holder(role, ["LON"], []);
        (await MeasuredProgram.Read(client, Address)).GetProperty("site").GetString().ShouldBe("LON");
        (await client.GetAsync($"{Address}&site=CHI")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_role_for_one_program_shows_that_program_alone()
    {
        var client = await Holder(Roles.Sponsor, ["*"], [MeasuredProgram.Program]);
        (await client.GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var other = await Holder(Roles.Sponsor, ["*"], [Guid.CreateVersion7()]);
        (await other.GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/dashboard", Roles.Sponsor, "*")]
    [InlineData("/dashboard", Roles.CommitteeMember, "LON")]
    [InlineData("/dashboard/weeks", Roles.Sponsor, "*")]
    [InlineData("/dashboard/sites", Roles.Coordinator, "LON")]
    public async Task A_role_for_departments_shows_no_figures_and_the_problem_says_why(
        string path,
        string role,
        string site
    )
    {
        var client = await Holder(role, [site], [], "Sales");
        var answer = await client.GetAsync($"{path}?program={MeasuredProgram.Program}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("ask for a role without departments");
    }

    [Fact]
    public async Task A_sponsor_of_departments_does_not_see_the_released_figures()
    {
        (await (await Holder(Roles.Sponsor, ["*"], [])).GetAsync("/dashboard/installations")).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
        var client = await Holder(Roles.Sponsor, ["*"], [], "Sales");
        (await client.GetAsync("/dashboard/installations")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Roles_that_arrive_before_the_person_and_in_any_order_end_in_the_newest_state()
    {
        var person = Guid.CreateVersion7();
        await Streams.Keep(
            program.Analytics,
            [
                RolesOf(person, 3),
                RolesOf(person, 2, new RoleRecorded(Guid.CreateVersion7(), Roles.Sponsor, ["*"], [], [], At, null)),
                Person(person),
            ]
        );
        (await program.Analytics.As(person).GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_guest_has_no_role_that_the_token_claims()
    {
        var guest = Guid.CreateVersion7();
        await Streams.Keep(program.Analytics, [Person(guest) with { Kind = "alumnus" }]);
        var answer = await program.Analytics.As(guest, [Roles.Sponsor], ["*"]).GetAsync(Address);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_linked_account_has_the_roles_of_its_person_until_it_is_unlinked()
    {
        var (person, account) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var sponsor = new RoleRecorded(Guid.CreateVersion7(), Roles.Sponsor, ["*"], [], [], At, null);
        await Streams.Keep(
            program.Analytics,
            [
                TestData.PersonAt("HQ", person, At),
                RolesOf(person, 1, sponsor),
                new AccountsRecorded(person, 2, [TestTokens.AccountOf(account)], At),
                new AccountsRecorded(person, 1, [], At),
            ]
        );
        (await program.Analytics.As(account).GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await Streams.Keep(program.Analytics, [new AccountsRecorded(person, 3, [], At)]);
        // A service remembers for some seconds whose account it is.
        await Eventually.Passes(async () =>
            (await program.Analytics.As(account).GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden)
        );
    }

    private async Task<HttpClient> Holder(string role, string[] sites, Guid[] programs, params string[] departments)
    {
        var person = Guid.CreateVersion7();
        await Streams.Keep(
            program.Analytics,
            [
                Person(person),
                RolesOf(
                    person,
                    2,
                    new RoleRecorded(Guid.CreateVersion7(), role, sites, programs, departments, At, null)
                ),
            ]
        );
        return program.Analytics.As(person);
    }

    private static PersonRecorded Person(Guid person) =>
        TestData.PersonAt("HQ", person, At) with
        {
            Account = TestTokens.AccountOf(person),
        };

    private static RolesRecorded RolesOf(Guid person, long version, params RoleRecorded[] roles) =>
        new(person, version, roles, At);
}
