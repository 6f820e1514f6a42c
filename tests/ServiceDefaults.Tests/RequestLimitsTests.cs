using System.Text;
using Microsoft.AspNetCore.Builder;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class RequestLimitsTests : IAsyncLifetime
{
    private TestApp _app = null!;

    private sealed record Letter(string Text);

    public async Task InitializeAsync() =>
        _app = await TestApp.Start(app =>
        {
            app.MapPost("/letters", (Letter letter) => letter.Text.Length);
            app.MapPost("/rosters", (Letter letter) => letter.Text.Length).WithRequestSizeLimit(megabytes: 3);
        });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("/letters", 900_000, 200)]
    [InlineData("/letters", 1_100_000, 413)]
    [InlineData("/rosters", 1_100_000, 200)]
    [InlineData("/rosters", 3_200_000, 413)]
    public async Task A_body_has_a_size_limit_that_a_route_may_raise(string address, int size, int status)
    {
        var body = new StringContent($$"""{"text":"{{new string('x', size)}}"}""", Encoding.UTF8, "application/json");
        var response = await _app.AsAda().PostAsync(address, body);
        ((int)response.StatusCode).ShouldBe(status);
        if (status == 413)
            await response.ShouldBeProblem(413, "too-large");
    }

    [Fact]
    public async Task Headers_have_a_size_limit()
    {
        var client = _app.AsAda();
        client.DefaultRequestHeaders.Add("X-Long", new string('x', 20_000));
        await (await client.GetAsync("/letters")).ShouldBeProblem(431, "headers-too-large");
    }

    [Fact]
    public async Task An_address_has_a_length_limit() =>
        await (await _app.AsAda().GetAsync($"/{new string('x', 9_000)}")).ShouldBeProblem(414, "address-too-long");

    [Theory]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=nonsense")]
    public async Task A_body_must_be_utf_8(string type)
    {
        var body = new ByteArrayContent("""{"text":"x"}"""u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        await (await _app.AsAda().PostAsync("/letters", body)).ShouldBeProblem(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/nowhere")]
    public async Task Every_response_forbids_sniffing_and_does_not_name_the_server(string address)
    {
        var response = await _app.Anonymous().GetAsync(address);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.Server.ShouldBeEmpty();
    }
}
