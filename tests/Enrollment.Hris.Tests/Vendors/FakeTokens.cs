namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>Gives out bearer tokens and knows which of them is good.</summary>
public sealed class FakeTokens
{
    private int _given;

    public bool IsRevoked { get; set; }

    public int Given => _given;

    public FakeAnswer Give(bool isKnown)
    {
        if (!isKnown)
            return new("""{"error":"invalid_client"}""", System.Net.HttpStatusCode.Unauthorized);
        IsRevoked = false;
        return new($$"""{"access_token":"token-{{Interlocked.Increment(ref _given)}}","expires_in":86400}""");
    }

    public bool IsGood(FakeRequest request) => !IsRevoked && request.Authorization == $"Bearer token-{_given}";
}
