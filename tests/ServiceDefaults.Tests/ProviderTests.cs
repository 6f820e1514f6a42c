using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>
/// A service in Production finds the keys of an OpenID Connect provider by discovery over TLS, under a private
/// certificate authority.
/// </summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private readonly string _authority = Path.GetTempFileName();
    private TestProvider _provider = null!;

    public async Task InitializeAsync()
    {
        using var authority = NewAuthority();
        await File.WriteAllTextAsync(_authority, authority.ExportCertificatePem());
        _provider = await TestProvider.Start(IssueCertificate(authority));
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        File.Delete(_authority);
    }

    [Fact]
    public async Task A_good_token_gets_in_and_no_hostile_one_does()
    {
        await using var service = await StartService(("Auth:CertificateAuthority", _authority));

        (await Ask(service, TestTokens.For("ada", [], []))).ShouldBe(HttpStatusCode.OK);
        foreach (var (kind, token) in HostileTokens.Of(Guid.NewGuid(), [], []))
            (await Ask(service, token)).ShouldBe(HttpStatusCode.Unauthorized, kind);
    }

    [Fact]
    public async Task A_provider_with_a_certificate_of_another_authority_is_not_believed()
    {
        using var other = NewAuthority();
        await File.WriteAllTextAsync(_authority, other.ExportCertificatePem());
        await using var service = await StartService(("Auth:CertificateAuthority", _authority));

        (await Ask(service, TestTokens.For("ada", [], []))).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task While_the_provider_does_not_answer_the_service_is_unavailable()
    {
        await using var service = await StartService(("Auth:CertificateAuthority", _authority));
        await _provider.DisposeAsync();

        (await Ask(service, TestTokens.For("ada", [], []))).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_provider_that_is_not_reached_or_not_believed_shows_in_a_health_check()
    {
        await using var service = await StartService(("Auth:CertificateAuthority", _authority));
        (await ProviderCheck(service)).ShouldBe(HealthStatus.Healthy);

        using var other = NewAuthority();
        await File.WriteAllTextAsync(_authority, other.ExportCertificatePem());
        await using var suspicious = await StartService(("Auth:CertificateAuthority", _authority));
        (await ProviderCheck(suspicious)).ShouldBe(HealthStatus.Degraded);

        await _provider.DisposeAsync();
        (await ProviderCheck(service)).ShouldBe(HealthStatus.Degraded);
    }

    private static async Task<HealthStatus> ProviderCheck(WebApplication service)
    {
        var health = service.Services.GetRequiredService<HealthCheckService>();
        return (await health.CheckHealthAsync(check => check.Name == "token-provider")).Status;
    }

    private async Task<WebApplication> StartService(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(_provider.Configuration);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddServiceDefaults("testing");
        var service = builder.Build();
        service.MapDefaults().MapGet("/me", (ClaimsPrincipal user) => user.Identity!.Name);
        await service.StartAsync();
        return service;
    }

    private static async Task<HttpStatusCode> Ask(WebApplication service, string token)
    {
        using var client = new HttpClient { BaseAddress = new(service.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync("/me");
        return answer.StatusCode;
    }

    private static X509Certificate2 NewAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Private authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 IssueCertificate(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sign-in", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
        return issued.CopyWithPrivateKey(key);
    }
}
