using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Reads the keys of the OpenID Connect providers. It is no part of readiness: a service keeps the keys that it has. A
/// service that starts without them can verify no token of that provider.
/// </summary>
internal sealed class TokenProviderHealthCheck(
    IOptionsMonitor<JwtBearerOptions> options,
    IOptions<TokenSettings> settings
) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var (index, provider) in settings.Value.All().Index())
        {
            try
            {
                await ReadKeys(options.Get(Providers.SchemeOf(index)), cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                return new(context.Registration.FailureStatus, $"{provider.Authority} publishes no keys.", e);
            }
        }

        return HealthCheckResult.Healthy("The OpenID Connect providers publish their keys.");
    }

    private static Task<OpenIdConnectConfiguration> ReadKeys(JwtBearerOptions bearer, CancellationToken ct) =>
        OpenIdConnectConfigurationRetriever.GetAsync(
            bearer.MetadataAddress,
            new HttpDocumentRetriever(bearer.Backchannel) { RequireHttps = bearer.RequireHttpsMetadata },
            ct
        );
}
