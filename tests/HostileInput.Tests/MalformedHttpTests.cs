using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PeerNetwork.HostileInput.Tests.Attacks;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// Malformed HTTP, which no HTTP library sends. The server rejects it before any code of a service runs.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class MalformedHttpTests(PlatformFixture platform)
{
    private const string Host = "Host: x\r\n",
        End = "\r\n";

    public static TheoryData<string, string> MalformedRequests =>
        new()
        {
            { "a word", "nonsense\r\n\r\n" },
            { "another protocol", "\u0016\u0003\u0001\u0002\0\u0001\0\r\n\r\n" },
            { "a path without a slash", $"GET nonsense HTTP/1.1\r\n{Host}{End}" },
            { "a NUL in the path", $"GET /a%00b HTTP/1.1\r\n{Host}{End}" },
            { "a raw NUL in the path", $"GET /a\0b HTTP/1.1\r\n{Host}{End}" },
            { "a line that never ends", $"GET /{new string('a', 10_000)} HTTP/1.1\r\n{Host}{End}" },
            { "no host", $"GET / HTTP/1.1\r\n{End}" },
            { "two hosts", $"GET / HTTP/1.1\r\n{Host}{Host}{End}" },
            { "a host that is none", $"GET / HTTP/1.1\r\nHost: a b\r\n{End}" },
            { "a header without a colon", $"GET / HTTP/1.1\r\n{Host}nonsense\r\n{End}" },
            { "a header with a blank in its name", $"GET / HTTP/1.1\r\n{Host}X Y: z\r\n{End}" },
            { "a NUL in a header", $"GET / HTTP/1.1\r\n{Host}X-Reason: a\0b\r\n{End}" },
            { "a header in two lines", $"GET / HTTP/1.1\r\n{Host}X-Reason: a\r\n b\r\n{End}" },
            { "headers of 20 KB", $"GET / HTTP/1.1\r\n{Host}X-Reason: {new string('a', 20_000)}\r\n{End}" },
            {
                "a hundred headers",
                $"GET / HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: 1\r\n"))}{End}"
            },
            { "a negative length", $"POST / HTTP/1.1\r\n{Host}Content-Length: -1\r\n{End}" },
            { "a length in words", $"POST / HTTP/1.1\r\n{Host}Content-Length: ten\r\n{End}" },
            { "two lengths", $"POST / HTTP/1.1\r\n{Host}Content-Length: 1\r\nContent-Length: 2\r\n{End}ab" },
            { "an unknown encoding", $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: gzip\r\n{End}" },
        };

    [Theory, MemberData(nameof(MalformedRequests))]
    public async Task A_malformed_request_is_rejected_with_a_problem(string name, string text)
    {
        foreach (var address in platform.Services.Select(s => s.Address).Append(platform.Gateway.Client.BaseAddress!))
        {
            using var response = await Send(address, Encoding.Latin1.GetBytes(text));
            AttackRunner
                .FindProblemError(response, await response.Content.ReadAsStringAsync())
                .ShouldBeNull($"{name}, sent to {address}");
        }
    }

    /// <summary>The response to these bytes. The server closes the connection after it.</summary>
    private static async Task<HttpResponseMessage> Send(Uri address, byte[] bytes)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(bytes);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return ParseResponse(await reader.ReadToEndAsync());
    }

    private static HttpResponseMessage ParseResponse(string text)
    {
        var (head, body) = text.Split("\r\n\r\n", 2) is [var h, var b] ? (h, b) : (text, "");
        var lines = head.Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        foreach (var header in lines.Skip(1).Select(line => line.Split(": ", 2)))
            if (!response.Headers.TryAddWithoutValidation(header[0], header[1]))
                response.Content.Headers.TryAddWithoutValidation(header[0], header[1]);
        return response;
    }
}
