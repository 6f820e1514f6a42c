using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Reads the keys of the OpenID Connect provider. It is no part of readiness: a service keeps the keys that it has. A
/// service that starts without them can verify no token.
/// </summary>
internal sealed class TokenProviderHealthCheck(IOptionsMonitor<JwtBearerOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var bearer = options.Get(JwtBearerDefaults.AuthenticationScheme);
        await OpenIdConnectConfigurationRetriever.GetAsync(
            bearer.MetadataAddress,
            new HttpDocumentRetriever(bearer.Backchannel) { RequireHttps = bearer.RequireHttpsMetadata },
            cancellationToken
        );
        return HealthCheckResult.Healthy("The OpenID Connect provider publishes its keys.");
    }
}
