using System.Net.Http.Headers;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using PeerNetwork.Portal.Api.Analytics;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.SignIn;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Api;

/// <summary>
/// The typed clients of the API, one of each for a circuit or a request. They call the gateway with the user's token.
/// </summary>
internal static class ApiClients
{
    private const string Name = "api",
        Verifications = "verifications";

    /// <summary>As long as the gateway waits for an answer.</summary>
    private static readonly TimeSpan VerificationTimeout = TimeSpan.FromMinutes(5);

    public static void AddApiClients(this WebApplicationBuilder builder)
    {
        builder.AddSettings<GatewayAddress>(GatewayAddress.Section);
        builder
            .Services.AddHttpClient(Name)
            .AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
        builder
            .Services.AddHttpClient(Verifications)
            .AddStandardResilienceHandler(options =>
            {
                options.Retry.DisableForUnsafeHttpMethods();
                options.AttemptTimeout.Timeout = options.TotalRequestTimeout.Timeout = VerificationTimeout;
                options.CircuitBreaker.SamplingDuration = 2 * VerificationTimeout;
            });
        builder.Services.AddScoped(scope => new EnrollmentClient(To("enrollment", scope)));
        builder.Services.AddScoped(scope => new MatchingClient(To("matching", scope)));
        builder.Services.AddScoped(scope => new EngagementClient(To("engagement", scope)));
        builder.Services.AddScoped(scope => new AnalyticsClient(To("analytics", scope)));
        builder.Services.AddScoped(scope => new OverseerClients(service => new(To(service, scope, Verifications))));
    }

    // The factory makes handlers in scopes of its own, which do not know the user of this one.
    private static HttpClient To(string service, IServiceProvider scope, string name = Name)
    {
        var handler = new UserTokenHandler(scope.GetRequiredService<UserTokens>())
        {
            InnerHandler = scope.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name),
        };
        var gateway = new Uri(scope.GetRequiredService<IOptions<GatewayAddress>>().Value.Address!);
        return new(handler, disposeHandler: false)
        {
            BaseAddress = new Uri(gateway, $"/{service}/"),
            // The handler limits it.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    private sealed class UserTokenHandler(UserTokens tokens) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetAccessToken());
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
