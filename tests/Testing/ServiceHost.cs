using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace PeerNetwork.Testing;

/// <summary>
/// A complete service, as its <c>Program.cs</c> configures it, on a real port, with a new database and a new virtual
/// host: <c>class AcceptMatchTests(ServiceHost&lt;Match&gt; matching) :
/// IClassFixture&lt;ServiceHost&lt;Match&gt;&gt;</c>.
/// </summary>
/// <typeparam name="TMarker">Any type of the service's assembly, whose name (PeerNetwork.Matching) names the service
/// (matching).</typeparam>
public class ServiceHost<TMarker> : IAsyncLifetime
    where TMarker : class
{
    private static readonly string ServiceName = typeof(TMarker)
        .Assembly.GetName()
        .Name!.Split('.')[1]
        .ToLowerInvariant();

    /// <summary>
    /// A database with the service's schema, of which each host gets a copy: applying it takes longer.
    /// </summary>
    private static readonly Lazy<Task<string>> Template = new(CreateTemplate);

    private WebApplicationFactory<TMarker>? _factory;
    private Uri? _address;
    private bool _hasSchema;

    /// <summary>The service's name in lower case, as in its database schema and its path at the gateway.</summary>
    public string Name => ServiceName;

    public IServiceProvider Services => Factory.Services;

    /// <summary>The connection string of the service's database.</summary>
    public string Database { get; private set; } = "";

    /// <summary>The amqp address of the service's broker.</summary>
    public string Broker { get; private set; } = "";

    private WebApplicationFactory<TMarker> Factory =>
        _factory ?? throw new InvalidOperationException("The service has not been started.");

    public async Task InitializeAsync()
    {
        Database = await NewDatabase();
        Broker = await TestServers.NewVirtualHost();
        _factory = new WebApplicationFactory<TMarker>().WithWebHostBuilder(Configure);
        _factory.UseKestrel();
        _factory.StartServer();
        var server = _factory.Services.GetRequiredService<IServer>();
        _address = new(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        // Before the queues are bound, the broker drops messages for this service.
        using var client = Anonymous();
        await Eventually.Passes(async () =>
        {
            var response = await client.GetAsync("/health/ready");
            response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        });
    }

    public async Task DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
    }

    /// <summary>
    /// A client that sends a token with each request. The token's subject is this id, which is the id of a person only
    /// where the test linked its account (<see cref="TestTokens.AccountOf(Guid)"/>) to one.
    /// </summary>
    public HttpClient As(Guid subject, params string[] roles) => As(subject, roles, []);

    public HttpClient As(Guid subject, string[] roles, string[] sites) => As(subject.ToString(), roles, sites);

    /// <inheritdoc cref="As(Guid, string[])"/>
    public HttpClient As(string subject, string[] roles, string[] sites)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            TestTokens.For(subject, roles, sites)
        );
        return client;
    }

    public HttpClient Anonymous() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _address };

    /// <summary>
    /// The connection string of a database with the service's schema. A fixture that overrides it may give an empty
    /// one.
    /// </summary>
    protected virtual async Task<string> NewDatabase()
    {
        _hasSchema = true;
        return await TestServers.CopyDatabase(await Template.Value);
    }

    /// <summary>Configures the service. A fixture overrides it to change the clock or a setting.</summary>
    protected virtual void Configure(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseUrls("http://127.0.0.1:0");
        builder.UseSetting($"ConnectionStrings:{Name}", Database);
        if (_hasSchema)
            builder.UseSetting("EventSourcing:CreatesSchema", "false");
        builder.UseSetting("ConnectionStrings:rabbitmq", Broker);
        builder.UseSetting("PersonalData:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        builder.UseSetting("PersonalData:ExchangeKey", TestKeys.Exchange);
        // Tests wait for what a role opens or closes.
        builder.UseSetting("Auth:AccountMaxAge", "00:00:00.1");
        foreach (var (key, value) in TestTokens.Configuration)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services => services.AcceptTestTokens());
    }

    private static async Task<string> CreateTemplate()
    {
        var template = await TestServers.NewDatabase();
        await ServiceDatabase.ApplySchema(
            ServiceName,
            new Dictionary<string, string> { [$"ConnectionStrings__{ServiceName}"] = template }
        );
        return template;
    }
}
