using System.Net;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Mentorships;

/// <summary>Two people connected by themselves: they have all that a mentorship has, and no program.</summary>
public sealed class ConnectionTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    private static readonly ConnectionAccepted Accepted = new(Id.Value, 2, Mentor.Value, Mentee.Value, "CHI", Now);
    private static readonly ConnectionInvalidated Invalidated = new(
        Id.Value,
        3,
        Mentor.Value,
        Mentee.Value,
        "CHI",
        "reportingLine",
        Now
    );

    private static readonly DeciderSpec<Mentorship, MentorshipEvent> Spec = DeciderSpec.Of<Mentorship, MentorshipEvent>(
        Mentorship.Evolve
    );

    [Fact]
    public void An_accepted_request_starts_a_relationship_of_two_peers_once()
    {
        Spec.When(m => WhenConnectionAccepted.Decide(m, Accepted)).Then(StartedOrganic);
        Spec.Given(StartedOrganic).When(m => WhenConnectionAccepted.Decide(m, Accepted)).ThenNothing();
    }

    [Fact]
    public void A_new_reporting_line_ends_it_also_where_the_start_comes_late()
    {
        var closed = new MentorshipClosed(
            Id,
            null,
            "CHI",
            RelationshipKind.Organic,
            StartedOrganic.Members,
            null,
            Outcome.ReportingLine,
            null,
            0,
            Now
        );
        Spec.Given(StartedOrganic).When(m => WhenConnectionInvalidated.Decide(m, Invalidated)).Then(closed);
        Spec.Given(StartedOrganic, closed).When(m => WhenConnectionInvalidated.Decide(m, Invalidated)).ThenNothing();
        WhenConnectionInvalidated
            .Decide(null, Invalidated)
            .Select(e => e.GetType())
            .ShouldBe([typeof(MentorshipStarted), typeof(MentorshipClosed)]);
    }

    [Fact]
    public void No_coordinator_reads_feedback_without_a_program() =>
        Should
            .Throw<InvalidFieldException>(() =>
                GiveFeedback.Decide(
                    Mentorship.Evolve(null, StartedOrganic),
                    Mentee,
                    null,
                    4,
                    null,
                    FeedbackAudience.Coordinator,
                    Now
                )
            )
            .Message.ShouldContain("partner");

    [Fact]
    public async Task Two_who_connected_do_all_that_a_pair_does_and_no_coordinator_sees_it()
    {
        var (connection, from, to) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await engagement.DeliverAtOnce([
            EngagementHost.Person(from, "CHI", "America/Chicago"),
            EngagementHost.Person(to, "LON", "Europe/London"),
            new ConnectionAccepted(connection, 2, from, to, "CHI", engagement.Clock.GetUtcNow()),
        ]);
        var (one, other) = (engagement.As(from), engagement.As(to));
        var path = $"/mentorships/{connection}";

        var page = await one.Get(path);
        page["program"].ShouldBeNull();
        page["kind"]!.GetValue<string>().ShouldBe("organic");
        page["yourRole"]!.GetValue<string>().ShouldBe("peer");
        await Eventually.Passes(async () =>
        {
            var line = (await other.Get("/me/mentorships"))["items"]!.AsArray().ShouldHaveSingleItem()!;
            line["program"].ShouldBeNull();
            line["kind"]!.GetValue<string>().ShouldBe("organic");
        });
        await one.Post($"{path}/agreement", MentorshipApiTests.Terms);
        await other.Post($"{path}/agreement/acceptance", new { proposal = 1 });
        await one.Post($"{path}/goals", new { title = "Move abroad", due = "2027-03-31" });
        await other.Post($"{path}/notes", new { text = "My own thought" });
        var session = (await one.Post($"{path}/sessions", new { start = "2026-10-16T09:00", minutes = 30 }))!["ids"]![
            0
        ]!.GetValue<Guid>();
        await other.Post($"{path}/sessions/{session}/attendance", new { missedBy = Array.Empty<Guid>() });
        await other
            .Send($"{path}/sessions/{session}/feedback", new { score = 5, audience = "coordinator" })
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        await other.Post($"{path}/sessions/{session}/feedback", new { score = 5, audience = "partner" });

        var coordinator = engagement.As(Guid.CreateVersion7(), [Roles.Coordinator], ["*"]);
        (await coordinator.Get("/mentorships?site=CHI"))["items"]!
            .AsArray()
            .Select(line => line!["id"]!.GetValue<Guid>())
            .ShouldNotContain(connection);
        await coordinator.GetAsync($"{path}/coordinator-view").ShouldBe(HttpStatusCode.NotFound);
        await coordinator.Send($"{path}/close", new { outcome = "completed" }).ShouldBe(HttpStatusCode.Forbidden);

        await engagement.Deliver(EngagementHost.Person(to, "LON", "Europe/London", version: 2, active: false));
        await Eventually.Passes(async () =>
            (await one.Get(path))["closing"]!["outcome"]!.GetValue<string>().ShouldBe("personLeft")
        );
    }
}
