using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PeerNetwork.AppHost.Hosting;
using PeerNetwork.DemoCompany;
using PeerNetwork.IdentityProvider;
using PeerNetwork.LocalServers;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Tools;
using PeerNetwork.Tools.Demo;

namespace PeerNetwork.AppHost.Tests;

public sealed partial class IdentityProviderTests : IDisposable
{
    private const string Redirect = "http://127.0.0.1:5999/signed-in",
        Verifier = "a-verifier-of-the-forty-three-or-more-characters-it-needs";
    private const string Subject = "ada@example.com";

    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-identity-").FullName;
    private readonly Provider _provider;
    private readonly HttpClient _client;

    public IdentityProviderTests()
    {
        _provider = new Provider(Secrets.In(_folder).PrivateKey);
        _provider.UseKestrel();
        _provider.StartServer();
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _provider.Issuer };
    }

    public void Dispose()
    {
        _client.Dispose();
        _provider.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Discovery_names_the_endpoints_and_the_public_key_alone()
    {
        var document = await _client.GetFromJsonAsync<JsonElement>(".well-known/openid-configuration");
        document.GetProperty("issuer").GetString().ShouldBe(_provider.Issuer.AbsoluteUri);
        document
            .GetProperty("code_challenge_methods_supported")
            .EnumerateArray()
            .Select(m => m.GetString())
            .ShouldContain("S256");

        var key = (await Keys()).ShouldHaveSingleItem();
        key.Crv.ShouldBe("P-256");
        key.HasPrivateKey.ShouldBeFalse();
        (await _client.GetAsync("health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Scripts_get_a_token_of_any_account()
    {
        var token = await ShouldBeToken(
            await Exchange(
                ("grant_type", "client_credentials"),
                ("client_id", "peernetwork-tools"),
                ("subject", Subject),
                ("roles", "coordinator"),
                ("roles", "sponsor"),
                ("sites", "LIS")
            )
        );

        token.Subject.ShouldBe(Subject);
        Values(token, "roles").ShouldBe(["coordinator", "sponsor"]);
        Values(token, "sites").ShouldBe(["LIS"]);
        Guid.Parse(token.Id).ShouldNotBe(Guid.Empty);
        (token.ValidTo - token.IssuedAt).ShouldBe(TimeSpan.FromHours(8), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("", "employee", "", "subject")]
    [InlineData("a\nb", "employee", "", "subject")]
    [InlineData("ada", "king", "", "roles")]
    [InlineData("ada", "employee", "A\nB", "sites")]
    public async Task An_account_that_cannot_be_is_refused(string subject, string role, string site, string parameter)
    {
        var answer = await Exchange(
            ("grant_type", "client_credentials"),
            ("client_id", "peernetwork-tools"),
            ("subject", subject),
            ("roles", role),
            ("sites", site)
        );
        (await ShouldBeError(answer, "invalid_request")).ShouldStartWith(parameter);
    }

    [Theory]
    [InlineData("client_credentials", "peernetwork-portal")]
    [InlineData("client_credentials", "somebody")]
    [InlineData("authorization_code", "peernetwork-tools")]
    public async Task A_client_has_its_own_grant_alone(string grant, string client) =>
        await ShouldBeError(
            await Exchange(
                ("grant_type", grant),
                ("client_id", client),
                ("subject", Subject),
                ("code", "a"),
                ("code_verifier", Verifier),
                ("redirect_uri", Redirect)
            ),
            "invalid_client"
        );

    [Fact]
    public async Task A_refresh_token_gives_new_tokens_of_the_same_account()
    {
        var page = await _client.GetStringAsync(AuthorizeAddress());
        var code = await CodeFrom(WebUtility.HtmlDecode(PersonaLink().Match(page).Groups[1].Value));
        var first = await Redeem(code);
        var before = await ShouldBeToken(first);
        var tokens = await first.Content.ReadFromJsonAsync<JsonElement>();

        var answer = await Exchange(
            ("grant_type", "refresh_token"),
            ("client_id", "peernetwork-portal"),
            ("refresh_token", tokens.GetProperty("refresh_token").GetString()!)
        );

        var after = await ShouldBeToken(answer);
        after.Id.ShouldNotBe(before.Id);
        after.Subject.ShouldBe(before.Subject);
        Values(after, "roles").ShouldBe(Values(before, "roles"));
        (after.ValidTo - after.IssuedAt).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_persona_of_the_page_signs_in_by_code_and_PKCE_once()
    {
        var page = await _client.GetStringAsync(AuthorizeAddress());
        var overseer = WebUtility.HtmlDecode(
            PersonaLink().Matches(page).Single(m => m.Groups[2].Value == "Overseer").Groups[1].Value
        );
        var code = await CodeFrom(overseer);

        await ShouldBeError(await Redeem(code, "another-verifier-of-forty-three-or-more-characters"), "invalid_grant");
        var answer = await Redeem(code);
        var token = await ShouldBeToken(answer);
        var idToken = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id_token").GetString();
        new JsonWebToken(idToken).Audiences.ShouldBe(["peernetwork-portal"]);
        token.Subject.ShouldBe("overseer");
        Values(token, "roles").ShouldBe(["overseer"]);
        Values(token, "sites").ShouldBe(["*"]);
        token.TryGetClaim("code_id", out _).ShouldBeFalse();
        await ShouldBeError(await Redeem(code), "invalid_grant");
    }

    [Fact]
    public void The_personas_that_are_employees_are_people_of_the_demo_company()
    {
        var people = Company.Generate(DemoCommand.Seed).People.ToDictionary(p => p.Number);
        var employees = Persona.All.Where(persona => persona.Role == Roles.Employee).ToArray();
        employees.Length.ShouldBe(2);
        foreach (var persona in employees)
            persona.Description.ShouldStartWith(people[persona.Subject].Name);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5999/signed-out", HttpStatusCode.Redirect)]
    [InlineData("https://evil.example/", HttpStatusCode.BadRequest)]
    public async Task A_sign_out_leads_back_to_this_machine_alone(string redirect, HttpStatusCode status)
    {
        using var answer = await _client.GetAsync(
            QueryHelpers.AddQueryString("connect/logout", "post_logout_redirect_uri", redirect)
        );
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        (answer.Headers.Location?.AbsoluteUri == redirect).ShouldBe(status is HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("client_id", "peernetwork-tools")]
    [InlineData("roles", "king")]
    public async Task An_authorization_request_that_is_not_good_gets_no_code(string parameter, string? value)
    {
        var request = QueryHelpers
            .ParseQuery(new Uri(_provider.Issuer, AuthorizeAddress()).Query)
            .ToDictionary(p => p.Key, p => (string?)p.Value);
        request["subject"] = Subject;
        request[parameter] = value;
        if (value is null)
            request.Remove(parameter);

        using var answer = await _client.GetAsync(QueryHelpers.AddQueryString("connect/authorize", request));

        $"{answer.Headers.Location}".ShouldNotContain("code=");
        $"{answer.Headers.Location}{await answer.Content.ReadAsStringAsync()}".ShouldContain("error");
    }

    [Fact]
    public async Task A_service_accepts_its_tokens_and_not_those_of_another_provider()
    {
        using var other = new Provider(
            Secrets.In(Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName).PrivateKey
        );
        other.UseKestrel();
        other.StartServer();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Auth:Authority"] = _provider.Issuer.AbsoluteUri,
                ["Auth:Issuer"] = _provider.Issuer.AbsoluteUri,
                ["Auth:Audience"] = "peernetwork",
            }
        );
        builder.AddServiceDefaults("testing");
        await using var service = builder.Build();
        service.MapDefaults().MapGet("/me", (ClaimsPrincipal user) => user.Identity!.Name);
        await service.StartAsync();

        (await StatusWith(_provider.Issuer)).ShouldBe(HttpStatusCode.OK);
        (await StatusWith(other.Issuer)).ShouldBe(HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> StatusWith(Uri issuer)
        {
            var token = await DevelopmentTokens.For(issuer, Subject, ["coordinator"], ["LIS"], default);
            using var http = new HttpClient { BaseAddress = new(service.Urls.First()) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            return (await http.GetAsync("/me")).StatusCode;
        }
    }

    [Fact]
    public void Outside_development_it_does_not_start()
    {
        using var provider = new Provider(Secrets.In(_folder).PrivateKey, "Production");
        provider.UseKestrel();
        Should.Throw<InvalidOperationException>(provider.StartServer).Message.ShouldContain("for Development only");
    }

    private static string AuthorizeAddress() =>
        QueryHelpers.AddQueryString(
            "connect/authorize",
            new Dictionary<string, string?>
            {
                ["client_id"] = "peernetwork-portal",
                ["response_type"] = "code",
                ["redirect_uri"] = Redirect,
                ["scope"] = "openid offline_access",
                ["state"] = "\"><script>",
                ["code_challenge"] = Base64UrlEncoder.Encode(
                    SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier))
                ),
                ["code_challenge_method"] = "S256",
            }
        );

    private async Task<string> CodeFrom(string address)
    {
        using var answer = await _client.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        $"{answer.Headers.Location}".ShouldStartWith(Redirect);
        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        $"{query["state"]}".ShouldBe("\"><script>");
        return $"{query["code"]}";
    }

    private Task<HttpResponseMessage> Redeem(string code, string verifier = Verifier) =>
        Exchange(
            ("grant_type", "authorization_code"),
            ("client_id", "peernetwork-portal"),
            ("redirect_uri", Redirect),
            ("code", code),
            ("code_verifier", verifier)
        );

    private Task<HttpResponseMessage> Exchange(params IEnumerable<(string Key, string Value)> form) =>
        _client.PostAsync(
            "connect/token",
            new FormUrlEncodedContent(form.Select(p => KeyValuePair.Create(p.Key, p.Value)))
        );

    /// <summary>The access token, once its signature, issuer and audience were found good.</summary>
    private async Task<JsonWebToken> ShouldBeToken(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        var token = JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            token,
            new()
            {
                ValidIssuer = _provider.Issuer.AbsoluteUri,
                ValidAudience = "peernetwork",
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                IssuerSigningKeys = await Keys(),
            }
        );
        result.IsValid.ShouldBeTrue($"{result.Exception}");
        return new(token);
    }

    private static async Task<string> ShouldBeError(HttpResponseMessage answer, string error)
    {
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBeInRange(400, 401, text);
        var body = JsonDocument.Parse(text).RootElement;
        body.GetProperty("error").GetString().ShouldBe(error, text);
        return body.GetProperty("error_description").GetString()!;
    }

    private async Task<IList<JsonWebKey>> Keys()
    {
        var document = await _client.GetFromJsonAsync<JsonElement>(".well-known/openid-configuration");
        return new JsonWebKeySet(await _client.GetStringAsync(document.GetProperty("jwks_uri").GetString())).Keys;
    }

    private static IEnumerable<string> Values(JsonWebToken token, string claim) =>
        token.Claims.Where(c => c.Type == claim).Select(c => c.Value);

    [GeneratedRegex("""<a href="([^"]+)">([^<]+)</a>""")]
    private static partial Regex PersonaLink();

    private sealed class Provider(string key, string environment = "Development") : WebApplicationFactory<SignInRequest>
    {
        public Uri Issuer { get; } = new($"http://127.0.0.1:{Ports.Choose(1)[0]}/");

        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder
                .UseEnvironment(environment)
                .UseContentRoot(AppContext.BaseDirectory)
                .UseUrls(Issuer.AbsoluteUri)
                .UseSetting("Issuer", Issuer.AbsoluteUri)
                .UseSetting("SigningKey", key);
    }
}
