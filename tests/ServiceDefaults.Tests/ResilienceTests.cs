using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Polly.CircuitBreaker;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class ResilienceTests : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddHttpClient("partner")
        .AddResilience()
        .Services.BuildServiceProvider();
    private TestApp _partner = null!;
    private int _failures;
    private int _calls;

    public async Task InitializeAsync() =>
        _partner = await TestApp.Start(app =>
            app.Map(
                    "/",
                    () =>
                    {
                        Interlocked.Increment(ref _calls);
                        return Interlocked.Decrement(ref _failures) >= 0 ? Results.StatusCode(503) : Results.Ok();
                    }
                )
                .AllowAnonymous()
        );

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _partner.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_may_be_repeated_survives_two_failures()
    {
        _failures = 2;
        (await Client().PutAsync("/", new StringContent("again and again"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        _calls.ShouldBe(3);
    }

    [Fact]
    public async Task A_call_that_may_not_be_repeated_is_made_once()
    {
        _failures = 2;
        (await Client().PostAsync("/", new StringContent("once"))).StatusCode.ShouldBe(
            HttpStatusCode.ServiceUnavailable
        );
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_partner_that_keeps_failing_is_left_alone()
    {
        _failures = int.MaxValue;
        for (var i = 0; i < 10; i++)
            await Client().PostAsync("/", null);
        await Should.ThrowAsync<BrokenCircuitException>(() => Client().PostAsync("/", null));
        _calls.ShouldBe(10);
    }

    private HttpClient Client()
    {
        var client = _services.GetRequiredService<IHttpClientFactory>().CreateClient("partner");
        client.BaseAddress = _partner.Address;
        return client;
    }
}
