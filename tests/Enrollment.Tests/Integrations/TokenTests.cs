using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Integrations;

public class TokenTests
{
    private static readonly TokenId Token = new(new("00000000-0000-7000-8000-0000000000c2"));
    private static readonly Guid Hash = new("00000000-0000-8000-8000-0000000000c3");
    private static readonly DateTimeOffset Expiry = TestData.Now.AddDays(30);

    private static readonly ClientRegistered Registered = new(
        TestData.ClientId,
        "Entra",
        [ClientScope.ReadUsers, ClientScope.WriteUsers],
        "BER",
        AccountAttribute.ExternalId,
        TestData.Now
    );
    private static readonly TokenIssued Issued = new(TestData.ClientId, Token, Hash, Expiry, TestData.Now);
    private static readonly TokenRevoked Revoked = new(TestData.ClientId, Token, TestData.Now);

    private readonly DeciderSpec<IntegrationClient, ClientEvent> _spec = DeciderSpec.Of<IntegrationClient, ClientEvent>(
        IntegrationClient.Evolve
    );

    [Fact]
    public void A_client_gets_a_token() =>
        _spec
            .Given(Registered)
            .When(client => IssueToken.Decide(client, Token, Hash, Expiry, TestData.Now))
            .Then(Issued);

    [Fact]
    public void An_unknown_client_gets_none() =>
        _spec
            .Given()
            .When(client => IssueToken.Decide(client, Token, Hash, Expiry, TestData.Now))
            .ThenThrows(DomainError.NotFound);

    [Fact]
    public void A_client_has_at_most_five_valid_tokens()
    {
        var five = Enumerable.Range(1, 5).Select(n => Issued with { Token = new(TestToken(n)) }).ToArray();
        _spec
            .Given([Registered, .. five])
            .When(client => IssueToken.Decide(client, Token, Hash, Expiry, TestData.Now))
            .ThenThrows(DomainError.Conflict);
        _spec
            .Given([Registered, .. five, Revoked with { Token = new(TestToken(3)) }])
            .When(client => IssueToken.Decide(client, Token, Hash, Expiry, TestData.Now))
            .Then(Issued);
        _spec
            .Given([Registered, .. five])
            .When(client => IssueToken.Decide(client, Token, Hash, Expiry.AddDays(30), Expiry))
            .Then(Issued with { ExpiresAt = Expiry.AddDays(30), At = Expiry });
    }

    [Fact]
    public void A_token_is_revoked_once()
    {
        _spec.Given(Registered, Issued).When(client => RevokeToken.Decide(client, Token, TestData.Now)).Then(Revoked);
        _spec
            .Given(Registered, Issued, Revoked)
            .When(client => RevokeToken.Decide(client, Token, TestData.Now))
            .ThenNothing();
    }

    [Fact]
    public void An_unknown_token_cannot_be_revoked() =>
        _spec
            .Given(Registered)
            .When(client => RevokeToken.Decide(client, Token, TestData.Now))
            .ThenThrows(DomainError.NotFound);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.c2ln")]
    public void Other_tokens_have_no_hash(string? token) => IssueToken.FindHash(token).ShouldBeNull();

    private static Guid TestToken(int n) => new($"00000000-0000-7000-8000-0000000000d{n}");
}
