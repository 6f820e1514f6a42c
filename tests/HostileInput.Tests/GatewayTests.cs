using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using PeerNetwork.HostileInput.Tests.Attacks;
using PeerNetwork.HostileInput.Tests.Data;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// The gateway forwards hostile requests so that the service rejects them, and its own errors are problems.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class GatewayTests(PlatformFixture platform)
{
    private static readonly string[] UnroutedPaths =
    [
        "/",
        "/nowhere",
        "/enrollments/people",
        "/enrollment/nowhere",
        "/enrollment/operations",
        "/enrollment%2Fpeople",
    ];

    public static TheoryData<Operation> OperationsWithPaths =>
        [.. PlatformFixture.Running.Operations.Where(o => o.Parameters.Any(p => p.In is "path"))];

    [
        Theory,
        MemberData(
            nameof(BodyTests.OperationsWithJson),
            MemberType = typeof(BodyTests),
            DisableDiscoveryEnumeration = true
        )
    ]
    public async Task A_hostile_body_is_rejected_through_the_gateway(Operation operation)
    {
        var data = operation.Service.Target;
        var runner = await AttackRunner.Start(operation.Service, platform.Gateway.Client);
        foreach (
            var body in BodyAttacks
                .For(operation.Body!.Value.Schema, data)
                .Where(b => b.Location is "the body" or "the content type" && !LegitimateInput.Matches(operation, b))
        )
            await runner.ExpectProblem(
                $"{body}",
                operation.CreateRequest(
                    data.AuthorizedToken,
                    new ValidValues(data).Of,
                    body.Content(),
                    platform.Gateway.AddressOf(operation.Service)
                )
            );
        runner.ShouldHaveNoFailures();
    }

    [Theory, MemberData(nameof(OperationsWithPaths), DisableDiscoveryEnumeration = true)]
    public async Task A_hostile_path_is_rejected_through_the_gateway(Operation operation)
    {
        var data = operation.Service.Target;
        var values = new ValidValues(data);
        var runner = await AttackRunner.Start(operation.Service, platform.Gateway.Client);
        foreach (var parameter in operation.Parameters.Where(p => p.In is "path"))
        foreach (var value in UrlAttacks.For(parameter, data, null).Where(v => !LegitimateInput.Matches(operation, v)))
            await runner.ExpectProblem(
                $"{parameter.Name}={value}",
                operation.CreateRequest(
                    data.AuthorizedToken,
                    p => p == parameter ? value : values.Of(p),
                    operation.CreateValidBody(values),
                    platform.Gateway.AddressOf(operation.Service)
                )
            );
        runner.ShouldHaveNoFailures();
    }

    /// <summary>The services of this test know different people, so a person has data in one of them.</summary>
    [Fact]
    public async Task An_export_has_a_file_of_each_service_and_is_not_for_others()
    {
        var data = platform.Services.Single(s => s.Name == "enrollment").Target;
        var address = $"/people/{data["people"]}/data-export";
        (await Export(address, data.AuthorizedToken)).ShouldBe(
            ["index.html", "enrollment.json", "matching.json", "engagement.json", "analytics.json"],
            ignoreOrder: true
        );
        (
            await Export(address, TestTokens.For(data.Outsider, [Roles.PeopleAdmin], [TestData.OtherSite]))
        ).ShouldBeEmpty();
        (await Export(address, TestTokens.For(data.Outsider, [], []))).ShouldBeEmpty();
    }

    /// <summary>The names of the files; empty for a request that is refused.</summary>
    private async Task<string[]> Export(string address, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await platform.Gateway.Client.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.Forbidden)
            return [];
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        using var archive = new ZipArchive(await response.Content.ReadAsStreamAsync());
        return [.. archive.Entries.Select(e => e.FullName)];
    }

    [Fact]
    public async Task An_unrouted_path_is_not_found()
    {
        foreach (var address in UnroutedPaths)
        {
            (await FindError(address, null)).ShouldBeNull($"anonymously, {address}");
            (await FindError(address, platform.Services[0].Target.AuthorizedToken)).ShouldBeNull(address);
        }
    }

    [Fact]
    public async Task A_service_that_does_not_respond_gives_a_problem()
    {
        await using var gateway = new GatewayHost(
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
            using var response = await Get(gateway, address, platform.Services[0].Target.AuthorizedToken);
            response.StatusCode.ShouldBe(status);
            AttackRunner
                .FindProblemError(response, await response.Content.ReadAsStringAsync(), atMost: 599)
                .ShouldBeNull(address);
            response.Headers.RetryAfter.ShouldNotBeNull(address);
        }
    }

    private async Task<string?> FindError(string address, string? token)
    {
        using var response = await Get(platform.Gateway, address, token);
        return AttackRunner.FindProblemError(response, await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> Get(GatewayHost gateway, string address, string? token)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            RequestFactory.CreateRawUri(gateway.Client.BaseAddress!, address)
        );
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await gateway.Client.SendAsync(request);
    }
}
