using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Checks that a webhook request was sent by BambooHR.</summary>
public static class BambooHrWebhook
{
    public const string SignatureHeader = "X-BambooHR-Signature",
        TimestampHeader = "X-BambooHR-Timestamp";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether the request is signed with the key, not more than five minutes before or after now.
    /// </summary>
    /// <param name="body">The body as it was received.</param>
    /// <param name="signature">HMAC-SHA-256 over body and timestamp, in hexadecimal digits.</param>
    /// <param name="timestamp">Seconds since 1970, or RFC 3339.</param>
    /// <param name="privateKey">The key that BambooHR showed when the webhook was made. Secret.</param>
    public static bool IsAuthentic(
        ReadOnlySpan<byte> body,
        string? signature,
        string? timestamp,
        string privateKey,
        DateTimeOffset now
    ) =>
        signature is not null
        && timestamp is not null
        && IsSigned(body, signature, timestamp, privateKey)
        && MomentOf(timestamp) is { } moment
        && (now - moment).Duration() <= Tolerance;

    private static bool IsSigned(ReadOnlySpan<byte> body, string signature, string timestamp, string privateKey)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(privateKey));
        hmac.AppendData(body);
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp));
        var given = new byte[HMACSHA256.HashSizeInBytes];
        return signature.Length == 2 * given.Length
            && Convert.FromHexString(signature, given, out _, out _) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(hmac.GetHashAndReset(), given);
    }

    private static DateTimeOffset? MomentOf(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : DateTimeOffset.TryParse(
            timestamp,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment
        )
            ? moment
        : null;
}
