using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Tests.Coordination;

public class CoffeeRoundsTests : Component
{
    private static readonly Guid Program = Guid.CreateVersion7(),
        Aiko = Guid.CreateVersion7(),
        Erased = Guid.CreateVersion7();
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Monday);

    [Fact]
    public void A_coordinator_has_a_round_formed_and_sees_it_when_it_is_there()
    {
        using var api = new FakeApi(
            Schedule(rounds: 0),
            Rounds(),
            FakeApi.Done,
            Schedule(rounds: 0, isForming: true),
            Rounds(),
            Schedule(rounds: 1),
            Rounds(1)
        );
        var page = Show(api);
        page.WaitForElement("p.muted").TextContent.ShouldBe("No round was formed yet.");
        page.Markup.ShouldContain("2 people take part today.");
        page.Markup.ShouldContain("The next round is formed by itself: 3/9/2026");
        Click(page, "Form a round now");
        Click(Dialogs, "Form a round now");

        page.WaitForElement("p[role=status]").TextContent.ShouldBe("A round is being formed.");
        _clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForElements("tbody tr", 1);
        api.Requests.ShouldContain(($"POST /programs/{Program}/coffee-rounds", ""));
    }

    [Fact]
    public void The_groups_of_a_round_are_shown_by_names()
    {
        using var api = new FakeApi(
            Schedule(rounds: 2),
            Rounds(2, 1),
            FakeApi.Json(new { items = new[] { new { id = Guid.CreateVersion7(), people = new[] { Aiko, Erased } } } }),
            FakeApi.Json(new { items = new[] { new { id = Aiko, name = "Aiko Tanaka" } } })
        );
        var page = Show(api);
        page.WaitForElements("tbody button", 2)[0].Click();

        page.WaitForElement("tbody li").TextContent.ShouldBe("Aiko Tanaka · Name not known");
        api.Requests.ShouldContain(r => r.Request == $"GET /programs/{Program}/coffee-rounds/2/groups");
    }

    private IRenderedComponent<Portal.Coordination.CoffeeRounds> Show(FakeApi api)
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Services.AddSingleton(new MatchingClient(api.Client));
        ShowDialogs();
        return Render<Portal.Coordination.CoffeeRounds>(p => p.Add(c => c.Program, Program));
    }

    private static HttpResponseMessage Schedule(int rounds, bool isForming = false) =>
        FakeApi.Json(
            new
            {
                members = 2,
                rounds,
                nextRoundAt = Monday.AddDays(7),
                isForming,
            }
        );

    private static HttpResponseMessage Rounds(params int[] numbers) =>
        FakeApi.Json(
            new
            {
                items = numbers.Select(number => new
                {
                    id = Guid.CreateVersion7(),
                    number,
                    formedAt = Monday,
                    people = 2,
                    groups = 1,
                }),
            }
        );
}
