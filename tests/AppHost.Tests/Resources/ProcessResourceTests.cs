using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PeerNetwork.AppHost.Resources;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests.Resources;

public sealed class ProcessResourceTests : IAsyncLifetime
{
    private static readonly string Mark = $"test:{Guid.NewGuid()}";

    private readonly ResourceLog _log = new("service", new(TextWriter.Null, colours: false));
    private readonly WebApplication _health = Listen();
    private HttpStatusCode _answer = HttpStatusCode.OK;

    public Task InitializeAsync()
    {
        _health.MapGet("/health/ready", () => Results.Text("the broker is away", statusCode: (int)_answer));
        return _health.StartAsync();
    }

    public async Task DisposeAsync() => await _health.DisposeAsync();

    [Fact]
    public async Task A_process_that_ends_is_started_again()
    {
        await using var service = Service("echo started; exec sleep 60");
        await service.Start(default);

        for (var starts = 1; starts <= 2; starts++)
        {
            await Until(() =>
                service.ProcessId is not null && _log.Newest(100).Count(line => line == "started") == starts
            );
            Process.GetProcessById(service.ProcessId!.Value).Kill();
        }

        await Until(() => _log.Newest(100).Count(line => line == "started") == 3);
        _log.Newest(100).ShouldContain("ended with 137; starting again in 0.02 s");
        _log.Newest(100).ShouldContain("ended with 137; starting again in 0.04 s");
    }

    [Fact]
    public async Task It_is_ready_when_it_says_so_and_unhealthy_when_it_no_longer_does()
    {
        _answer = HttpStatusCode.ServiceUnavailable;
        await using var service = Service("exec sleep 60");
        var start = service.Start(default);
        await Until(() => service.Detail.Contains("503 the broker is away"));
        start.IsCompleted.ShouldBeFalse();

        _answer = HttpStatusCode.OK;
        await start;
        service.State.ShouldBe(ResourceState.Ready);

        _answer = HttpStatusCode.ServiceUnavailable;
        await Until(() => service.State is ResourceState.Unhealthy);
    }

    [Fact]
    public async Task One_that_never_gets_ready_is_given_up_with_its_reason()
    {
        _answer = HttpStatusCode.ServiceUnavailable;
        await using var service = Service("exec sleep 60", patience: TimeSpan.FromSeconds(1));

        var refused = await Should.ThrowAsync<TimeoutException>(() => service.Start(default));

        refused.Message.ShouldBe("it was not ready after 1 s: health/ready answers 503 the broker is away");
    }

    [Fact]
    public async Task It_is_asked_to_end_and_made_to_when_it_does_not_listen()
    {
        var polite = Service("trap 'echo goodbye; exit 0' TERM; echo listening; while true; do sleep 0.05; done");
        await polite.Start(default);
        await Until(() => _log.Newest(1) is ["listening"]);
        await polite.DisposeAsync();
        _log.Newest(1).ShouldBe(["goodbye"]);

        var stubborn = Service("trap '' TERM; echo deaf; while true; do sleep 0.05; done");
        await stubborn.Start(default);
        var id = stubborn.ProcessId!.Value;
        await Until(() => _log.Newest(1) is ["deaf"]);
        await stubborn.DisposeAsync();
        Processes.IsOurs(id, Mark).ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_given_its_environment()
    {
        await using var service = Service("echo $PLACE; exec sleep 60").With("PLACE", () => "here");
        await service.Start(default);

        await Until(() => _log.Newest(1) is ["here"]);
    }

    private ProcessResource Service(string script, TimeSpan? patience = null) =>
        new(
            "service",
            _log,
            new(["sh", "-c", script], "/", Mark, new(_health.Urls.First()), patience ?? TimeSpan.FromSeconds(30))
            {
                Grace = TimeSpan.FromSeconds(1),
                FirstPause = TimeSpan.FromMilliseconds(20),
            }
        );

    private static WebApplication Listen()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(20, patience.Token);
    }
}
