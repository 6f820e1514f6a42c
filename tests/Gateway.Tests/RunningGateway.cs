using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.Gateway.Tests;

/// <summary>The gateway itself on a free port of this machine, with a signing key of its own.</summary>
internal sealed class GatewayHost : WebApplicationFactory<Program>
{
    private const string Issuer = "https://people.test",
        Audience = "peernetwork";
    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };
    private readonly Dictionary<string, string?> _settings = [];

    private GatewayHost(params IEnumerable<(string Key, string Value)> settings)
    {
        foreach (var (key, value) in settings)
            _settings[key] = value;
        UseKestrel();
        StartServer();
        Client = CreateClient();
    }

    public HttpClient Client { get; }

    /// <summary>Starts a gateway whose enrollment service is at the given backends.</summary>
    public static GatewayHost InFrontOf(params IEnumerable<Backend> enrollment) =>
        With(enrollment.Select((backend, n) => ($"Services:enrollment:http:{n}", backend.Address)));

    public static GatewayHost With(params IEnumerable<(string Key, string Value)> settings) => new(settings);

    /// <summary>A request by a person with a good token.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, Guid? person = null) =>
        new(method, path) { Headers = { Authorization = Bearer(Token(person ?? Guid.NewGuid())) } };

    public Task<HttpResponseMessage> Get(string path, Guid? person = null) =>
        Client.SendAsync(Request(HttpMethod.Get, path, person));

    public string Token(
        Guid person,
        string issuer = Issuer,
        string audience = Audience,
        double hours = 1,
        SigningCredentials? signer = null,
        bool signed = true
    ) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                IssuedAt = DateTime.UtcNow.AddHours(hours - 2),
                Expires = DateTime.UtcNow.AddHours(hours),
                Claims = new Dictionary<string, object> { ["sub"] = person.ToString() },
                SigningCredentials = signed ? signer ?? new(_key, SecurityAlgorithms.EcdsaSha256) : null,
            }
        );

    /// <summary>The secret of the old trick: the published key's text, used as if it were a shared one.</summary>
    public SymmetricSecurityKey PublicKeyAsSecret() => new(Encoding.UTF8.GetBytes(PublicJwk())) { KeyId = "test" };

    public static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // Not as a port of the factory, which would set it while the program is already starting the server.
        builder.UseUrls("http://127.0.0.1:0");
        builder.UseEnvironment("Development").UseContentRoot(AppContext.BaseDirectory);
        builder.ConfigureServices(services =>
            services.Configure<JwtBearerOptions>(
                JwtBearerDefaults.AuthenticationScheme,
                bearer => bearer.Configuration = new() { Issuer = Issuer, SigningKeys = { _key } }
            )
        );
        foreach (
            var (key, value) in (IEnumerable<KeyValuePair<string, string?>>)
                [
                    new("Auth:Issuer", Issuer),
                    new("Auth:Audience", Audience),
                    new("Auth:Authority", Issuer),
                    .. _settings,
                ]
        )
            builder.UseSetting(key, value);
    }

    private string PublicJwk()
    {
        var point = _key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(
            new
            {
                kty = "EC",
                crv = "P-256",
                kid = _key.KeyId,
                x = Base64UrlEncoder.Encode(point.X),
                y = Base64UrlEncoder.Encode(point.Y),
            }
        );
    }
}
