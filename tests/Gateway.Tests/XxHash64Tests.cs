using System.IO.Hashing;
using System.Text;

namespace PeerNetwork.Gateway.Tests;

public class XxHash64Tests
{
    // The bytes and sums that the reference implementation checks itself with (xxHash, sanity test).
    private const long Seed = 2654435761;

    [Theory]
    [InlineData(0, 0, 0xEF46DB3751D8E999)]
    [InlineData(0, Seed, 0xAC75FDA2929B17EF)]
    [InlineData(1, 0, 0xE934A84ADB052768)]
    [InlineData(1, Seed, 0x5014607643A9B4C3)]
    [InlineData(4, 0, 0x9136A0DCA57457EE)]
    [InlineData(14, 0, 0x8282DCC4994E35C8)]
    [InlineData(14, Seed, 0xC3BD6BF63DEB6DF0)]
    [InlineData(222, 0, 0xB641AE8CB691C174)]
    [InlineData(222, Seed, 0x20CB8AB7AE10C14A)]
    public void The_reference_sums_hold(int length, long seed, ulong sum) =>
        XxHash64.HashToUInt64(Reference(length), seed).ShouldBe(sum);

    [Theory]
    [InlineData("", "EF46DB3751D8E999")]
    [InlineData("a", "D24EC4F1A98C6E5B")]
    [InlineData("abc", "44BC2CF5AD770999")]
    public void The_bytes_come_most_significant_first(string text, string sum) =>
        Convert.ToHexString(XxHash64.Hash(Encoding.ASCII.GetBytes(text))).ShouldBe(sum);

    private static byte[] Reference(int length)
    {
        var bytes = new byte[length];
        ulong generator = 2654435761;
        for (var i = 0; i < length; i++, generator = unchecked(generator * 11400714785074694797))
            bytes[i] = (byte)(generator >> 56);
        return bytes;
    }
}
