using System.Net;
using System.Net.Http.Headers;
using PeerNetwork.HostileInput.Tests.Attacks;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// The front door: what it lets through means the same to the service behind it, and what it answers itself is in
/// words.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class GatewayTests(Platform platform)
{
    private static readonly string[] NoServices =
    [
        "/",
        "/nowhere",
        "/enrollments/people",
        "/enrollment/nowhere",
        "/enrollment/operations",
        "/enrollment%2Fpeople",
    ];

    public static TheoryData<Operation> OperationsWithPaths =>
        [.. Platform.Running.Operations.Where(o => o.Parameters.Any(p => p.In is "path"))];

    [
        Theory,
        MemberData(
            nameof(BodyTests.OperationsWithJson),
            MemberType = typeof(BodyTests),
            DisableDiscoveryEnumeration = true
        )
    ]
    public async Task A_body_is_as_hostile_behind_the_gateway(Operation operation)
    {
        var scene = operation.Service.Target;
        var trial = await Trial.Of(operation.Service, platform.Gateway.Client);
        foreach (
            var body in Bodies
                .Against(operation.Body!.Value.Schema, scene)
                .Where(b => b.Place is "the body" or "the content type" && !Harmless.Is(operation, b))
        )
            await trial.Refuses(
                $"{body}",
                operation.By(
                    scene.InsiderToken,
                    new Samples(scene).Of,
                    body.Content(),
                    platform.Gateway.AddressOf(operation.Service)
                )
            );
        trial.Verdict();
    }

    [Theory, MemberData(nameof(OperationsWithPaths), DisableDiscoveryEnumeration = true)]
    public async Task A_path_is_as_hostile_behind_the_gateway(Operation operation)
    {
        var scene = operation.Service.Target;
        var samples = new Samples(scene);
        var trial = await Trial.Of(operation.Service, platform.Gateway.Client);
        foreach (var parameter in operation.Parameters.Where(p => p.In is "path"))
        foreach (var value in Addresses.Against(parameter, scene, null))
            await trial.Refuses(
                $"{parameter.Name}={value}",
                operation.By(
                    scene.InsiderToken,
                    p => p == parameter ? value : samples.Of(p),
                    operation.GoodBody(samples),
                    platform.Gateway.AddressOf(operation.Service)
                )
            );
        trial.Verdict();
    }

    [Fact]
    public async Task What_leads_to_no_service_is_missing()
    {
        foreach (var address in NoServices)
        {
            (await Complaint(address, null)).ShouldBeNull($"anonymously, {address}");
            (await Complaint(address, platform.Services[0].Target.InsiderToken)).ShouldBeNull(address);
        }
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_told_in_words()
    {
        await using var gateway = new RunningGateway(
            new Dictionary<string, Uri> { ["enrollment"] = new("http://127.0.0.1:1") }
        );
        foreach (
            var (address, status) in new[]
            {
                ("/enrollment/people", HttpStatusCode.BadGateway),
                ("/matching/runs", HttpStatusCode.ServiceUnavailable),
            }
        )
        {
            using var answer = await Get(gateway, address, platform.Services[0].Target.InsiderToken);
            answer.StatusCode.ShouldBe(status);
            Trial.ComplaintAbout(answer, await answer.Content.ReadAsStringAsync(), atMost: 599).ShouldBeNull(address);
            answer.Headers.RetryAfter.ShouldNotBeNull(address);
        }
    }

    private async Task<string?> Complaint(string address, string? token)
    {
        using var answer = await Get(platform.Gateway, address, token);
        return Trial.ComplaintAbout(answer, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> Get(RunningGateway gateway, string address, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Requests.Raw(gateway.Client.BaseAddress!, address));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await gateway.Client.SendAsync(request);
    }
}
