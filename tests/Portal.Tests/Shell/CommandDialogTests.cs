using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Drafts;
using PeerNetwork.Portal.Shell;

namespace PeerNetwork.Portal.Tests.Shell;

public class CommandDialogTests : Component
{
    private readonly List<string> _keys = [];
    private Func<Task> _answer = () => Task.CompletedTask;
    private int _changes;
    private string? _text = "Typed";
    private Kept<Note>? _kept;

    [Fact]
    public async Task A_double_click_sends_once_and_the_dialog_closes_after_the_answer()
    {
        var answer = new TaskCompletionSource();
        _answer = () => answer.Task;
        var dialogs = Open();
        var click = dialogs
            .FindComponents<MudButton>()
            .Single(button => button.Markup.Contains("Send", StringComparison.Ordinal))
            .Instance.OnClick;

        var clicks = dialogs.InvokeAsync(() => Task.WhenAll(click.InvokeAsync(), click.InvokeAsync()));

        _keys.Count.ShouldBe(1);
        dialogs.WaitForAssertion(() => Send(dialogs).HasAttribute("disabled").ShouldBeTrue());
        _changes.ShouldBe(0);
        answer.SetResult();
        await clicks;
        dialogs.WaitForAssertion(() => dialogs.FindAll(".mud-dialog").ShouldBeEmpty());
        _changes.ShouldBe(1);
    }

    [Theory]
    [InlineData(409)]
    [InlineData(412)]
    public void A_conflict_is_explained_the_data_loaded_anew_and_the_input_kept(int status)
    {
        _answer = () => throw Refusal(status, "Proposal 4 took its place.");
        var dialogs = Open();

        Send(dialogs).Click();

        dialogs.WaitForAssertion(() =>
            dialogs.Find("[role=alert]").TextContent.ShouldStartWith("Proposal 4 took its place. The page behind")
        );
        _changes.ShouldBe(1);
        dialogs.Find("input").GetAttribute("value").ShouldBe("Typed");
        Send(dialogs).HasAttribute("disabled").ShouldBeFalse();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public void A_refusal_is_shown_in_the_words_of_the_API(int status)
    {
        _answer = () => throw Refusal(status, "start must not be more than 31 days ago.");
        var dialogs = Open();

        Send(dialogs).Click();

        dialogs.WaitForAssertion(() =>
            dialogs.Find("[role=alert]").TextContent.ShouldContain("start must not be more than 31 days ago.")
        );
        _changes.ShouldBe(0);
        dialogs.Find("input").GetAttribute("value").ShouldBe("Typed");
    }

    [Fact]
    public void Without_an_answer_a_repeat_has_the_same_key_and_after_an_answer_another_one()
    {
        _answer = () => throw new HttpRequestException("No connection.");
        var dialogs = Open();
        Send(dialogs).Click();
        dialogs.WaitForAssertion(() =>
            dialogs.Find("[role=alert]").TextContent.ShouldContain("does not answer at the moment")
        );

        _answer = () => throw Refusal(422, "Too late.");
        Send(dialogs).Click();
        dialogs.WaitForAssertion(() => dialogs.Find("[role=alert]").TextContent.ShouldContain("Too late."));
        Send(dialogs).Click();

        _keys[1].ShouldBe(_keys[0]);
        _keys[2].ShouldNotBe(_keys[1]);
    }

    [Fact]
    public void Changed_input_is_another_command()
    {
        _answer = () => throw new HttpRequestException("No connection.");
        var dialogs = Open();
        Send(dialogs).Click();
        dialogs.WaitForElement("[role=alert]");

        dialogs.Find("input").Change("Something else");
        Send(dialogs).Click();

        _keys[1].ShouldNotBe(_keys[0]);
    }

    [Fact]
    public void What_is_missing_is_not_sent()
    {
        _text = null;
        var dialogs = Open();

        Send(dialogs).Click();

        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("Write something here."));
        _keys.ShouldBeEmpty();
    }

