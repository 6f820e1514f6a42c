using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Tests.Coordination;

public class CoordinationTests : Component
{
    [Fact]
    public void Programs_where_applications_wait_come_first_and_closed_ones_last()
    {
        using var api = new FakeApi(
            FakeApi.Json(
                new
                {
                    items = new[]
                    {
                        Program("Closed", "closed", 9),
                        Program("Quiet", "published", 0),
                        Program("Busy", "published", 2),
                    },
                }
            )
        );
        Services.AddSingleton(new EnrollmentClient(api.Client));

        var page = Render<Portal.Coordination.Coordination>();

        page.WaitForElements("h2", 3).Select(heading => heading.TextContent).ShouldBe(["Busy", "Quiet", "Closed"]);
        page.Markup.ShouldContain("2 applications wait for you");
    }

    [Fact]
    public void Who_coordinates_nothing_reads_what_will_be_there()
    {
        using var api = new FakeApi(FakeApi.Json(new { items = Array.Empty<object>() }));
        Services.AddSingleton(new EnrollmentClient(api.Client));

        Render<Portal.Coordination.Coordination>()
            .WaitForElement(".state h2")
            .TextContent.ShouldBe("You coordinate no program yet");
    }

    [Fact]
    public void Without_the_role_the_page_says_that_it_is_not_open()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.Forbidden, "Needs the role coordinator."));
        Services.AddSingleton(new EnrollmentClient(api.Client));

        Render<Portal.Coordination.Coordination>()
            .WaitForElement(".state h2")
            .TextContent.ShouldBe("This page is not open to you");
    }

    private static object Program(string name, string status, int waiting) =>
        new
        {
            id = Guid.CreateVersion7(),
            name,
            status,
            siteCodes = new[] { "CHI" },
            waiting,
        };
}
