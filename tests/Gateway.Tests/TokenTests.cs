using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.Gateway.Tests;

public class TokenTests
{
    private static readonly Guid Person = Guid.NewGuid();

    private static readonly Dictionary<string, Func<GatewayHost, string?>> Bad = new()
    {
        ["none"] = _ => null,
        ["nonsense"] = _ => "a.b.c",
        ["expired"] = gateway => gateway.Token(Person, hours: -1),
        ["of another audience"] = gateway => gateway.Token(Person, audience: "payroll"),
        ["of another issuer"] = gateway => gateway.Token(Person, issuer: "https://evil.test"),
        ["unsigned (alg none)"] = gateway => gateway.Token(Person, signed: false),
        ["forged with another key"] = gateway =>
            gateway.Token(
                Person,
                signer: new(
                    new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" },
                    SecurityAlgorithms.EcdsaSha256
                )
            ),
        ["forged with the public key as a secret"] = gateway =>
            gateway.Token(Person, signer: new(gateway.PublicKeyAsSecret(), SecurityAlgorithms.HmacSha256)),
        ["changed after signing"] = gateway =>
            gateway.Token(Person).Split('.') is [var head, _, var signature]
                ? string.Join('.', head, gateway.Token(Guid.NewGuid()).Split('.')[1], signature)
                : null,
    };

    public static TheoryData<string> Names => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_token_does_not_reach_the_service(string name)
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        var request = new HttpRequestMessage(HttpMethod.Get, "/enrollment/echo");
        request.Headers.Authorization = Bad[name](gateway) is { } token ? GatewayHost.Bearer(token) : null;
        var answer = await gateway.Client.SendAsync(request);

        await answer.ShouldBeProblem(401, "not-signed-in");
        answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        enrollment.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi")]
    [InlineData("/scalar/")]
    public async Task Health_and_the_document_need_no_token(string path)
    {
        await using var gateway = GatewayHost.With();
        (await gateway.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
