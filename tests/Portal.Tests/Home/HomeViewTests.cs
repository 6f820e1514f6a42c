using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Home;
using PeerNetwork.Portal.Tests.Mentorships;
using static PeerNetwork.Portal.Tests.Home.TestMentorship;

namespace PeerNetwork.Portal.Tests.Home;

public class HomeViewTests
{
    [Fact]
    public async Task What_waits_for_the_user_is_loaded_but_not_offers_that_the_user_has_accepted()
    {
        var (open, accepted) = (Offer(accepted: false), Offer(accepted: true));
        using var api = new StubApi()
            .Answer("/me/mentorships", new { items = Array.Empty<object>() })
            .Answer("/matches/mine?state=proposed", new { items = new[] { open, accepted } })
            .Answer("/mentor-invitations/mine", new { items = new[] { Invitation } })
            .Answer("/applications/mine?limit=200", new { items = Array.Empty<object>() })
            .Answer(
                $"/people/names?ids={Partner}",
                new { items = new[] { new { id = Partner, name = "Aiko Tanaka" } } }
            );

        var view = await HomeView.Load(Me, new(api.Client), new EnrollmentClient(api.Client), new(api.Client));

        var offer = view.Offers.ShouldHaveSingleItem();
        (offer.Match.Id, offer.Partner).ShouldBe((open.Id, "Aiko Tanaka"));
        view.Invitations.ShouldHaveSingleItem().ProgramName.ShouldBe(Invitation.ProgramName);
    }

    [Theory]
    [InlineData("approved", "published", 1)]
    [InlineData("ready", "published", 0)]
    [InlineData("approved", "closed", 0)]
    public async Task An_approved_application_to_an_open_program_may_lack_something(
        string status,
        string program,
        int applications
    )
    {
        var approved = Approved(guidelinesAccepted: 2, "ethics").Application;
        var applied = new
        {
            id = approved.Id,
            program = approved.Program,
            status,
        };
        var shown = new
        {
            id = approved.Program,
            status = program,
            plan = new { name = "Leadership" },
        };
        using var api = new StubApi()
            .Answer("/me/mentorships", new { items = Array.Empty<object>() })
            .Answer("/matches/mine?state=proposed", new { items = Array.Empty<object>() })
            .Answer("/mentor-invitations/mine", new { items = Array.Empty<object>() })
            .Answer("/applications/mine?limit=200", new { items = new[] { applied } })
            .Answer($"/applications/{approved.Id}", approved)
            .Answer($"/programs/{approved.Program}", shown);

        var view = await HomeView.Load(Me, new(api.Client), new EnrollmentClient(api.Client), new(api.Client));

        view.Applications.Select(one => one.Program).ShouldBe(Enumerable.Repeat("Leadership", applications));
    }

    [Theory]
    [InlineData(true, "published", 1)]
    [InlineData(false, "published", 0)]
    [InlineData(true, "closed", 0)]
    public async Task Training_that_lapses_soon_is_found(bool isDueSoon, string status, int refreshers)
    {
        var (application, program) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var applied = new
        {
            id = application,
            program,
            status = "ready",
            trainingValidUntil = "2027-04-01",
            trainingDueSoon = isDueSoon,
        };
        using var api = new StubApi()
            .Answer("/me/mentorships", new { items = Array.Empty<object>() })
            .Answer("/matches/mine?state=proposed", new { items = Array.Empty<object>() })
            .Answer("/mentor-invitations/mine", new { items = Array.Empty<object>() })
            .Answer("/applications/mine?limit=200", new { items = new[] { applied } })
            .Answer(
                $"/programs/{program}",
                new
                {
                    id = program,
                    status,
                    plan = new { name = "Leadership" },
                }
            );

        var view = await HomeView.Load(Me, new(api.Client), new EnrollmentClient(api.Client), new(api.Client));

        view.Refreshers.Select(r => (r.Program, r.Application.TrainingValidUntil))
            .ShouldBe(Enumerable.Repeat(("Leadership", (DateOnly?)new DateOnly(2027, 4, 1)), refreshers));
    }

    [Fact]
    public void An_application_names_the_modules_that_lapsed()
    {
        var lapsed = new ShowApplicationResponse { TrainingOpen = ["a", "b"], TrainingLapsed = ["b"] };
        var plan = new ProgramPlan
        {
            Name = "Leadership",
            Training = [new() { Code = "a", Title = "Listening" }, new() { Code = "b", Title = "Ethics" }],
        };

        OpenApplication.Of(lapsed, plan).Lapsed.ShouldBe(["Ethics"]);
    }

    [Fact]
    public async Task An_interview_that_is_planned_is_shown_with_the_name_of_the_interviewer()
    {
        var (id, program, interviewer) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var applied = new
        {
            id,
            program,
            status = "submitted",
            selection = "planned",
        };
        var application = new
        {
            id,
            program,
            status = "submitted",
            selection = new
            {
                state = "planned",
                interview = new
                {
                    interviewer,
                    startsAt = DateTimeOffset.UnixEpoch,
                    minutes = 30,
                },
            },
        };
        using var api = new StubApi()
            .Answer("/me/mentorships", new { items = Array.Empty<object>() })
            .Answer("/matches/mine?state=proposed", new { items = Array.Empty<object>() })
            .Answer("/mentor-invitations/mine", new { items = Array.Empty<object>() })
            .Answer("/applications/mine?limit=200", new { items = new[] { applied } })
            .Answer($"/applications/{id}", application)
            .Answer($"/programs/{program}", new { status = "published", plan = new { name = "Leadership" } })
            .Answer(
                $"/people/names?ids={interviewer}",
                new { items = new[] { new { id = interviewer, name = "Di" } } }
            );

        var view = await HomeView.Load(Me, new(api.Client), new EnrollmentClient(api.Client), new(api.Client));

        view.Applications.ShouldBeEmpty();
        var interview = view.Interviews.ShouldHaveSingleItem();
        (interview.For.Program, interview.Interviewer, interview.Interview.Minutes).ShouldBe(("Leadership", "Di", 30));
    }

    [Fact]
    public async Task An_account_of_no_person_has_neither_offers_nor_invitations()
    {
        using var api = new StubApi().Answer("/me/mentorships", new { items = Array.Empty<object>() });

        var view = await HomeView.Load(
            null,
            new EngagementClient(api.Client),
            new EnrollmentClient(api.Client),
            new MatchingClient(api.Client)
        );

        view.Offers.ShouldBeEmpty();
        view.Invitations.ShouldBeEmpty();
    }

    private static ReadMatchesMatchSummary Offer(bool accepted) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Kind = "reciprocal",
            Members =
            [
                new()
                {
                    Person = Me,
                    Role = "peer",
                    Accepted = accepted,
                },
                new() { Person = Partner, Role = "peer" },
            ],
            SiteCode = "CHI",
            State = "proposed",
        };
}
