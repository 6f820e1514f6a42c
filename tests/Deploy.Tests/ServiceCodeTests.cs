using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Deploy.Tests;

/// <summary>What the chart takes for granted about the services.</summary>
public sealed class ServiceCodeTests
{
    [Fact]
    public async Task A_service_stops_in_the_time_that_the_chart_leaves_after_the_drain()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Shutdown:Drain"] = "00:00:07";
        builder.AddGracefulShutdown();
        await using var app = builder.Build();
        var stop = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        stop.ShouldBe(TimeSpan.FromSeconds(7 + PodTests.StopSeconds));
    }
}
