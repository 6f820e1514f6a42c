using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace PeerNetwork.Benchmarks.Gateways;

/// <summary>
/// What the comparison starts as processes: a backend that answers a constant, and YARP with its default settings.
/// </summary>
internal static class BareCommands
{
    public const string Backend = "backend",
        Yarp = "bare-yarp";

    private static readonly byte[] Answer = "{\"items\":["u8
        .ToArray()
        .Concat(Enumerable.Repeat((byte)' ', 600))
        .Concat("]}"u8.ToArray())
        .ToArray();

    public static IEnumerable<Command> Create()
    {
        var (port, target) = (new Argument<int>("port"), new Argument<string>("target"));
        var backend = new Command(Backend, "Answers every request with 600 bytes.")
        {
            Hidden = true,
            Arguments = { port },
        };
        backend.SetAction((parsed, ct) => RunBackend(parsed.GetValue(port), ct));
        var yarp = new Command(Yarp, "Forwards every request.") { Hidden = true, Arguments = { port, target } };
        yarp.SetAction((parsed, ct) => RunYarp(parsed.GetValue(port), parsed.GetValue(target)!, ct));
        return [backend, yarp];
    }

    private static Task RunBackend(int port, CancellationToken ct)
    {
        var app = Quiet(port).Build();
        app.Run(context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("application/json", Answer.Length);
            return context.Response.Body.WriteAsync(Answer).AsTask();
        });
        return HostingAbstractionsHostExtensions.RunAsync(app, ct);
    }

    private static Task RunYarp(int port, string target, CancellationToken ct)
    {
        var builder = Quiet(port);
        builder
            .Services.AddReverseProxy()
            .LoadFromMemory(
                [
                    new RouteConfig
                    {
                        RouteId = "all",
                        ClusterId = "all",
                        Match = new() { Path = "/enrollment/{**rest}" },
                        Transforms = [new Dictionary<string, string> { ["PathRemovePrefix"] = "/enrollment" }],
                    },
                ],
                [
                    new ClusterConfig
                    {
                        ClusterId = "all",
                        Destinations = new Dictionary<string, DestinationConfig>
                        {
                            ["all"] = new() { Address = target },
                        },
                    },
                ]
            );
        var app = builder.Build();
        app.MapReverseProxy();
        return HostingAbstractionsHostExtensions.RunAsync(app, ct);
    }

    private static WebApplicationBuilder Quiet(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        return builder;
    }
}
