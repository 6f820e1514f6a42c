using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Gives words to what the server refuses on its own, before there is a request that a middleware could answer: a
/// request line or a header that it cannot read, or more of them than it takes. It writes a bare status then and closes
/// the connection; the problem follows it.
/// </summary>
internal static class WireProblems
{
    public static void ExplainRefusals(this KestrelServerOptions server) =>
        server.ConfigureEndpointDefaults(endpoint =>
            endpoint.Use(next =>
                connection =>
                {
                    connection.Transport = new Transport(connection.Transport);
                    return next(connection);
                }
            )
        );

    /// <summary>The status of a bare refusal; null for all else. The server writes its head in one piece.</summary>
    internal static int? RefusalIn(ReadOnlySpan<byte> written) =>
        written.StartsWith("HTTP/1.1 4"u8)
        && written.EndsWith("\r\n\r\n"u8)
        && written.IndexOf("\r\nContent-Length: 0\r\n"u8) > 0
        && written.IndexOf("\r\nConnection: close\r\n"u8) > 0
        && Utf8Number(written[9..12]) is { } status
            ? status
            : null;

    private static int? Utf8Number(ReadOnlySpan<byte> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static byte[] Explained(ReadOnlySpan<byte> refusal, int status)
    {
        var problem = Problems.Of(status).With("traceId", Guid.CreateVersion7().ToString("N"));
        var body = JsonSerializer.SerializeToUtf8Bytes(problem);
        var head = Encoding
            .ASCII.GetString(refusal)
            .Replace(
                "Content-Length: 0",
                $"Content-Type: application/problem+json\r\nX-Content-Type-Options: nosniff\r\nContent-Length: {body.Length}",
                StringComparison.Ordinal
            );
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private sealed class Transport(IDuplexPipe connection) : IDuplexPipe
    {
        public PipeReader Input => connection.Input;

        public PipeWriter Output { get; } = new Writer(connection.Output);
    }

    /// <summary>Passes everything on as it is, but for a refusal that stands alone between two flushes.</summary>
    private sealed class Writer(PipeWriter connection) : PipeWriter
    {
        private Memory<byte> _lent;

        public override bool CanGetUnflushedBytes => connection.CanGetUnflushedBytes;

        public override long UnflushedBytes => connection.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _lent = connection.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            var written = _lent.Span[..bytes];
            if (RefusalIn(written) is { } status)
                System.Buffers.BuffersExtensions.Write(connection, Explained(written, status));
            else
                connection.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            connection.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => connection.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => connection.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => connection.CompleteAsync(exception);
    }
}
