using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Coordination;
using static PeerNetwork.Portal.Tests.Coordination.TestRun;

namespace PeerNetwork.Portal.Tests.Coordination;

public class RunPageTests : Component
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_progress_is_loaded_again_until_there_is_a_result()
    {
        using var api = new FakeApi(
            Run("computing", "computing", progress: 420),
            TheProgram(),
            FakeApi.Problem(HttpStatusCode.ServiceUnavailable, "Starting."),
            Run("draft", "done"),
            Comparison()
        );
        var page = Show(api);
        page.WaitForAssertion(() => page.Markup.ShouldContain("Finding the best pairs, 42%"));

        _clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => api.Requests.Count.ShouldBe(3));
        page.Markup.ShouldContain("42%");
        _clock.Advance(TimeSpan.FromSeconds(2));

        page.WaitForAssertion(() => page.Find(".figure").TextContent.ShouldBe("80%"));
        page.Markup.ShouldContain("Optimal for all together");
        page.FindAll("[role=progressbar]").ShouldBeEmpty();
        api.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public void A_run_of_another_program_is_not_open()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.Forbidden, "You have no access to any site."));

        Show(api).WaitForElement(".state h2").TextContent.ShouldBe("This page is not open to you");
    }

    private IRenderedComponent<RunPage> Show(FakeApi api)
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(new MatchingClient(api.Client));
        Services.AddKeyedSingleton(ApiClients.Computations, new MatchingClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Render<MudPopoverProvider>();
        return Render<RunPage>(p => p.Add(c => c.Id, Id));
    }

    private static HttpResponseMessage TheProgram() =>
        FakeApi.Json(
            new
            {
                id = TestRun.Program,
                status = "published",
                plan = new { name = "Career change" },
            }
        );

    private static HttpResponseMessage Run(string state, string variant, int? progress = null) =>
        FakeApi.Json(
            new
            {
                id = Id,
                program = TestRun.Program,
                state,
                variant = 1,
                policy = new { day = "2027-03-01" },
                variants = new[]
                {
                    new
                    {
                        variant = 1,
                        state = variant,
                        policy = new { day = "2027-03-01" },
                        progress = progress is null
                            ? null
                            : new
                            {
                                stage = "assignment",
                                progress,
                                replica = "one",
                                at = DateTimeOffset.UnixEpoch,
                            },
                    },
                },
            }
        );

    private static HttpResponseMessage Comparison()
    {
        var summary = new
        {
            variant = 1,
            metrics = new
            {
                mentees = 10,
                matched = 8,
                rate = 800,
                load = new { max = 2 },
            },
        };
        return FakeApi.Json(
            new
            {
                a = summary,
                b = summary,
                groupBy = "site",
            }
        );
    }
}
