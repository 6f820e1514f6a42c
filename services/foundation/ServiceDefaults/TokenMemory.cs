using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Remembers for a minute that a token was found good: a client sends the same one with every request, and to verify
/// its signature costs more than all else that a gateway does.
/// </summary>
/// <remarks>
/// Nothing is remembered beyond the expiry of a token; a signing key that is withdrawn works for a minute more.
/// </remarks>
/// <param name="clock">The time.</param>
public sealed class TokenMemory(TimeProvider clock) : JsonWebTokenHandler, IDisposable
{
    private const int Most = 20_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _good = new(new MemoryCacheOptions { SizeLimit = Most });

    private sealed record Remembered(TokenValidationResult Result, DateTimeOffset Until);

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token,
        TokenValidationParameters validationParameters
    )
    {
        var now = clock.GetUtcNow();
        if (_good.TryGetValue(token, out Remembered? known) && known!.Until > now)
            return known.Result;
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result is not { IsValid: true, SecurityToken.ValidTo: var expires })
            return result;
        _ = result.ClaimsIdentity; // Made when it is first asked for; from here on several requests share it.
        var until = new DateTimeOffset(expires, TimeSpan.Zero) + validationParameters.ClockSkew;
        known = new(result, until < now + Longest ? until : now + Longest);
        _good.Set(token, known, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Longest });
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _good.Dispose();
}
