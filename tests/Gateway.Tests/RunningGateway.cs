using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
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

    public string PrivateKey => Jwk(_key, withPrivate: true);

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
    public SymmetricSecurityKey PublicKeyAsSecret() =>
        new(Encoding.UTF8.GetBytes(Jwk(_key, withPrivate: false))) { KeyId = "test" };

    public static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // Not as a port of the factory, which would set it while the program is already starting the server.
        builder.UseUrls("http://127.0.0.1:0");
        builder.UseEnvironment("Development").UseContentRoot(AppContext.BaseDirectory);
        var keys = $$"""{"keys":[{{Jwk(_key, withPrivate: false)}}]}""";
        foreach (
            var (key, value) in (IEnumerable<KeyValuePair<string, string?>>)
                [
                    new("Auth:Issuer", Issuer),
                    new("Auth:Audience", Audience),
                    new("Auth:PublicKeys", keys),
                    new("Auth:DevelopmentSigningKey", PrivateKey),
                    .. _settings,
                ]
        )
            builder.UseSetting(key, value);
    }

    private static string Jwk(ECDsaSecurityKey key, bool withPrivate)
    {
        var p = key.ECDsa.ExportParameters(withPrivate);
        return JsonSerializer.Serialize(
            new Dictionary<string, string?>
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["kid"] = key.KeyId,
                ["x"] = Base64UrlEncoder.Encode(p.Q.X),
                ["y"] = Base64UrlEncoder.Encode(p.Q.Y),
                ["d"] = p.D is { } d ? Base64UrlEncoder.Encode(d) : null,
            }
                .Where(member => member.Value is not null)
                .ToDictionary()
        );
    }
}
