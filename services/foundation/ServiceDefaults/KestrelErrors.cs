using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Adds a problem (RFC 9457) to Kestrel's own error responses. Kestrel rejects a request line or header that is
/// malformed or too large before any middleware runs. It then writes a status without a body and closes the connection.
/// </summary>
internal static class KestrelErrors
{
    public static void UseProblemsForErrors(this KestrelServerOptions server) =>
        server.ConfigureEndpointDefaults(endpoint =>
            endpoint.Use(next =>
                connection =>
                {
                    connection.Transport = new ProblemTransport(connection.Transport);
                    return next(connection);
                }
            )
        );

    /// <summary>
    /// The status of an error response without a body; null for anything else. Kestrel writes its headers in one piece.
    /// </summary>
    internal static int? ReadErrorStatus(ReadOnlySpan<byte> written) =>
        written.StartsWith("HTTP/1.1 4"u8)
        && written.EndsWith("\r\n\r\n"u8)
        && written.IndexOf("\r\nContent-Length: 0\r\n"u8) > 0
        && written.IndexOf("\r\nConnection: close\r\n"u8) > 0
        && ParseNumber(written[9..12]) is { } status
            ? status
            : null;

    private static int? ParseNumber(ReadOnlySpan<byte> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static byte[] AddProblem(ReadOnlySpan<byte> response, int status)
    {
        var problem = Problems.Of(status).WithExtension("traceId", Guid.CreateVersion7().ToString("N"));
        var body = JsonSerializer.SerializeToUtf8Bytes(problem);
        var head = Encoding
            .ASCII.GetString(response)
            .Replace(
                "Content-Length: 0",
                "Content-Type: application/problem+json\r\nX-Content-Type-Options: nosniff\r\n"
                    + $"Content-Length: {body.Length}",
                StringComparison.Ordinal
            );
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private sealed class ProblemTransport(IDuplexPipe connection) : IDuplexPipe
    {
        public PipeReader Input => connection.Input;

        public PipeWriter Output { get; } = new ProblemWriter(connection.Output);
    }

    /// <summary>
    /// Forwards all bytes. It adds a problem to an error response that is written between two flushes.
    /// </summary>
    private sealed class ProblemWriter(PipeWriter connection) : PipeWriter
    {
        private Memory<byte> _buffer;

        public override bool CanGetUnflushedBytes => connection.CanGetUnflushedBytes;

        public override long UnflushedBytes => connection.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer = connection.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            var written = _buffer.Span[..bytes];
            if (ReadErrorStatus(written) is { } status)
                System.Buffers.BuffersExtensions.Write(connection, AddProblem(written, status));
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
