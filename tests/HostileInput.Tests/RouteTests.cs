using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>A route that no document lists is a door that no test of this project knocks at.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class RouteTests(Platform platform)
{
    private static readonly string[] Probes = ["* /health/live", "* /health/ready"];

    /// <summary>They hold no personal data: the probes of the platform, and the document itself.</summary>
    private static readonly string[] Unlisted = [.. Probes, "GET /openapi/{documentName}.json"];

    private static readonly string[] OfTheGateway =
    [
        "GET /openapi",
        "GET /scalar/{documentName?}",
        "GET /scalar/scalar.js",
        "GET /scalar/scalar.aspnetcore.js",
        "GET /scalar/favicon.svg",
        "* /enrollment/{**rest}",
        "* /matching/{**rest}",
        "* /engagement/{**rest}",
        "* /analytics/{**rest}",
    ];

    [Fact]
    public void The_document_of_a_service_lists_every_route()
    {
        foreach (var service in platform.Services)
            RoutesOf(service.Endpoints)
                .ShouldBe(
                    service.Operations.Select(o => $"{o.Method} {o.Path}").Concat(Unlisted),
                    ignoreOrder: true,
                    service.Name
                );
    }

    [Fact]
    public void The_gateway_has_no_routes_but_those_of_the_services_and_of_their_document() =>
        RoutesOf(platform.Gateway.Endpoints).ShouldBe(OfTheGateway.Concat(Probes), ignoreOrder: true);

    private static IEnumerable<string> RoutesOf(IEnumerable<RouteEndpoint> endpoints) =>
        from endpoint in endpoints
        let pattern = Constraint().Replace($"/{endpoint.RoutePattern.RawText!.Trim('/')}", "{$1}")
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]
        select $"{(method is "" ? "*" : method)} {pattern}";

    [GeneratedRegex(@"\{(\w+):\w+\}")]
    private static partial Regex Constraint();
}
