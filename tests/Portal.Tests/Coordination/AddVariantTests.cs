using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Coordination;
using static PeerNetwork.Portal.Tests.Coordination.TestRun;

namespace PeerNetwork.Portal.Tests.Coordination;

public class AddVariantTests : Component
{
    [Fact]
    public void A_stable_variant_has_no_bounds_and_the_weights_of_mentees_for_both_sides()
    {
        using var api = new FakeApi(Factors(), FakeApi.Json(new { variant = 2 }, HttpStatusCode.Created));
        Open(api, Variant(1));

        Choose("Stable, best for mentees");

        Legends.ShouldNotContain("Fairness (optional)");
        var sent = Send(api);
        sent.GetProperty("method").GetString().ShouldBe("stableForMentees");
        sent.GetProperty("fairness").EnumerateObject().ShouldBeEmpty();
        sent.GetProperty("mentorWeights").GetProperty("values").GetInt32().ShouldBe(70);
    }

    [Fact]
    public void What_counts_for_mentors_is_asked_only_where_it_has_an_effect()
    {
        using var api = new FakeApi(Factors(), FakeApi.Json(new { variant = 2 }, HttpStatusCode.Created));
        Open(
            api,
            Variant(1) with
            {
                Method = MatchingMethod.StableForMentors,
                MentorWeights = new Dictionary<string, int> { ["values"] = 300 },
            }
        );
        Legends.ShouldContain("What counts for mentors, and how much");

        Choose("Optimal for all together");

        Legends.ShouldNotContain("What counts for mentors, and how much");
        Legends.ShouldContain("Fairness (optional)");
        var sent = Send(api);
        sent.GetProperty("method").GetString().ShouldBe("optimal");
        sent.TryGetProperty("mentorWeights", out _).ShouldBeFalse();
    }

    private IEnumerable<string> Legends => Dialogs.FindAll("legend").Select(legend => legend.TextContent);

    private void Open(FakeApi api, ReadRunsVariantView like)
    {
        Services.AddSingleton(new MatchingClient(api.Client));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        // The preview waits for a clock that does not move.
        Services.AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        ShowDialogs();
        var button = Render<AddVariant>(p =>
            p.Add(c => c.Run, Id)
                .Add(c => c.Kind, MatchKind.OneToOne)
                .Add(c => c.Like, like)
                .Add(c => c.Changed, () => { })
        );
        button.Find("button").Click();
        Dialogs.WaitForElements("input[type=radio]");
    }

    private void Choose(string method) =>
        Dialogs
            .FindAll("label")
            .Single(label => label.TextContent.Trim().StartsWith($"{method}:", StringComparison.Ordinal))
            .QuerySelector("input[type=radio]")!
            .Click();

    private JsonElement Send(FakeApi api)
    {
        Dialogs.FindAll(".mud-dialog-actions button")[^1].Click();
        Dialogs.WaitForAssertion(() => api.Requests.Count.ShouldBe(2));
        var (request, body) = api.Requests[1];
        request.ShouldBe($"POST /runs/{Id}/variants");
        return JsonElement.Parse(body!);
    }

    private static HttpResponseMessage Factors() =>
        FakeApi.Json(
            new
            {
                factors = new[]
                {
                    new
                    {
                        name = "values",
                        defaultWeight = 70,
                        description = "Values.",
                    },
                },
                rules = Array.Empty<string>(),
            }
        );
}
