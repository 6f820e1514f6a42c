using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Coordination;
using static PeerNetwork.Portal.Tests.Coordination.TestRun;

namespace PeerNetwork.Portal.Tests.Coordination;

public class PairDetailsTests : Component
{
    [Theory]
    [InlineData("Keep", "locked", 2)]
    [InlineData("Rule out", "forbidden", 1)]
    public void A_pair_is_fixed_or_ruled_out_in_a_new_variant_that_is_else_alike(string label, string list, int pairs)
    {
        using var api = new FakeApi(FakeApi.Json(new { variant = 2 }, HttpStatusCode.Created));
        Services.AddSingleton(new MatchingClient(api.Client));
        Render<MudPopoverProvider>();
        var dialogs = Render<MudDialogProvider>();
        Show(RunState.Draft).FindAll("button").Single(button => button.TextContent.Trim() == label).Click();

        dialogs
            .WaitForElements(".mud-dialog-actions button")
            .Single(button => button.TextContent.Trim() == label)
            .Click();

        dialogs.WaitForAssertion(() => api.Requests.Count.ShouldBe(1));
        var (request, body) = api.Requests[0];
        request.ShouldBe($"POST /runs/{Id}/variants");
        var sent = JsonElement.Parse(body!);
        sent.GetProperty("weights").GetProperty("values").GetInt32().ShouldBe(70);
        sent.GetProperty("fairness").GetProperty("maxRateGap").GetInt32().ShouldBe(50);
        sent.GetProperty("fairness").GetProperty("groupBy").GetString().ShouldBe("department");
        sent.GetProperty(list).GetArrayLength().ShouldBe(pairs);
        sent.GetProperty(list)[pairs - 1].GetProperty("mentee").GetGuid().ShouldBe(Mentee);
        sent.GetProperty("locked")[0].GetProperty("mentee").GetGuid().ShouldBe(TestRun.Program);
    }

    [Fact]
    public void Of_peers_each_is_explained_as_the_mentor_of_the_other()
    {
        using var api = new FakeApi();
        Services.AddSingleton(new MatchingClient(api.Client));
        ShowDialogs();
        var pair = Pair() with
        {
            Proposal = Pair().Proposal with { Contributions = [Goals(300_000)], OtherContributions = [Goals(700_000)] },
        };

        var details = Show(Details(RunState.Draft, Variant(1)), pair);

        details
            .FindAll("h3")
            .Select(title => title.TextContent)
            .ShouldBe(["Aiko as the mentor of Lydia", "Lydia as the mentor of Aiko"]);
        details.Markup.ShouldContain("30");
        details.Markup.ShouldContain("70");

        static Contribution Goals(int points) =>
            new()
            {
                Factor = "goals",
                Weight = 1000,
                Points = points,
                Sentence = "",
            };
    }

    [Fact]
    public void Where_mentors_weigh_otherwise_the_pair_is_explained_for_both_sides()
    {
        using var api = new FakeApi();
        Services.AddSingleton(new MatchingClient(api.Client));
        ShowDialogs();
        var pair = Pair() with
        {
            Proposal = Pair().Proposal with
            {
                Score = 500_000,
                Contributions = [Goals(500_000)],
                MentorScore = 640_000,
                MentorContributions = [Goals(640_000)],
            },
        };

        var details = Show(Details(RunState.Draft, Variant(1)), pair);

        details.FindAll("h3").Select(title => title.TextContent).ShouldBe(["For the mentee", "For the mentor"]);
        details.Markup.ShouldContain("64");

        static Contribution Goals(int points) =>
            new()
            {
                Factor = "learning-goals",
                Weight = 1000,
                Points = points,
                Sentence = "",
            };
    }

    [Fact]
    public void A_pair_that_is_kept_can_be_ruled_out_but_not_kept_again()
    {
        using var api = new FakeApi(FakeApi.Json(new { variant = 2 }, HttpStatusCode.Created));
        Services.AddSingleton(new MatchingClient(api.Client));
        ShowDialogs();
        var variant = Variant(1);
        var pair = Pair("open") with { Proposal = Pair("open").Proposal with { Locked = true } };
        variant.Policy.Locked = [new() { Mentee = pair.Proposal.Mentee, Mentor = pair.Proposal.Mentor }];
        var details = Show(Details(RunState.Draft, variant), pair);
        details.FindAll("button").ShouldNotContain(button => button.TextContent.Trim() == "Keep");

        Click(details, "Rule out");
        Click(Dialogs, "Rule out");

        Dialogs.WaitForAssertion(() => api.Requests.Count.ShouldBe(1));
        var sent = JsonElement.Parse(api.Requests[0].Body!);
        sent.GetProperty("locked").GetArrayLength().ShouldBe(0);
        sent.GetProperty("forbidden").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData(RunState.Reviewed, "open")]
    [InlineData(RunState.Draft, "removed")]
    public void What_no_longer_changes_is_only_explained(RunState state, string pair)
    {
        using var api = new FakeApi();
        Services.AddSingleton(new MatchingClient(api.Client));

        Show(state, pair).FindAll(".actions").ShouldBeEmpty();
    }

    private IRenderedComponent<PairDetails> Show(RunState state, string pair = "open") =>
        Show(Details(state, Variant(1)), Pair(pair));

    private IRenderedComponent<PairDetails> Show(RunDetails details, ProposedPair pair) =>
        Render<PairDetails>(p => p.Add(c => c.Details, details).Add(c => c.Pair, pair).Add(c => c.Changed, () => { }));
}
