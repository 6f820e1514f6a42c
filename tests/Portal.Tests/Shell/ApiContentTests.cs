using Bunit;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Shell;
using PeerNetwork.Portal.SignIn;

namespace PeerNetwork.Portal.Tests.Shell;

public class ApiContentTests : Component
{
    [Fact]
    public void It_says_that_it_loads_and_then_shows_the_value()
    {
        var answer = new TaskCompletionSource<string>();
        var content = Show(() => answer.Task);
        content.Find("[role=status]").GetAttribute("aria-label").ShouldBe("Loading");

        answer.SetResult("42 people");

        content.WaitForAssertion(() => content.Markup.Trim().ShouldBe("42 people"));
    }

    [Fact]
    public void Where_the_API_does_not_answer_the_user_can_try_again()
    {
        var attempts = 0;
        var content = Show(() =>
            attempts++ == 0 ? throw new HttpRequestException("no connection") : Task.FromResult("42 people")
        );
        content.Find("[role=alert]").TextContent.ShouldContain("Nothing was changed");

        content.Find("button").Click();

        content.WaitForAssertion(() => content.Markup.Trim().ShouldBe("42 people"));
    }

    [Theory]
    [InlineData(401, "Your sign-in has ended")]
    [InlineData(403, "This page is not open to you")]
    [InlineData(404, "There is nothing here")]
    [InlineData(429, "This did not work")]
    [InlineData(503, "This did not work")]
    public void A_refusal_is_explained(int status, string title) =>
        Show(() => throw Answer(status)).Find("h2").TextContent.ShouldBe(title);

    [Fact]
    public void After_a_sign_out_elsewhere_the_user_can_sign_in_again() =>
        Show(() => throw new SignInEndedException()).Find("a").GetAttribute("href").ShouldBe("/sign-in?back=%2F");

    [Fact]
    public void An_error_of_the_portal_itself_is_not_hidden() =>
        Should.Throw<ApiException>(() => Show(() => throw Answer(400)));

    private IRenderedComponent<ApiContent<string>> Show(Func<Task<string>> load)
    {
        IRenderedComponent<ApiContent<string>> content = null!;
        content = Render<ApiContent<string>>(parameters =>
            parameters
                .Add(c => c.Load, load)
                .Add(c => c.ValueChanged, value => content.Render(p => p.Add(c => c.Value, value)))
                .Add(c => c.ChildContent, value => value)
        );
        return content;
    }

    private static ApiException Answer(int status) =>
        new("refused", status, null, new Dictionary<string, IEnumerable<string>>(), null);
}
