using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PeerNetwork.LocalServers;
using PeerNetwork.Tools.Demo;

namespace PeerNetwork.AppHost.Tests.Tools;

public sealed class RetryHandlerTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Key, string Body)> _calls = [];
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = [];
    private readonly Uri _address = new($"http://127.0.0.1:{Ports.Choose(1)[0]}");
    private readonly WebApplication _gateway;

    public RetryHandlerTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(_address.AbsoluteUri);
        _gateway = builder.Build();
        _gateway.MapPost("/connect/token", () => new { access_token = "a.b.c" });
        _gateway.MapPost(
            "/goals",
            async context =>
            {
                using var body = new StreamReader(context.Request.Body);
                _calls.Enqueue((context.Request.Headers["Idempotency-Key"].ToString(), await body.ReadToEndAsync()));
                if (_answers.TryDequeue(out var answer))
                    await answer(context);
                else
                    await context.Response.WriteAsJsonAsync(new { id = Guid.Empty });
            }
        );
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_call_is_sent_again_as_it_was_until_the_platform_is_back()
    {
        using var gateway = new GatewayClient(_address, _address);
        var signIn = gateway.SignIn("100001");
        await _gateway.StartAsync();
        var session = await signIn;
        _answers.Enqueue(Status(503));
        _answers.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        _answers.Enqueue(context =>
        {
            context.Response.ContentLength = 100; // What comes is less: the connection ends in the midst of it.
            return context.Response.WriteAsync("{ \"id\": ");
        });
        _answers.Enqueue(Status(502));
        _answers.Enqueue(Status(429));
        _answers.Enqueue(Status(504));

        await session.Create("goals", new { title = "Finish" }, default);

        _calls.Count.ShouldBe(7);
        _calls.Distinct().ShouldHaveSingleItem().Body.ShouldBe("""{"title":"Finish"}""");
        Guid.TryParse(_calls.First().Key, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(409)]
    [InlineData(404)]
    public async Task What_the_platform_does_answer_is_passed_on_at_once(int status)
    {
        await _gateway.StartAsync();
        using var gateway = new GatewayClient(_address, _address);
        var session = await gateway.SignIn("100001");
        _answers.Enqueue(Status(status));

        var failed = await Should.ThrowAsync<DemoFailedException>(() =>
            session.Create("goals", new { title = "Finish" }, default)
        );

        failed.Message.ShouldStartWith($"POST goals answered {status}");
        _calls.ShouldHaveSingleItem();
    }

    private static Func<HttpContext, Task> Status(int status) =>
        context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
}
