using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Coordination;
using static PeerNetwork.Portal.Tests.Coordination.TestRun;

namespace PeerNetwork.Portal.Tests.Coordination;

public class RunActionsTests : Component
{
    private int _changes;

    [Theory]
    [InlineData(RunState.Computing, new[] { "Stop" })]
    [InlineData(RunState.Cancelled, new[] { "Resume" })]
    [InlineData(RunState.Draft, new[] { "Choose this variant", "Add a variant" })]
    [InlineData(RunState.Reviewed, new[] { "Send the offers" })]
    [InlineData(RunState.Publishing, new string[0])]
    [InlineData(RunState.Published, new string[0])]
    public void A_run_offers_what_can_be_done_with_it_now(RunState state, string[] labels)
    {
        using var api = new FakeApi();
        Labels(Show(api, state)).ShouldBe(labels);
    }

    [Fact]
    public void Offers_are_sent_with_a_reason_and_say_to_how_many()
    {
        using var api = new FakeApi(FakeApi.Done);
        Open(Show(api, RunState.Reviewed), "Send the offers");
        Dialogs.Markup.ShouldContain("3 mentees and their mentors get offers");
        Click("Send the offers");
        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("Write why."));

        Dialogs.Find("textarea").Change("Best for both sites");
        Click("Send the offers");

        Dialogs.WaitForAssertion(() => _changes.ShouldBe(1));
        api.Requests.ShouldHaveSingleItem()
            .ShouldBe(($"POST /runs/{Id}/publish", """{"variant":1,"reason":"Best for both sites"}"""));
    }

    [Fact]
    public void Offers_to_peers_are_counted_by_pairs()
    {
        using var api = new FakeApi();
        Services.AddSingleton(new MatchingClient(api.Client));
        ShowDialogs();
        var details = Details(RunState.Reviewed, Variant(1));
        var peers = details with { Run = details.Run with { Kind = MatchKind.Reciprocal } };
        Open(Render<RunActions>(p => p.Add(c => c.Details, peers)), "Send the offers");
        Dialogs.Markup.ShouldContain("3 pairs of peers get offers");
    }

    [Fact]
    public void A_run_that_was_reviewed_meanwhile_is_loaded_again()
    {
        using var api = new FakeApi(
            FakeApi.Problem(HttpStatusCode.Conflict, "The run was reviewed with variant 2."),
            FakeApi.Done
        );
        Open(Show(api, RunState.Draft), "Choose this variant");

        Click("Choose this variant");

        Dialogs.WaitForAssertion(() =>
            Dialogs.Find("[role=alert]").TextContent.ShouldStartWith("The run was reviewed with variant 2. The page")
        );
        _changes.ShouldBe(1);
    }

    [Fact]
    public void Who_may_not_change_a_run_reads_why()
    {
        using var api = new FakeApi(
            FakeApi.Problem(HttpStatusCode.Forbidden, "You have no access to site BER in this program.")
        );
        Open(Show(api, RunState.Draft), "Choose this variant");

        Click("Choose this variant");

        Dialogs.WaitForAssertion(() =>
            Dialogs.Find("[role=alert]").TextContent.ShouldContain("You have no access to site BER in this program.")
        );
        _changes.ShouldBe(0);
    }

    private IRenderedComponent<RunActions> Show(FakeApi api, RunState state)
    {
        Services.AddSingleton(new MatchingClient(api.Client));
        ShowDialogs();
        return Render<RunActions>(p =>
            p.Add(c => c.Details, Details(state, Variant(1))).Add(c => c.Changed, () => _changes++)
        );
    }

    private void Open(IRenderedComponent<RunActions> actions, string label)
    {
        actions.FindAll("button").Single(button => button.TextContent.Trim() == label).Click();
        Dialogs.WaitForElement(".mud-dialog");
    }

    private void Click(string label) =>
        Dialogs.FindAll(".mud-dialog-actions button").Single(button => button.TextContent.Trim() == label).Click();

    private static string[] Labels(IRenderedComponent<RunActions> actions) =>
        [.. actions.FindAll("button").Select(button => button.TextContent.Trim())];
}
