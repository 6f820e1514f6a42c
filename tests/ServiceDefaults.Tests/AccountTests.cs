using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class AccountTests : IAsyncLifetime
{
    private readonly Directory _directory = new();
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await Start();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task An_account_is_its_person()
    {
        var person = _directory.Link("ada@example.com");
        (await Ask("ada@example.com")).ShouldBe((HttpStatusCode.OK, $"\"{person}\""));
    }

    [Fact]
    public async Task An_account_without_a_person_is_told_whom_to_ask()
    {
        using var client = As("stranger");
        var problem = await (await client.GetAsync("/me")).ShouldBeProblem(403, "unknown-person");
        problem["detail"]!.GetValue<string>().ShouldContain("Ask human resources");
    }

    [Fact]
    public async Task An_account_that_is_linked_later_gets_in_at_once()
    {
        (await Ask("new")).Status.ShouldBe(HttpStatusCode.Forbidden);
        _directory.Link("new");
        (await Ask("new")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Roles.Employee, HttpStatusCode.Forbidden)]
    [InlineData("king", HttpStatusCode.Forbidden)]
    [InlineData(Roles.PeopleAdmin, HttpStatusCode.OK)]
    [InlineData(Roles.Integration, HttpStatusCode.OK)]
    [InlineData(Roles.PartnerInstallation, HttpStatusCode.Forbidden)]
    public async Task An_account_without_a_person_needs_a_role(string role, HttpStatusCode status) =>
        (await Ask("hr-system", role)).Status.ShouldBe(status);

    [Fact]
    public async Task An_account_without_a_person_acts_under_its_own_id() =>
        (await Ask("hr-system", Roles.PeopleAdmin)).Body.ShouldBe($"\"{TestTokens.AccountOf("hr-system")}\"");

    [Theory]
    [InlineData("2020-01-01T00:00:00Z", null, true)]
    [InlineData("2020-01-01T00:00:00Z", "2199-01-01T00:00:00Z", true)]
    [InlineData("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z", false)]
    [InlineData("2199-01-01T00:00:00Z", null, false)]
    public async Task A_person_has_an_assigned_role_within_its_term(string starts, string? ends, bool has)
    {
        _directory.Link("ada", roles: Assigned(Roles.Sponsor, starts, ends));
        using var client = As("ada");
        (await client.GetStringAsync("/sponsor")).ShouldBe(has ? "true" : "false");
    }

    [Fact]
    public async Task Assigned_and_claimed_roles_add_up_and_each_keeps_its_own_scope()
    {
        _directory.Link("ada", roles: Assigned(Roles.Coordinator, "2020-01-01T00:00:00Z", null));
        using var client = _app.With(TestTokens.For("ada", [Roles.Sponsor], ["CHI"]));
        (await client.GetStringAsync("/sponsor")).ShouldBe("true");
        (await client.GetStringAsync("/sites/coordinator")).ShouldBe("""["BER"]""");
        (await client.GetStringAsync("/sites/sponsor")).ShouldBe("""["CHI"]""");
    }

    [Fact]
    public async Task A_guest_has_neither_assigned_nor_claimed_nor_delegated_roles()
    {
        var leader = Guid.CreateVersion7();
        var assigned = Assigned(Roles.Sponsor, "2020-01-01T00:00:00Z", null);
        _directory.Link("gia", isExternal: true, roles: [assigned, assigned with { OnBehalfOf = leader }]);
        using var client = As("gia", Roles.Sponsor);
        (await client.GetStringAsync("/sponsor")).ShouldBe("false");
        client.DefaultRequestHeaders.Add(Accounts.OnBehalfOfHeader, $"{leader}");
        (await client.GetAsync("/sponsor")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_assistant_has_the_delegated_roles_and_no_others_while_acting_for_the_person()
    {
        var leader = Guid.CreateVersion7();
        var delegated = Assigned(Roles.Coordinator, "2020-01-01T00:00:00Z", null) with { OnBehalfOf = leader };
        _directory.Link("bo", roles: delegated);
        using var own = _app.With(TestTokens.For("bo", [Roles.Sponsor], []));
        (await own.GetStringAsync("/sponsor")).ShouldBe("true");
        (await own.GetStringAsync("/sites/coordinator")).ShouldBe("[]");

        using var acting = _app.With(TestTokens.For("bo", [Roles.Sponsor], []));
        acting.DefaultRequestHeaders.Add("X-On-Behalf-Of", $"{leader}");
        (await acting.GetStringAsync("/sponsor")).ShouldBe("false");
        (await acting.GetStringAsync("/sites/coordinator")).ShouldBe("""["BER"]""");
        (await acting.GetStringAsync("/for")).ShouldBe($"{leader}");
    }

    [Theory]
    [InlineData("00000000-0000-7000-8000-000000000001", 403, "not-allowed")]
    [InlineData("the boss", 400, "malformed-request")]
    public async Task Acting_for_a_person_who_delegated_nothing_is_refused(string leader, int status, string slug)
    {
        _directory.Link("bo", roles: Assigned(Roles.Coordinator, "2020-01-01T00:00:00Z", null));
        using var client = As("bo");
        client.DefaultRequestHeaders.Add("X-On-Behalf-Of", leader);
        await (await client.GetAsync("/me")).ShouldBeProblem(status, slug);
    }

    [Fact]
    public async Task Only_the_roles_of_the_settings_can_be_claimed()
    {
        await using var app = await Start(("Auth:ClaimedRoles:0", Roles.PeopleAdmin));
        _directory.Link("ada");
        using var client = app.With(TestTokens.For("ada", [Roles.Sponsor, Roles.PeopleAdmin], []));
        (await client.GetStringAsync("/sponsor")).ShouldBe("false");
        (await client.GetStringAsync("/sites/people-admin")).ShouldBe("""["*"]""");
        using var stranger = app.With(TestTokens.For("stranger", [Roles.Sponsor], []));
        await (await stranger.GetAsync("/me")).ShouldBeProblem(403, "unknown-person");
    }

    [Fact]
    public async Task A_token_claims_no_departments_and_takes_none_away()
    {
        _directory.Link("ada");
        using var client = _app.With(
            TestTokens.Issue(
                "ada",
                token =>
                {
                    token.Claims["roles"] = new[] { Roles.Sponsor };
                    token.Claims["departments"] = new[] { "Sales" };
                }
            )
        );
        (await client.GetStringAsync("/whole-sites/sponsor")).ShouldBe("true");
    }

    [Fact]
    public async Task An_assigned_role_keeps_its_departments()
    {
        _directory.Link(
            "ada",
            roles: Assigned(Roles.Sponsor, "2020-01-01T00:00:00Z", null) with
            {
                Departments = ["Sales"],
            }
        );
        using var client = As("ada");
        (await client.GetStringAsync("/sponsor")).ShouldBe("true");
        (await client.GetStringAsync("/whole-sites/sponsor")).ShouldBe("false");
    }

    [Fact]
    public async Task A_service_does_not_start_with_a_claimed_role_that_does_not_exist()
    {
        await using var app = TestApp.Build(_ => { }, null, ("Auth:ClaimedRoles:0", "king"));
        (await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync())).Message.ShouldContain(
            "Auth__ClaimedRoles is wrong: it must be a list of employee, coordinator"
        );
    }

    [Theory]
    [InlineData(Roles.Employee)]
    [InlineData(Roles.Overseer)]
    public async Task A_person_who_left_does_not_get_in_whatever_the_role(string role)
    {
        _directory.Link("leaver", active: false);
        var (status, body) = await Ask("leaver", role);
        status.ShouldBe(HttpStatusCode.Forbidden);
        body.ShouldContain("has left the company");
    }

    [Fact]
    public async Task The_directory_is_asked_once_for_many_requests_of_a_person()
    {
        _directory.Link("ada");
        using var client = As("ada");
        for (var i = 0; i < 5; i++)
            (await client.GetAsync("/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _directory.Questions.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_open_to_all_is_open_to_an_unknown_account()
    {
        using var client = As("stranger");
        (await client.GetAsync("/open")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await client.GetAsync("/nowhere")).ShouldBeProblem(404, "not-found");
    }

    [Fact]
    public async Task The_provider_may_name_accounts_by_another_claim()
    {
        await using var app = await Start(("Auth:SubjectClaim", "oid"));
        var person = _directory.Link("the-object-id");
        using var client = app.With(TestTokens.Issue("pairwise", token => token.Claims["oid"] = "the-object-id"));
        (await client.GetStringAsync("/me")).ShouldBe($"\"{person}\"");
        using var without = app.With(TestTokens.Issue("pairwise", _ => { }));
        (await without.GetAsync("/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(null, "is missing: 32 random bytes in Base64")]
    [InlineData("short", "is wrong: it must be 32 bytes in Base64")]
    [InlineData("bm90IDMyIGJ5dGVz", "is wrong: it must be 32 bytes in Base64")]
    public async Task A_service_without_a_key_for_accounts_does_not_start(string? key, string problem)
    {
        await using var app = TestApp.Build(_ => { }, null, ("Auth:AccountKey", key));
        (await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync())).Message.ShouldContain(
            $"Auth__AccountKey {problem}"
        );
    }

    [Fact]
    public void An_account_id_follows_from_key_issuer_and_subject()
    {
        var (key, other) = (new byte[32], Convert.FromBase64String(TestKeys.Account));
        var id = AccountIds.Of(key, "https://a.example", "ada");

        id.Version.ShouldBe(8);
        id.Variant.ShouldBeInRange(8, 11);
        AccountIds.Of(key, "https://a.example", "ada").ShouldBe(id);
        AccountIds.Of(key, "https://a.example", "Ada").ShouldNotBe(id);
        AccountIds.Of(key, "https://b.example", "ada").ShouldNotBe(id);
        AccountIds.Of(other, "https://a.example", "ada").ShouldNotBe(id);
        AccountIds.Of(key, "https://a.exampl", "eada").ShouldNotBe(id);
    }

    private Task<TestApp> Start(params (string Key, string? Value)[] settings) =>
        TestApp.Start(
            app =>
            {
                app.MapGet("/me", (ClaimsPrincipal user) => user.Id());
                app.MapGet("/sponsor", (ClaimsPrincipal user) => user.HasRole(Roles.Sponsor));
                app.MapGet("/sites/{role}", (string role, ClaimsPrincipal user) => user.ScopeOf(role).Sites);
                app.MapGet(
                    "/whole-sites/{role}",
                    (string role, ClaimsPrincipal user) => user.ScopeOf(role).Covers("BER")
                );
                app.MapGet("/for", (AuditContext audit) => audit.Metadata.OnBehalfOf);
                app.MapGet("/open", () => "open").AllowAnonymous();
            },
            builder => builder.Services.AddSingleton<IAccountDirectory>(_directory).AddScoped<AuditContext>(),
            settings
        );

    private static AssignedRole Assigned(string role, string starts, string? ends) =>
        new(
            Guid.CreateVersion7(),
            role,
            ["BER"],
            [],
            [],
            DateTimeOffset.Parse(starts, null),
            ends is null ? null : DateTimeOffset.Parse(ends, null)
        );

    private HttpClient As(string subject, params string[] roles) => _app.With(TestTokens.For(subject, roles, []));

    private async Task<(HttpStatusCode Status, string Body)> Ask(string subject, params string[] roles)
    {
        using var client = As(subject, roles);
        using var answer = await client.GetAsync("/me");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private sealed class Directory : IAccountDirectory
    {
        private readonly Dictionary<Guid, AccountHolder> _holders = [];

        public int Questions { get; private set; }

        public Guid Link(string subject, bool active = true, bool isExternal = false, params AssignedRole[] roles)
        {
            var person = Guid.CreateVersion7();
            _holders[TestTokens.AccountOf(subject)] = new(person, active, roles, isExternal);
            return person;
        }

        public Task<AccountHolder?> FindHolder(Guid account, CancellationToken ct)
        {
            Questions++;
            return Task.FromResult(_holders.GetValueOrDefault(account));
        }
    }
}
