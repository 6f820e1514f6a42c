using System.Security.Cryptography;

namespace PeerNetwork.Testing;

/// <summary>Keys that all services of one test process share.</summary>
public static class TestKeys
{
    /// <summary>The setting <c>PersonalData:ExchangeKey</c>: 32 bytes in Base64.</summary>
    public static string Exchange { get; } = NewKey();

    /// <summary>The setting <c>Auth:AccountKey</c>: 32 bytes in Base64.</summary>
    public static string Account { get; } = NewKey();

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
