using PeerNetwork.HostileInput.Tests.Attacks;
using PeerNetwork.HostileInput.Tests.Scenes;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// Tokens that nobody should be let in with, at the gateway and, for those who got past it, at every service.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class TokenTests(Platform platform)
{
    private static readonly string[] NoTokens =
    [
        "Bearer",
        "Bearer ",
        "Bearer a b c",
        "Basic YWRtaW46YWRtaW4=",
        "Token x",
        "Bearer null",
        $"Bearer {new string('x', 9_000)}",
    ];

    public static TheoryData<Operation> Operations => [.. Platform.Running.Operations];

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public Task A_service_lets_nobody_in_without_a_good_token(Operation operation) =>
        TryAll(operation, operation.Service.Client, operation.Service.Address);

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public Task The_gateway_lets_nobody_in_without_a_good_token(Operation operation) =>
        TryAll(operation, platform.Gateway.Client, platform.Gateway.AddressOf(operation.Service));

    private static async Task TryAll(Operation operation, HttpClient client, Uri at)
    {
        var scene = operation.Service.Target;
        var samples = new Samples(scene);
        var trial = await Trial.Of(operation.Service, client);
        await trial.Refuses("none", Request(null), 401);
        foreach (var (kind, token) in HostileTokens.Of(scene.Insider, [.. Roles.All], Scene.EverySite))
            await trial.Refuses(kind, Request($"Bearer {token}"), 401);
        foreach (var value in NoTokens)
            await trial.Refuses(Trial.Short(value), Request(value), 401);
        trial.Verdict();

        HttpRequestMessage Request(string? authorization)
        {
            var request = operation.By(null, samples.Of, operation.GoodBody(samples), at);
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            return request;
        }
    }
}
