using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PeerNetwork.EventSourcing;

/// <summary>Writes and reads the lines of an export, one at a time.</summary>
internal static class ExportFile
{
    public const string Format = "peernetwork-export";
    public const int Version = 1;

    private const int FlushThreshold = 64 * 1024,
        ReadBufferSize = 256 * 1024,
        MaxLineLength = 64 * 1024 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = ExportLine.Json.Encoder };

    public static async Task Write(this PipeWriter to, ExportLine line, CancellationToken ct)
    {
        using (var json = new Utf8JsonWriter(to, WriterOptions))
            JsonSerializer.Serialize(json, line, ExportLine.Json);
        to.Write("\n"u8);
        if (to.UnflushedBytes > FlushThreshold || line is EndLine)
            await to.FlushAsync(ct);
    }

    /// <exception cref="BrokenExportException">A line cannot be read or is at a wrong place, or the last line is
    /// missing.</exception>
    public static async IAsyncEnumerable<(long Number, ExportLine Line)> Read(
        Stream from,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var (number, last) = (0L, (ExportLine?)null);
        await foreach (var text in Lines(from, ct))
        {
            number++;
            var line = Parse(text, number);
            if (!line.MayFollow(last))
                throw new BrokenExportException(
                    number,
                    last is null
                        ? "it must be the header of an export"
                        : $"'{NameOf(line)}' cannot follow '{NameOf(last)}'"
                );
            yield return (number, last = line);
        }

        if (last is not EndLine)
            throw new BrokenExportException(number, "the file is incomplete: its last line is missing");
    }

    private static async IAsyncEnumerable<ReadOnlySequence<byte>> Lines(
        Stream from,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var pipe = PipeReader.Create(from, new(bufferSize: ReadBufferSize, leaveOpen: true));
        try
        {
            for (var (number, read) = (1L, default(ReadResult)); !read.IsCompleted; )
            {
                read = await pipe.ReadAsync(ct);
                var rest = read.Buffer;
                for (; rest.PositionOf((byte)'\n') is { } end; number++)
                {
                    yield return rest.Slice(0, end);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (rest.Length > MaxLineLength)
                    throw new BrokenExportException(number, $"it is longer than {MaxLineLength} bytes");
                if (read.IsCompleted && !rest.IsEmpty)
                    yield return rest;
                pipe.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static ExportLine Parse(ReadOnlySequence<byte> text, long number)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            var line = JsonSerializer.Deserialize<ExportLine>(ref reader, ExportLine.Json);
            return line is not null && !reader.Read()
                ? line
                : throw new JsonException("A line must be one JSON object.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Messages of the serialiser contain our namespace.
            throw new BrokenExportException(
                number,
                e.Message.Replace($"{typeof(ExportLine).Namespace}.", "", StringComparison.Ordinal)
            );
        }
    }

    private static string NameOf(ExportLine line) => line.GetType().Name[..^"Line".Length].ToLowerInvariant();
}

/// <summary>The file is not a complete export of this service in a supported version.</summary>
public sealed class BrokenExportException : DomainException
{
    public BrokenExportException(long line, string what)
        : base(DomainError.Invalid, $"Line {line}: {what.TrimEnd('.')}. Nothing was imported.") =>
        Code = "broken-export";
}
