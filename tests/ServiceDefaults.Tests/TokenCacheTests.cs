using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class TokenCacheTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly TokenCache _cache;
    private int _verified;

    public TokenCacheTests() => _cache = new(_clock) { MapInboundClaims = false };

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task A_token_is_verified_once_a_minute()
    {
        var token = TestTokens.For(Guid.CreateVersion7(), ["coordinator"], ["DE-01"]);

        (await Check(token)).ClaimsIdentity.FindFirst("roles")!.Value.ShouldBe("coordinator");
        (await Check(token)).ClaimsIdentity.FindFirst("roles")!.Value.ShouldBe("coordinator");
        _verified.ShouldBe(1);

        _clock.Advance(TimeSpan.FromSeconds(61));
        (await Check(token)).IsValid.ShouldBeTrue();
        _verified.ShouldBe(2);
    }

    [Fact]
    public async Task Each_token_is_verified()
    {
        var person = Guid.CreateVersion7();
        var good = TestTokens.For(person, ["overseer"], []);
        (await Check(good)).IsValid.ShouldBeTrue();

        var forged = good[..^4] + (good.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        (await Check(forged)).IsValid.ShouldBeFalse();
        (await Check(TestTokens.For(person, [], []))).ClaimsIdentity.FindFirst("roles").ShouldBeNull();
        _verified.ShouldBe(3);
    }

    [Fact]
    public async Task A_token_is_never_accepted_after_its_expiry()
    {
        var token = TestTokens.Issue(
            Guid.CreateVersion7(),
            t => t.Expires = _clock.GetUtcNow().UtcDateTime.AddSeconds(20)
        );
        await Check(token);

        _clock.Advance(TimeSpan.FromSeconds(25));
        await Check(token);

        _verified.ShouldBe(2);
    }

    [Fact]
    public async Task A_rejected_token_is_verified_each_time()
    {
        var expired = TestTokens.Issue(
            Guid.CreateVersion7(),
            t => (t.NotBefore, t.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1))
        );

        for (var times = 1; times <= 2; times++)
        {
            (await Check(expired)).IsValid.ShouldBeFalse();
            _verified.ShouldBe(times);
        }
    }

    private Task<TokenValidationResult> Check(string token) =>
        _cache.ValidateTokenAsync(
            token,
            new()
            {
                ValidIssuer = TestTokens.Issuer,
                ValidAudience = TestTokens.Audience,
                ClockSkew = TimeSpan.Zero,
                IssuerSigningKeyResolver = (_, _, _, _) =>
                {
                    _verified++;
                    return new JsonWebKeySet(TestTokens.PublicKeys).Keys;
                },
            }
        );
}
