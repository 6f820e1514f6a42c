using System.Net.Http.Headers;
using JasperFx.Events;
using Marten;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>
/// A complete service on a real port. Its database and broker may be behind a <see cref="FaultProxy"/>.
/// </summary>
internal sealed class TestService(WebApplication app) : IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public static async Task<TestService> Start(
        string name,
        string database,
        string broker,
        Action<StoreOptions> store,
        Action<IBusRegistrationConfigurator> consumers,
        Func<IEvent, IEnumerable<object>> published,
        Action<IServiceCollection>? others = null,
        bool whenReady = true,
        string? authority = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(TestTokens.Configuration);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [$"ConnectionStrings:{name}"] = database,
                ["ConnectionStrings:rabbitmq"] = broker,
                ["PersonalData:MasterKey"] = Convert.ToBase64String(new byte[32]),
                // One retry is enough for the tests. With six retries each poison message would take twelve seconds.
                ["Messaging:Retries"] = "1",
                ["Messaging:Heartbeat"] = "00:00:02",
                ["Messaging:CertificateAuthority"] = authority,
            }
        );
        others?.Invoke(builder.Services);
        builder.AddServiceDefaults(name);
        builder.Services.AcceptTestTokens();
        builder.AddEventSourcing(name, store);
        builder.AddMessaging(name, consumers, published);
        var app = builder.Build();
        app.MapDefaults();
        await app.StartAsync();
        var service = new TestService(app);
        // Before the queues are bound, the broker drops messages for this service.
        if (whenReady)
            await Eventually.Holds(
                async () => (await service.Anonymous().GetAsync("/health/ready")).IsSuccessStatusCode,
                $"{name} to be ready"
            );
        return service;
    }

    public HttpClient Anonymous() => new() { BaseAddress = new(app.Urls.First()) };

    public HttpClient As(params string[] roles)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            TestTokens.For(Guid.CreateVersion7(), roles, [])
        );
        return client;
    }

    public async Task<T> InScope<T>(Func<EventStreams, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<EventStreams>());
    }

    public Task Publish<T>(T message)
        where T : class => Services.GetRequiredService<IBus>().Publish(message);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
