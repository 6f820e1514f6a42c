using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using PeerNetwork.Portal.Api.Analytics;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.SignIn;
using PeerNetwork.ServiceDefaults;
using Polly;

namespace PeerNetwork.Portal.Api;

/// <summary>
/// The typed clients of the API, one of each for a circuit or a request. They call the gateway with the user's token.
/// </summary>
public static class ApiClients
{
    /// <summary>The key of clients for requests whose answer is computed while the user waits.</summary>
    public const string Computations = "computations";

    private const string Name = "api";

    /// <summary>As long as the gateway waits for an answer.</summary>
    private static readonly TimeSpan ComputationTimeout = TimeSpan.FromMinutes(5);

    /// <summary>A file of all people takes longer than other requests.</summary>
    private static readonly TimeSpan UploadTimeout = TimeSpan.FromMinutes(2);

    public static void AddApiClients(this WebApplicationBuilder builder)
    {
        builder.AddSettings<GatewayAddress>(GatewayAddress.Section);
        builder
            .Services.AddHttpClient(Name)
            .AddStandardResilienceHandler(options =>
            {
                options.Retry.DisableForUnsafeHttpMethods();
                options.AttemptTimeout.TimeoutGenerator = request =>
                    new(TimeoutOf(request.Context.GetRequestMessage(), options.AttemptTimeout.Timeout));
                options.TotalRequestTimeout.TimeoutGenerator = request =>
                    new(TimeoutOf(request.Context.GetRequestMessage(), options.TotalRequestTimeout.Timeout));
            });
        builder
            .Services.AddHttpClient(Computations)
            .AddStandardResilienceHandler(options =>
            {
                options.Retry.DisableForUnsafeHttpMethods();
                options.AttemptTimeout.Timeout = options.TotalRequestTimeout.Timeout = ComputationTimeout;
                options.CircuitBreaker.SamplingDuration = 2 * ComputationTimeout;
            });
        builder.Services.AddScoped(scope => new EnrollmentClient(To("/enrollment/", scope)));
        builder.Services.AddScoped(scope => new MatchingClient(To("/matching/", scope)));
        builder.Services.AddScoped(scope => new EngagementClient(To("/engagement/", scope)));
        builder.Services.AddScoped(scope => new AnalyticsClient(To("/analytics/", scope)));
        builder.Services.AddScoped(scope => new OverseerClients(service =>
            new(To($"/{service}/", scope, Computations))
        ));
        builder.Services.AddKeyedScoped(
            Computations,
            (scope, _) => new MatchingClient(To("/matching/", scope, Computations))
        );
        builder.Services.AddScoped(scope => new GatewayClient(To("/", scope)));
    }

    // The factory makes handlers in scopes of its own, which do not know the user of this one.
    private static HttpClient To(string path, IServiceProvider scope, string name = Name)
    {
        var handler = new UserTokenHandler(scope.GetRequiredService<UserTokens>())
        {
            InnerHandler = scope.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name),
        };
        var gateway = new Uri(scope.GetRequiredService<IOptions<GatewayAddress>>().Value.Address!);
        return new(handler, disposeHandler: false)
        {
            BaseAddress = new Uri(gateway, path),
            // The handler limits it.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    private static TimeSpan TimeoutOf(HttpRequestMessage? request, TimeSpan usual) =>
        request?.Content is MultipartFormDataContent ? UploadTimeout : usual;

    private sealed class UserTokenHandler(UserTokens tokens) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetAccessToken());
            request.Headers.AcceptLanguage.Add(new(CultureInfo.CurrentUICulture.Name));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
