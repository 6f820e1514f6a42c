using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Verifies a token once a minute, although a client sends it with every request: the signature costs more to verify
/// than the rest of a request costs at the gateway.
/// </summary>
/// <remarks>The cache never extends the lifetime of a token. A withdrawn signing key works for a minute more.</remarks>
public sealed class TokenCache(TimeProvider clock) : JsonWebTokenHandler, IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);
    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    private sealed record Entry(TokenValidationResult Result, DateTimeOffset ValidUntil);

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token,
        TokenValidationParameters validationParameters
    )
    {
        var now = clock.GetUtcNow();
        if (_valid.TryGetValue(token, out Entry? cached) && cached!.ValidUntil > now)
            return cached.Result;
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result is not { IsValid: true, SecurityToken.ValidTo: var expiry })
            return result;
        _ = result.ClaimsIdentity; // It is created at the first access, and from now on several requests share it.
        var validUntil = new DateTimeOffset(expiry, TimeSpan.Zero) + validationParameters.ClockSkew;
        cached = new(result, validUntil < now + MaxAge ? validUntil : now + MaxAge);
        _valid.Set(token, cached, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = MaxAge });
        return result;
    }

    public void Dispose() => _valid.Dispose();
}
