using PeerNetwork.Gateway.DataExport;
using PeerNetwork.Gateway.Edge;
using PeerNetwork.Gateway.OpenApi;
using PeerNetwork.Gateway.Routing;
using PeerNetwork.ServiceDefaults;

// The settings are beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);
builder.AddServiceDefaults("gateway");
builder.AddRateLimits();
var routing = builder.AddSettings<RoutingSettings>("");
builder.Services.AddSingleton<ServiceDocuments>();
builder.Services.AddSingleton<ServiceReports>();
builder.Services.AddServiceDiscoveryCore().AddConfigurationServiceEndpointProvider();
builder
    .Services.AddReverseProxy()
    .LoadServices(builder.Configuration, routing)
    .AddServiceDiscoveryDestinationResolver()
    .AddTransforms(ForwardingTransforms.Add)
    .ConfigureHttpClient(
        (_, connections) =>
        {
            connections.ConnectTimeout = TimeSpan.FromSeconds(2);
            // Behind one address may be many replicas, and a new one gets requests only by new connections.
            connections.PooledConnectionLifetime = TimeSpan.FromMinutes(1);
        }
    );

var app = builder.Build();
app.UseSecurityHeaders();
if (!app.Environment.IsDevelopment())
    app.UseHsts();
app.UseProblems();
app.UseRouting();
app.UseAuthentication(); // before the rate limits, which count by person
app.UseRateLimiter();
app.UseAuthorization();
app.MapHealth();
app.MapOpenApiReference();
app.MapDataExport();
app.MapReverseProxy(proxy =>
    {
        proxy.Use(Retry.AddRetryAfter);
        proxy.Use(Retry.RetryUnanswered);
        proxy.UseSessionAffinity();
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    })
    .WithRequestSizeLimit(megabytes: 32); // the roster of the largest customer; each service has its own, lower limits
return await app.RunServiceOrCommand(args);
