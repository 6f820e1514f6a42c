using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Gateway.OpenApi;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// The gateway in front of these services, on a real port, with rate limits that are too high to be reached.
/// </summary>
internal sealed class GatewayHost : WebApplicationFactory<ServiceDocuments>
{
    private readonly IReadOnlyDictionary<string, Uri> _services;

    public GatewayHost(IReadOnlyDictionary<string, Uri> services)
    {
        _services = services;
        UseKestrel();
        StartServer();
        using var client = CreateClient();
        Client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = client.BaseAddress };
    }

    public HttpClient Client { get; }

    public Uri AddressOf(ServiceUnderTest service) => new(Client.BaseAddress!, $"/{service.Name}");

    public IEnumerable<RouteEndpoint> Endpoints =>
        Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // The port is not set by the factory, which would set it while the program already starts the server.
        builder.UseUrls("http://127.0.0.1:0");
        builder.UseEnvironment("Development").UseContentRoot(AppContext.BaseDirectory);
        builder.UseSetting("RateLimit:PerSecond", "1000000").UseSetting("RateLimit:Burst", "1000000");
        foreach (var (key, value) in TestTokens.Configuration)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services => services.AcceptTestTokens());
        foreach (var (name, address) in _services)
            builder.UseSetting($"Services:{name}:http:0", address.ToString());
    }
}
