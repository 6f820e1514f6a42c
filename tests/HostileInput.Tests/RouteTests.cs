using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Every route must be documented: the tests of this project cover only documented routes.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class RouteTests(PlatformFixture platform)
{
    private static readonly string[] HealthRoutes = ["* /health/live", "* /health/ready"];

    /// <summary>Routes without personal data: the health checks and the document itself.</summary>
    private static readonly string[] UndocumentedRoutes = [.. HealthRoutes, "GET /openapi/{documentName}.json"];

    private static readonly string[] GatewayRoutes =
    [
        "GET /openapi",
        "GET /people/{id}/data-export",
        "GET /scalar/{documentName?}",
        "GET /scalar/scalar.js",
        "GET /scalar/scalar.aspnetcore.js",
        "GET /scalar/favicon.svg",
        "* /scim/{**rest}",
        "* /enrollment/webhooks/{**rest}",
        "* /enrollment/{**rest}",
        "* /matching/{**rest}",
        "* /engagement/{**rest}",
        "* /analytics/{**rest}",
    ];

    /// <summary>SCIM describes itself by its schemas; its tests send hostile input of their own.</summary>
    private const string ScimRoutes = " /scim/v2/";

    [Fact]
    public void The_document_of_a_service_lists_every_route()
    {
        foreach (var service in platform.Services)
            RoutesOf(service.Endpoints)
                .Where(route => !route.Contains(ScimRoutes, StringComparison.Ordinal))
                .ShouldBe(
                    service.Operations.Select(o => $"{o.Method} {o.Path}").Concat(UndocumentedRoutes),
                    ignoreOrder: true,
                    service.Name
                );
    }

    [Fact]
    public void The_gateway_has_only_the_routes_of_the_services_and_of_their_document() =>
        RoutesOf(platform.Gateway.Endpoints).ShouldBe(GatewayRoutes.Concat(HealthRoutes), ignoreOrder: true);

    private static IEnumerable<string> RoutesOf(IEnumerable<RouteEndpoint> endpoints) =>
        from endpoint in endpoints
        let pattern = Constraint().Replace($"/{endpoint.RoutePattern.RawText!.Trim('/')}", "{$1}")
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]
        select $"{(method is "" ? "*" : method)} {pattern}";

    [GeneratedRegex(@"\{(\w+):\w+\}")]
    private static partial Regex Constraint();
}
