using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.AccountLinks;

/// <summary>
/// The small company with two providers: its own links by verified addresses and employee numbers, that of a subsidiary
/// by verified addresses.
/// </summary>
public sealed class AccountLinksHost() : EnrollmentHost(new Service())
{
    public const string Subsidiary = "https://subsidiary.example";

    private sealed class Service : ServiceHost<SiteRecord>
    {
        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.UseSetting("Auth:VerifiedEmail", "true");
            builder.UseSetting("Auth:EmployeeNumberClaim", "employee_number");
            builder.UseSetting("Auth:OtherProviders:0:Authority", Subsidiary);
            builder.UseSetting("Auth:OtherProviders:0:Issuer", Subsidiary);
            builder.UseSetting("Auth:OtherProviders:0:Audience", TestTokens.Audience);
            builder.UseSetting("Auth:OtherProviders:0:VerifiedEmail", "true");
            builder.ConfigureServices(services =>
                services.Configure<JwtBearerOptions>(
                    $"{JwtBearerDefaults.AuthenticationScheme}-1",
                    bearer =>
                    {
                        bearer.Configuration = new OpenIdConnectConfiguration { Issuer = Subsidiary };
                        foreach (var key in new JsonWebKeySet(TestTokens.PublicKeys).GetSigningKeys())
                            bearer.Configuration.SigningKeys.Add(key);
                    }
                )
            );
        }
    }
}
