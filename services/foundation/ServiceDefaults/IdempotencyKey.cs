using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> takes effect once. For 24 hours, a repeat by the same person to the same
/// address gets the first response again.
/// </summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int MaxLength = 255;

    /// <summary>More than any route takes from people: a temporary file would hold the body in plain.</summary>
    private const int MaxBytesInMemory = 64 * 1024 * 1024;

    /// <summary>
    /// Buffers the body of a request with a key, because it is read twice: by the handler, and for the hash.
    /// </summary>
    internal static void UseIdempotencyKeys(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (ComputeHash(context) is not null)
                    context.Request.EnableBuffering(MaxBytesInMemory);
                return next(context);
            }
        );

    /// <summary>The hash of actor, address and key; null for a request without a key or without an actor.</summary>
    /// <exception cref="MalformedRequestException">The key does not have the documented form.</exception>
    internal static string? ComputeHash(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || request.Headers[Header] is not { Count: > 0 } header)
            return null;
        // An anonymous operation has no actor, even if the request has a valid token.
        if (!context.User.Identities.OfType<AccountIdentity>().Any())
            return null;
        var key = header.ToString();
        if (key.Length is 0 or > MaxLength || !key.All(c => c is > ' ' and <= '~'))
            throw new MalformedRequestException(
                $"{Header} must be 1 to {MaxLength} printable ASCII characters without spaces."
            );
        return Hash($"{context.User.Id()}\n{request.PathBase}{request.Path}\n{key}");
    }

    /// <summary>The hash of query string and body. It tells apart two requests with the same key.</summary>
    internal static async Task<string> Fingerprint(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{request.QueryString}\n"))
        );
        request.Body.Position = 0;
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var read)
            hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
