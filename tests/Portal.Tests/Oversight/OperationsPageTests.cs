using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Oversight;
using static PeerNetwork.Portal.Tests.Oversight.TestOverseer;

namespace PeerNetwork.Portal.Tests.Oversight;

public class OperationsPageTests : Component
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Each_service_says_in_words_whether_it_is_up_to_date()
    {
        using var api = new FakeApi(
            Shards(Shard("people:All"), Shard("relay:All")),
            Shards(Shard("run_list:All", "standby", position: 4), Shard("relay:All", position: 8)),
            Shards(Shard("mentorships:All", "stopped", position: 3, error: "No such goal.")),
            Unavailable
        );

        Cards(Show(api))
            .ShouldBe([
                "People and programs (enrollment) | Up to date | All is sent that concerns other services.",
                "Matching | 5 events wait | 1 event is still to be sent to other services.",
                "Mentorships (engagement) | 1 part is stopped | All is sent that concerns other services.",
                "Figures (analytics) | Does not answer at the moment. Try again in a minute.",
            ]);
    }

    [Fact]
    public void The_state_is_loaded_again_and_again()
    {
        HttpResponseMessage[] behind =
        [
            .. Enumerable.Range(0, 4).Select(_ => Shards(Shard("people:All", position: 1))),
        ];
        HttpResponseMessage[] upToDate = [.. Enumerable.Range(0, 4).Select(_ => Shards(Shard("people:All")))];
        using var api = new FakeApi([.. behind, .. upToDate]);
        var page = Show(api);
        Cards(page).ShouldAllBe(card => card.Contains("8 events wait"));

        _clock.Advance(TimeSpan.FromSeconds(2));

        page.WaitForAssertion(() => Cards(page).ShouldAllBe(card => card.Contains("Up to date")));
    }

    [Fact]
    public void Who_may_not_look_sees_nothing()
    {
        using var api = new FakeApi([
            .. Enumerable.Range(0, 4).Select(_ => FakeApi.Problem(HttpStatusCode.Forbidden, "For overseers.")),
        ]);

        Show(api, ".state").Find(".state h2").TextContent.ShouldBe("This page is not open to you");
    }

    private IRenderedComponent<OperationsPage> Show(FakeApi api, string wait = ".card")
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(Clients(api));
        var page = Render<OperationsPage>();
        page.WaitForElement(wait);
        return page;
    }

    private static string[] Cards(IRenderedComponent<OperationsPage> page) =>
        [
            .. page.FindAll(".card")
                .Select(card =>
                    string.Join(
                        " | ",
                        card.QuerySelectorAll("h2, .mud-alert, p").Select(text => text.TextContent.Trim())
                    )
                ),
        ];
}
