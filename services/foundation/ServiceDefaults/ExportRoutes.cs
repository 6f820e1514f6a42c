using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Exports all data of a service, and imports it into another installation.</summary>
internal static class ExportRoutes
{
    public const string KeyHeader = "Transport-Key";
    public const string MediaType = "application/x-ndjson";

    private const int KeyBytes = 32;

    public static void MapExport(this RouteGroupBuilder operations)
    {
        operations
            .MapPost("/export", Export)
            .WithName("ExportStreams")
            .Produces(StatusCodes.Status200OK, contentType: MediaType)
            .WithSummary(
                "Writes all streams, documents, keys of personal data, processed messages and positions, "
                    + "as lines of JSON, from one snapshot"
            )
            .DisableRequestTimeout();
        operations
            .MapPost("/import", Import)
            .WithName("ImportStreams")
            .Accepts<Stream>(MediaType)
            .WithSummary("Imports an export into an empty service in one transaction, and builds the projections")
            .DisableRequestSizeLimit()
            .DisableRequestTimeout();
    }

    internal static PushStreamHttpResult Export(
        HttpRequest request,
        [FromHeader(Name = KeyHeader)] string? transportKey,
        StreamsExport export,
        CancellationToken ct
    )
    {
        var key = KeyOf(request, transportKey);
        return TypedResults.Stream(to => export.Write(to, key, ct), MediaType);
    }

    internal static async Task<Ok<ImportReport>> Import(
        HttpRequest request,
        [FromHeader(Name = KeyHeader)] string? transportKey,
        StreamsImport import,
        CancellationToken ct
    ) => TypedResults.Ok(await import.Read(request.Body, KeyOf(request, transportKey), ct));

    private static byte[] KeyOf(HttpRequest request, string? transportKey)
    {
        if (request.Headers.ContainsKey(IdempotencyKey.Header))
            throw new MalformedRequestException(
                $"Send an export or an import without {IdempotencyKey.Header}: its response is not stored."
            );
        return AuthenticatedCipher.TryParseKey(transportKey, out var key)
            ? key
            : throw new MalformedRequestException(
                $"{KeyHeader} has to be {KeyBytes} random bytes in Base64. "
                    + "It wraps the keys of personal data in the file."
            );
    }
}
