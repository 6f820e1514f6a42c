using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class TokenTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public static TheoryData<string> Hostile => [.. HostileTokens.Of(TestApp.Ada, [], []).Keys];

    public async Task InitializeAsync() =>
        _app = await TestApp.Start(app =>
        {
            app.MapGet("/me", (System.Security.Claims.ClaimsPrincipal user) => user.Id());
            app.MapGet("/open", () => "open").AllowAnonymous();
        });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_good_token_says_who_asks() =>
        (await _app.AsAda().GetStringAsync("/me")).ShouldBe($"\"{TestTokens.AccountOf(TestApp.Ada)}\"");

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_hostile_token_is_refused(string kind)
    {
        var response = await _app.With(HostileTokens.Of(TestApp.Ada, [], [])[kind]).GetAsync("/me");
        await response.ShouldBeProblem(401, "not-signed-in");
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
    }

    [Fact]
    public async Task Every_route_needs_a_token_unless_it_says_otherwise()
    {
        await (await _app.Anonymous().GetAsync("/me")).ShouldBeProblem(401, "not-signed-in");
        await (await _app.Anonymous().GetAsync("/nowhere")).ShouldBeProblem(401, "not-signed-in");
        (await _app.Anonymous().GetAsync("/open")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Production", "Auth:Authority", "http://sign-in.example", "it must be an https address")]
    [InlineData("Production", "Auth:Authority", "", "Auth__Authority is missing")]
    [InlineData("Development", "Auth:Authority", null, "Auth__Authority is missing")]
    [InlineData("Development", "Auth:Issuer", "", "Auth__Issuer is missing")]
    [InlineData("Development", "Auth:Audience", "", "Auth__Audience is missing")]
    public async Task A_service_that_could_not_check_tokens_refuses_to_start(
        string environment,
        string key,
        string? value,
        string words
    )
    {
        await using var app = TestApp.Build(_ => { }, null, ("Environment", environment), (key, value));
        (await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync())).Message.ShouldContain(words);
    }
}
