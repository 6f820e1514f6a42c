using PeerNetwork.Gateway.Development;
using PeerNetwork.Gateway.Edge;
using PeerNetwork.Gateway.OpenApi;
using PeerNetwork.Gateway.Routing;
using PeerNetwork.ServiceDefaults;

// The settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);
builder.AddServiceDefaults("gateway");
builder.AddRateLimits();
builder.Services.AddSingleton<ServiceDocuments>();
builder.Services.AddServiceDiscoveryCore().AddConfigurationServiceEndpointProvider();
builder
    .Services.AddReverseProxy()
    .LoadServices(builder.Configuration)
    .AddServiceDiscoveryDestinationResolver()
    .AddTransforms(Hop.Describe)
    .ConfigureHttpClient((_, connections) => connections.ConnectTimeout = TimeSpan.FromSeconds(2));

var app = builder.Build();
app.UseSecurityHeaders();
if (!app.Environment.IsDevelopment())
    app.UseHsts();
app.UseAuthentication(); // before the limits, which go by person, and those before all other work
app.UseRateLimiter();
app.MapDefaults();
app.MapOpenApiReference();
app.MapDevelopmentSignIn();
app.MapReverseProxy(proxy =>
    {
        proxy.Use(Retry.Later);
        proxy.Use(Retry.Unanswered);
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    })
    .AllowBody(megabytes: 32); // the roster of the largest customer; each service sets its own, lower limits
app.Run();
