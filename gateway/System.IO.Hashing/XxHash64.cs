using System.Buffers.Binary;
using System.Numerics;

namespace System.IO.Hashing;

/// <summary>
/// XXH64 as its public specification (xxhash_spec.md) defines it: a fast hash, not a cryptographic one.
/// </summary>
public static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87,
        Prime2 = 0xC2B2AE3D27D4EB4F,
        Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63,
        Prime5 = 0x27D4EB2F165667C5;

    /// <summary>The hash with seed 0, most significant byte first.</summary>
    public static byte[] Hash(byte[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var hash = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(hash, HashToUInt64(source));
        return hash;
    }

    public static ulong HashToUInt64(ReadOnlySpan<byte> source, long seed = 0)
    {
        var rest = source;
        var hash = source.Length < 32 ? unchecked((ulong)seed + Prime5) : Stripes(ref rest, unchecked((ulong)seed));
        return Avalanche(Tail(unchecked(hash + (ulong)source.Length), rest));
    }

    private static ulong Stripes(ref ReadOnlySpan<byte> rest, ulong seed)
    {
        unchecked
        {
            var (a, b, c, d) = (seed + Prime1 + Prime2, seed + Prime2, seed, seed - Prime1);
            for (; rest.Length >= 32; rest = rest[32..])
            {
                a = Round(a, Lane(rest));
                b = Round(b, Lane(rest[8..]));
                c = Round(c, Lane(rest[16..]));
                d = Round(d, Lane(rest[24..]));
            }

            var hash =
                BitOperations.RotateLeft(a, 1)
                + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12)
                + BitOperations.RotateLeft(d, 18);
            return Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
    }

    private static ulong Tail(ulong hash, ReadOnlySpan<byte> rest)
    {
        unchecked
        {
            for (; rest.Length >= 8; rest = rest[8..])
                hash = BitOperations.RotateLeft(hash ^ Round(0, Lane(rest)), 27) * Prime1 + Prime4;
            if (rest.Length >= 4)
            {
                hash =
                    BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1), 23)
                        * Prime2
                    + Prime3;
                rest = rest[4..];
            }

            foreach (var last in rest)
                hash = BitOperations.RotateLeft(hash ^ (last * Prime5), 11) * Prime1;
            return hash;
        }
    }

    private static ulong Avalanche(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Lane(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt64LittleEndian(at);

    private static ulong Round(ulong sum, ulong lane) =>
        unchecked(BitOperations.RotateLeft(sum + (lane * Prime2), 31) * Prime1);

    private static ulong Merge(ulong hash, ulong sum) => unchecked(((hash ^ Round(0, sum)) * Prime1) + Prime4);
}
