using System.Net;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>What a browser loads at its first visit.</summary>
[Collection(RunningPortalCollection.Name)]
public sealed class FirstLoadTests(RunningPortal portal)
{
    private const int MostBytes = 250_000;

    private static readonly string[] Files =
    [
        "_content/MudBlazor/MudBlazor.min.css",
        "_content/MudBlazor/MudBlazor.min.js",
        "_framework/blazor.web.js",
        "connection.js",
        "portal.css",
    ];

    [Fact]
    public async Task Scripts_and_style_sheets_are_sent_compressed()
    {
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None };
        using var client = new HttpClient(handler) { BaseAddress = portal.Platform.Gateway };
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        var bytes = 0;
        foreach (var file in Files)
        {
            using var answer = await RunningPortal.Done(await client.GetAsync(file));
            answer.Content.Headers.ContentEncoding.ShouldHaveSingleItem(file);
            bytes += (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        bytes.ShouldBeLessThan(MostBytes);
    }
}
