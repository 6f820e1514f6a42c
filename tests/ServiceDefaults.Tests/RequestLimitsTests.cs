using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class RequestLimitsTests : IAsyncLifetime
{
    private TestApp _app = null!;

    internal sealed record Letter(string Text);

    public async Task InitializeAsync() =>
        _app = await TestApp.Start(app =>
        {
            app.MapPost("/letters", (Letter letter) => letter.Text.Length);
            app.MapPost("/rosters", (Letter letter) => letter.Text.Length).WithRequestSizeLimit(megabytes: 3);
            app.MapPost("/files", async (IFormFile file) => await TemporaryFilesWith(file))
                .DisableAntiforgery()
                .WithRequestSizeLimit(megabytes: 3);
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
    public async Task A_file_that_is_uploaded_is_in_no_temporary_file()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"{Guid.CreateVersion7()}{new string('x', 2_000_000)}"), "file", "roster.csv" },
        };
        var response = await _app.AsAda().PostAsync("/files", form);
        (await response.Content.ReadAsStringAsync()).ShouldBe("0");
    }

    /// <summary>How many temporary files begin like this file, while it is handled.</summary>
    private static async Task<int> TemporaryFilesWith(IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream());
        var beginning = (await reader.ReadToEndAsync())[..36];
        return Directory
            .EnumerateFiles(Path.GetTempPath(), "ASPNETCORE_*.tmp")
            .Count(temporary => Begins(temporary, beginning));
    }

    private static bool Begins(string path, string text)
    {
        try
        {
            using var stream = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            Span<byte> start = stackalloc byte[text.Length];
            return stream.Read(start) == text.Length && Encoding.UTF8.GetString(start) == text;
        }
        catch (FileNotFoundException)
        {
            return false; // Of another process, which has deleted it.
        }
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
