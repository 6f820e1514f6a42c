using System.Security.Cryptography;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The keys of the installation that wrap the personal data keys: the current one, and former ones that are still in
/// use.
/// </summary>
/// <remarks>A stored key identifies its master key by the first four bytes of the SHA-256 of the master key.</remarks>
public sealed class MasterKeys
{
    private readonly Dictionary<int, byte[]> _keys;

    /// <param name="current">32 bytes. New keys are wrapped with it.</param>
    /// <param name="former">32 bytes each. They unwrap existing keys until a rotation has wrapped these with the
    /// current key.</param>
    /// <exception cref="ArgumentException">A key has another length.</exception>
    public MasterKeys(byte[] current, params byte[][] former)
    {
        if (former.Prepend(current).Any(key => key.Length != AuthenticatedCipher.KeyBytes))
            throw new ArgumentException($"A master key has to have {AuthenticatedCipher.KeyBytes} bytes.");
        CurrentId = IdOf(current);
        _keys = former.Prepend(current).DistinctBy(IdOf).ToDictionary(IdOf);
    }

    internal int CurrentId { get; }

    internal byte[] Wrap(byte[] key, Guid owner) => AuthenticatedCipher.Encrypt(_keys[CurrentId], key, owner);

    /// <exception cref="CryptographicException">The master key that wrapped it is not configured.</exception>
    internal byte[] Unwrap(byte[] wrapped, int masterKey, Guid owner) =>
        _keys.TryGetValue(masterKey, out var key)
            ? AuthenticatedCipher.Decrypt(key, wrapped, owner)
            : throw new CryptographicException(
                $"A personal data key was wrapped with the master key {masterKey:x8}, which is not configured: "
                    + "add it to PersonalData:FormerMasterKeys."
            );

    private static int IdOf(byte[] key) => BitConverter.ToInt32(SHA256.HashData(key));
}