    [Fact]
    public void An_error_of_the_portal_itself_is_not_hidden()
    {
        _answer = () => throw new InvalidOperationException("A bug.");
        var dialogs = Open();

        Should.Throw<InvalidOperationException>(() => Send(dialogs).Click());
    }

    [Fact]
    public void What_is_typed_is_kept()
    {
        _kept = new("note", new());
        var dialogs = Open();
        dialogs.Find("input").Change("Half a thought");
        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("Kept as a draft."));
        Drafts.All["note"].ShouldContain("Half a thought");
    }

    [Fact]
    public void What_was_kept_comes_back_with_the_page_and_has_its_effect_once()
    {
        Drafts.All["note"] = """{"Key":"7","Input":"{\"text\":\"Half a thought\"}"}""";
        _kept = new("note", new());

        var dialogs = Show().Dialogs;

        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("What you typed before is here again."));
        _kept.Input.Text.ShouldBe("Half a thought");
        Send(dialogs).Click();
        _keys.ShouldBe(["7"]);
    }

    [Theory]
    [InlineData("Send")]
    [InlineData("Cancel")]
    public void What_is_sent_or_cancelled_is_kept_no_longer(string button)
    {
        _kept = new("note", new());
        var dialogs = Open();
        dialogs.Find("input").Change("Half a thought");
        Drafts.All.ShouldNotBeEmpty();

        Button(dialogs, button).Click();

        dialogs.WaitForAssertion(() => Drafts.All.ShouldBeEmpty());
    }

    [Fact]
    public void Who_goes_to_another_page_finds_the_form_again()
    {
        _kept = new("note", new());
        var dialogs = Open();
        dialogs.Find("input").Change("Half a thought");

        Services.GetRequiredService<NavigationManager>().NavigateTo("/elsewhere");

        dialogs.WaitForAssertion(() => dialogs.FindAll(".mud-dialog").ShouldBeEmpty());
        Drafts.All.Keys.ShouldBe(["note"]);
    }

    [Fact]
    public void A_draft_of_an_older_form_is_forgotten()
    {
        Drafts.All["note"] = "[]";
        _kept = new("note", new());

        var dialogs = Show().Dialogs;

        dialogs.WaitForAssertion(() => Drafts.All.ShouldBeEmpty());
        dialogs.FindAll(".mud-dialog").ShouldBeEmpty();
    }

    private IRenderedComponent<MudDialogProvider> Open()
    {
        var (dialogs, command) = Show();
        command.Find("button").Click();
        dialogs.WaitForElement(".mud-dialog");
        return dialogs;
    }

    private (IRenderedComponent<MudDialogProvider> Dialogs, IRenderedComponent<CommandDialog> Command) Show()
    {
        Render<MudPopoverProvider>();
        var dialogs = Render<MudDialogProvider>();
        var command = Render<CommandDialog>(parameters =>
            parameters
                .Add(c => c.Label, "Plan")
                .Add(c => c.Action, "Send")
                .Add(
                    c => c.Send,
                    key =>
                    {
                        _keys.Add(key);
                        return _answer();
                    }
                )
                .Add(c => c.Changed, () => _changes++)
                .Add(c => c.Kept, _kept)
                .AddChildContent<MudTextField<string>>(field =>
                    field
                        .Add(f => f.Value, _text)
                        .Add(f => f.ValueChanged, text => _kept?.Input.Text = text)
                        .Add(f => f.Required, true)
                        .Add(f => f.RequiredError, "Write something here.")
                )
        );
        return (dialogs, command);
    }

    private static AngleSharp.Dom.IElement Send(IRenderedComponent<MudDialogProvider> dialogs) =>
        Button(dialogs, "Send");

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> dialogs, string label) =>
        dialogs.FindAll(".mud-dialog-actions button").Single(button => button.TextContent.Trim() == label);

    private static ApiException<Problem> Refusal(int status, string detail) =>
        new("Refused", status, null, new Dictionary<string, IEnumerable<string>>(), new() { Detail = detail }, null);

    private sealed class Note
    {
        public string? Text { get; set; }
    }
}
