using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Oversight;

namespace PeerNetwork.Portal.Tests.Oversight;

public class DeadLettersPageTests : Component
{
    private const string Queue = "matching-when-person-recorded";

    private static readonly Guid Message = Guid.CreateVersion7();

    [Fact]
    public void Nothing_is_waiting()
    {
        using var api = new FakeApi([.. Lists(0)]);

        Show(api).Find(".state h2").TextContent.ShouldBe("No message is waiting");
    }

    [Fact]
    public void A_message_has_its_reason_and_is_replayed_alone()
    {
        using var api = new FakeApi([.. Lists(2), Replayed(1), .. Lists(1)]);
        var page = Show(api);
        page.Find("h2").TextContent.ShouldBe(Queue);
        page.Markup.ShouldContain("2 messages could not be handled.");
        page.Find("tbody tr").TextContent.ShouldContain("PersonRecorded");
        page.Find("tbody tr").TextContent.ShouldContain("There is no such place.");

        Replay(page, "Replay");

        page.WaitForAssertion(() => page.Markup.ShouldContain("1 message was sent to its service again."));
        page.WaitForAssertion(() => page.Markup.ShouldContain("1 message could not be handled."));
        api.Requests[4].Request.ShouldBe($"POST /operations/dead-letters/{Queue}/replay");
    }

    [Fact]
    public void A_queue_is_replayed_as_a_whole()
    {
        using var api = new FakeApi([.. Lists(2), Replayed(2), .. Lists(0)]);
        var page = Show(api);

        Replay(page, "Replay all 2 messages");

        page.WaitForAssertion(() => page.Markup.ShouldContain("2 messages were sent to their service again."));
        page.WaitForAssertion(() => page.Find(".state h2").TextContent.ShouldBe("No message is waiting"));
    }

    [Fact]
    public void A_service_that_does_not_answer_is_named()
    {
        using var api = new FakeApi([.. Lists(0).Take(3), TestOverseer.Unavailable]);

        Show(api).Find(".mud-alert").TextContent.ShouldContain("Figures (analytics): Does not answer");
    }

    private IRenderedComponent<DeadLettersPage> Show(FakeApi api)
    {
        Services.AddSingleton(TestOverseer.Clients(api));
        ShowDialogs();
        var page = Render<DeadLettersPage>();
        page.WaitForElement(".state, .card");
        return page;
    }

    private void Replay(IRenderedComponent<DeadLettersPage> page, string label)
    {
        page.FindAll("main button, button").First(button => button.TextContent.Trim() == label).Click();
        Dialogs.WaitForElement(".mud-dialog");
        Dialogs.FindAll(".mud-dialog-actions button").Single(b => b.TextContent.Trim() == label).Click();
    }

    /// <summary>The answers of all services; the second has dead letters.</summary>
    private static IEnumerable<HttpResponseMessage> Lists(int count) =>
        [
            FakeApi.Json(Array.Empty<object>()),
            FakeApi.Json(
                new[]
                {
                    new
                    {
                        queue = Queue,
                        count,
                        oldest = Enumerable
                            .Range(0, count)
                            .Select(n => new
                            {
                                messageId = n == 0 ? Message : Guid.CreateVersion7(),
                                messageType = "PeerNetwork.Contracts.Enrollment:PersonRecorded",
                                exception = "System.InvalidTimeZoneException",
                                reason = "There is no such place.",
                                failedAt = DateTimeOffset.UnixEpoch,
                            }),
                    },
                }
            ),
            FakeApi.Json(Array.Empty<object>()),
            FakeApi.Json(Array.Empty<object>()),
        ];

    private static HttpResponseMessage Replayed(int count) => FakeApi.Json(new { queue = Queue, count });
}
