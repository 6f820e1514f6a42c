using System.Buffers.Binary;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A place in line that the seed shuffles. This is what breaks ties, since the solver goes through people in order.
/// </summary>
internal readonly record struct SeedOrder(ulong Rank, Guid Id) : IComparable<SeedOrder>
{
    public static SeedOrder Of(Guid id, long seed)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var rank = Mix(
            Mix((ulong)seed ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes))
                ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..])
        );
        return new(rank, id);
    }

    public int CompareTo(SeedOrder other) =>
        Rank.CompareTo(other.Rank) is var byRank and not 0 ? byRank : Id.CompareTo(other.Id);

    // splitmix64's finaliser (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
