using PeerNetwork.HostileInput.Tests.Attacks;
using PeerNetwork.HostileInput.Tests.Data;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Invalid tokens, at the gateway and at every service.</summary>
[Collection(PlatformCollection.Name)]
public sealed class TokenTests(PlatformFixture platform)
{
    private static readonly string[] MalformedAuthorizations =
    [
        "Bearer",
        "Bearer ",
        "Bearer a b c",
        "Basic YWRtaW46YWRtaW4=",
        "Token x",
        "Bearer null",
        $"Bearer {new string('x', 9_000)}",
    ];

    public static TheoryData<Operation> Operations => [.. PlatformFixture.Running.Operations];

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public Task A_service_rejects_every_request_without_a_valid_token(Operation operation) =>
        TryAll(operation, operation.Service.Client, operation.Service.Address);

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public Task The_gateway_rejects_every_request_without_a_valid_token(Operation operation) =>
        TryAll(operation, platform.Gateway.Client, platform.Gateway.AddressOf(operation.Service));

    private static async Task TryAll(Operation operation, HttpClient client, Uri at)
    {
        var data = operation.Service.Target;
        var values = new ValidValues(data);
        var runner = await AttackRunner.Start(operation.Service, client);
        await runner.ExpectProblem("none", Request(null), 401);
        foreach (var (kind, token) in HostileTokens.Of(data.AuthorizedPerson, [.. Roles.All], TestData.AllSites))
            await runner.ExpectProblem(kind, Request($"Bearer {token}"), 401);
        foreach (var value in MalformedAuthorizations)
            await runner.ExpectProblem(AttackRunner.Shorten(value), Request(value), 401);
        runner.ShouldHaveNoFailures();

        HttpRequestMessage Request(string? authorization)
        {
            var request = operation.CreateRequest(null, values.Of, operation.CreateValidBody(values), at);
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            return request;
        }
    }
}
