using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>The end of the chain of a day (UTC). It is final when the next day has begun.</summary>
/// <param name="FirstSequence">The sequence number of the first event of the day.</param>
/// <param name="LastSequence">The sequence number of the last event of the day.</param>
/// <param name="LastNumber">How many events the chain has up to this one.</param>
/// <param name="Link">The link of the last event: SHA-256, in hexadecimal digits.</param>
public sealed record AuditHead(DateOnly Day, long FirstSequence, long LastSequence, long LastNumber, string Link)
{
    internal const string Columns = "day, first_sequence, last_sequence, last_number, encode(link, 'hex')";

    /// <param name="row">It begins with the <see cref="Columns"/>.</param>
    internal static AuditHead Read(NpgsqlDataReader row) =>
        new(row.GetFieldValue<DateOnly>(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4));
}

/// <summary>
/// Signs the heads with HMAC-SHA-256, under a key that is not in the database: without it, a changed chain cannot get
/// heads that fit.
/// </summary>
public sealed class AuditKey(Lazy<byte[]> key)
{
    /// <summary>For the signature only; of 32 bytes.</summary>
    internal byte[] Sign(string service, AuditHead head) =>
        HMACSHA256.HashData(
            key.Value,
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{service} {head.Day:O} {head.FirstSequence} {head.LastSequence} {head.LastNumber} {head.Link}"
                )
            )
        );

    internal bool Fits(string service, AuditHead head, byte[] signature) =>
        CryptographicOperations.FixedTimeEquals(Sign(service, head), signature);
}
