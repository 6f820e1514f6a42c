using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>The company has one provider, and a subsidiary another one.</summary>
public sealed class SeveralProvidersTests : IAsyncLifetime
{
    private const string Audience = "peernetwork",
        OtherAudience = "api://mentoring";

    private SigningProvider _company = null!,
        _subsidiary = null!;

    private readonly SeenAccounts _linking = new();

    private WebApplication _service = null!;

    public async Task InitializeAsync()
    {
        (_company, _subsidiary) = (await SigningProvider.Start(), await SigningProvider.Start());
        _service = await StartService();
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _company.DisposeAsync();
        await _subsidiary.DisposeAsync();
    }

    [Fact]
    public async Task Tokens_of_both_get_in_and_one_subject_at_both_is_two_accounts()
    {
        var (status, account) = await Ask(_company.Sign("ada", Audience));
        status.ShouldBe(HttpStatusCode.OK);
        account.ShouldBe($"\"{AccountOf(_company, "ada")}\"");

        (status, account) = await Ask(_subsidiary.Sign("ada", OtherAudience));
        status.ShouldBe(HttpStatusCode.OK);
        account.ShouldBe($"\"{AccountOf(_subsidiary, "object of ada")}\"");
    }

    [Fact]
    public async Task A_token_counts_only_with_the_key_and_the_audience_of_its_own_issuer()
    {
        foreach (
            var token in new[]
            {
                _subsidiary.Sign("ada", Audience, _company.Issuer),
                _company.Sign("ada", OtherAudience, _subsidiary.Issuer),
                _company.Sign("ada", OtherAudience),
                _subsidiary.Sign("ada", Audience),
                _company.Sign("ada", Audience, "https://unknown.example"),
                "no.token.at-all",
                "nonsense",
            }
        )
            (await Ask(token)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Each_provider_gives_only_the_roles_of_its_settings()
    {
        (await Ask(_company.Sign("ada", Audience, null, Roles.Sponsor), "/sponsor")).Body.ShouldBe("true");
        (await Ask(_subsidiary.Sign("ada", OtherAudience, null, Roles.Sponsor), "/sponsor")).Body.ShouldBe("false");
    }

    [Fact]
    public async Task Each_provider_has_its_own_rules_by_which_accounts_find_their_people()
    {
        await _service.DisposeAsync();
        _service = await StartService(
            ("Auth:VerifiedEmail", "true"),
            ("Auth:OtherProviders:0:EmployeeNumberClaim", "number")
        );
        (string, object)[] claims = [("email", "ada@example.com"), ("email_verified", true), ("number", "E1")];
        await Ask(_company.SignWith("ada", Audience, _company.Issuer, claims));
        await Ask(_subsidiary.SignWith("ada", OtherAudience, _subsidiary.Issuer, claims));
        await Ask(_company.SignWith("bo", Audience, _company.Issuer, ("email", "bo@example.com"), ("number", "E2")));
        await Ask(_subsidiary.SignWith("bo", OtherAudience, _subsidiary.Issuer, ("number", "")));

        _linking.Seen.ShouldBe([
            new(AccountOf(_company, "ada"), _company.Issuer, "ada@example.com", null),
            new(AccountOf(_subsidiary, "object of ada"), _subsidiary.Issuer, null, "E1"),
        ]);
    }

    [Fact]
    public async Task Without_rules_no_account_is_linked()
    {
        await Ask(
            _company.SignWith("ada", Audience, _company.Issuer, ("email", "a@example.com"), ("email_verified", true))
        );
        _linking.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_is_rotated_while_the_service_runs_is_read_again()
    {
        (await Ask(_subsidiary.Sign("ada", OtherAudience))).Status.ShouldBe(HttpStatusCode.OK);
        var former = _subsidiary.Sign("bo", OtherAudience);
        _subsidiary.RotateKey();
        await Eventually.Passes(async () =>
            (await Ask(_subsidiary.Sign("ada", OtherAudience))).Status.ShouldBe(HttpStatusCode.OK)
        );
        (await Ask(former)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Ask(_company.Sign("ada", Audience))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_one_is_down_the_other_signs_in_and_a_health_check_names_the_one()
    {
        var issuer = _subsidiary.Issuer;
        var token = _subsidiary.Sign("ada", OtherAudience);
        await _subsidiary.DisposeAsync();
        (await Ask(_company.Sign("ada", Audience))).Status.ShouldBe(HttpStatusCode.OK);
        (await Ask(token)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var report = await _service
            .Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Name == "token-provider");
        report.Status.ShouldBe(HealthStatus.Degraded);
        report.Entries.Values.Single().Description!.ShouldContain(issuer);
    }

    [Theory]
    [InlineData("Auth:OtherProviders:0:Audience", "", "Auth__OtherProviders is wrong")]
    [InlineData("Auth:OtherProviders:0:Authority", "ftp://x", "Auth__OtherProviders is wrong")]
    [InlineData("Auth:OtherProviders:0:ClaimedRoles:0", "king", "Auth__OtherProviders is wrong")]
    public async Task A_service_does_not_start_with_a_wrong_provider(string key, string value, string problem) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => StartService((key, value)))).Message.ShouldContain(
            problem
        );

    [Fact]
    public async Task No_two_providers_have_the_same_issuer() =>
        (
            await Should.ThrowAsync<OptionsValidationException>(() =>
                StartService(("Auth:OtherProviders:0:Issuer", _company.Issuer))
            )
        ).Message.ShouldContain("no two providers may have the same issuer");

    private static Guid AccountOf(SigningProvider provider, string subject) =>
        AccountIds.Of(Convert.FromBase64String(TestKeys.Account), provider.Issuer, subject);

    private async Task<WebApplication> StartService(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Auth:AccountKey"] = TestKeys.Account,
                ["Auth:Authority"] = _company.Issuer,
                ["Auth:Issuer"] = _company.Issuer,
                ["Auth:Audience"] = Audience,
                ["Auth:OtherProviders:0:Authority"] = _subsidiary.Issuer,
                ["Auth:OtherProviders:0:Issuer"] = _subsidiary.Issuer,
                ["Auth:OtherProviders:0:Audience"] = OtherAudience,
                ["Auth:OtherProviders:0:SubjectClaim"] = "oid",
                ["Auth:OtherProviders:0:ClaimedRoles:0"] = "none",
            }
        );
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddServiceDefaults("testing");
        builder.AddAccounts();
        builder.Services.AddSingleton<IAccountLinking>(_linking);
        var service = builder.Build();
        var routes = service.MapDefaults();
        routes.MapGet("/me", (ClaimsPrincipal user) => user.Id());
        routes.MapGet("/sponsor", (ClaimsPrincipal user) => user.HasRole(Roles.Sponsor));
        await service.StartAsync();
        return service;
    }

    private async Task<(HttpStatusCode Status, string Body)> Ask(string token, string path = "/me")
    {
        using var client = new HttpClient { BaseAddress = new(_service.Urls.First()) };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await client.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The accounts that the rules would have linked.</summary>
    private sealed class SeenAccounts : IAccountLinking
    {
        public List<UnlinkedAccount> Seen { get; } = [];

        public Task Link(UnlinkedAccount account, CancellationToken ct)
        {
            Seen.Add(account);
            return Task.CompletedTask;
        }
    }
}
