using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class TokenTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public static TheoryData<string> Hostile => [.. HostileTokens.Keys];

    private static Dictionary<string, Func<string>> HostileTokens { get; } = new()
    {
        ["garbage"] = () => "a.b.c",
        ["unsigned"] = Unsigned,
        ["expired"] = () => Issue(t => t.Expires = DateTime.UtcNow.AddSeconds(-40)),
        ["without an end"] = () => Issue(t => t.Expires = null),
        ["not valid yet"] = () => Issue(t => t.NotBefore = DateTime.UtcNow.AddMinutes(5)),
        ["of another audience"] = () => Issue(t => t.Audience = "payroll"),
        ["of another issuer"] = () => Issue(t => t.Issuer = "https://evil.example"),
        ["signed by another key of the same name"] = () => Issue(t => t.SigningCredentials = new(
            new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" }, SecurityAlgorithms.EcdsaSha256)),
        ["signed with the public key as a secret"] = () => Issue(t => t.SigningCredentials = new(
            new SymmetricSecurityKey(Encoding.UTF8.GetBytes(TestTokens.PublicKeys)) { KeyId = "test" }, SecurityAlgorithms.HmacSha256)),
        ["without a subject"] = () => Issue(t => t.Claims.Remove("sub")),
        ["of a subject that is no person"] = () => Issue(t => t.Claims["sub"] = "root"),
        ["with a changed payload"] = Changed,
    };

    public async Task InitializeAsync() => _app = await TestApp.Start(app =>
    {
        app.MapGet("/me", (System.Security.Claims.ClaimsPrincipal user) => user.Subject());
        app.MapGet("/open", () => "open").AllowAnonymous();
    });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_good_token_says_who_asks() =>
        (await _app.AsAda().GetStringAsync("/me")).ShouldBe($"\"{TestApp.Ada}\"");

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_hostile_token_is_refused(string kind)
    {
        var answer = await _app.With(HostileTokens[kind]()).GetAsync("/me");
        await answer.ShouldBeProblem(401, "not-signed-in");
        answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
    }

    [Fact]
    public async Task Every_route_needs_a_token_unless_it_says_otherwise()
    {
        await (await _app.Anonymous().GetAsync("/me")).ShouldBeProblem(401, "not-signed-in");
        await (await _app.Anonymous().GetAsync("/nowhere")).ShouldBeProblem(401, "not-signed-in");
        (await _app.Anonymous().GetAsync("/open")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Production", "Auth:Authority", "https://sign-in.example", "Development only")]
    [InlineData("Development", "Auth:PublicKeys", null, "Auth:Authority is required")]
    [InlineData("Development", "Auth:Issuer", "", "Auth:Issuer and Auth:Audience are required")]
    [InlineData("Development", "Auth:Audience", "", "Auth:Issuer and Auth:Audience are required")]
    [InlineData("Development", "Auth:PublicKeys", """{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", "holds a secret key")]
    public async Task A_service_that_could_not_check_tokens_refuses_to_start(string environment, string key, string? value, string words)
    {
        await using var app = TestApp.Build(_ => { }, null, ("Environment", environment), (key, value));
        (await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync())).Message.ShouldContain(words);
    }

    [Fact]
    public async Task In_production_without_an_authority_a_service_refuses_to_start()
    {
        await using var app = TestApp.Build(_ => { }, null, ("Environment", "Production"), ("Auth:PublicKeys", null));
        (await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync())).Message.ShouldContain("Auth:Authority is required");
    }

    private static string Issue(Action<SecurityTokenDescriptor> change) => TestTokens.Issue(TestApp.Ada, change);

    private static string Unsigned()
    {
        var payload = TestTokens.For(TestApp.Ada, [], []).Split('.')[1];
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.";
    }

    private static string Changed()
    {
        var parts = TestTokens.For(TestApp.Ada, [], []).Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("\"roles\":[]", "\"roles\":[\"overseer\"]", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }
}
