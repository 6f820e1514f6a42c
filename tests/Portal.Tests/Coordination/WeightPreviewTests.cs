using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Coordination;
using static PeerNetwork.Portal.Tests.Coordination.TestRun;

namespace PeerNetwork.Portal.Tests.Coordination;

public class WeightPreviewTests : Component
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Dictionary<string, int> _weights = new() { ["values"] = 70 };

    [Fact]
    public void The_mean_and_the_greatest_changes_are_said_once_the_weights_rest()
    {
        using var api = new FakeApi(Preview(), Names());
        var preview = Show(api);
        _weights["values"] = 80;
        preview.Render();
        _weights["values"] = 90;
        preview.Render();
        api.Requests.ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromSeconds(1));

        preview.WaitForAssertion(() =>
            preview.Markup.ShouldContain("would score 62.5 of 100 on average. They score 50.")
        );
        preview.Find("li").TextContent.ReplaceLineEndings(" ").ShouldContain("Lydia with Aiko");
        preview.Find("li").TextContent.ShouldContain("50 → 62.5");
        api.Requests[0].ShouldBe(($"POST /runs/{Id}/variants/2/preview", """{"weights":{"values":90}}"""));
    }

    [Fact]
    public void Weights_that_the_API_refuses_are_explained()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.UnprocessableEntity, "weights must not all be 0."));
        var preview = Show(api);

        _clock.Advance(TimeSpan.FromSeconds(1));

        preview.WaitForAssertion(() => preview.Markup.ShouldContain("weights must not all be 0."));
    }

    private IRenderedComponent<WeightPreview> Show(FakeApi api)
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(new MatchingClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        return Render<WeightPreview>(p => p.Add(c => c.Run, Id).Add(c => c.Variant, 2).Add(c => c.Weights, _weights));
    }

    private static HttpResponseMessage Preview() =>
        FakeApi.Json(
            new
            {
                pairs = 1,
                meanBefore = 500_000,
                meanAfter = 625_000,
                gaining = new[]
                {
                    new
                    {
                        mentee = Mentee,
                        mentor = Mentor,
                        before = 500_000,
                        after = 625_000,
                    },
                },
                losing = Array.Empty<object>(),
            }
        );

    private static HttpResponseMessage Names() =>
        FakeApi.Json(new { items = new[] { new { id = Mentee, name = "Lydia" }, new { id = Mentor, name = "Aiko" } } });
}
