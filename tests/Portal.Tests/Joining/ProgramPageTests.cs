using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Joining;

namespace PeerNetwork.Portal.Tests.Joining;

public class ProgramPageTests : Component
{
    private static readonly Guid Program = Guid.CreateVersion7(),
        Application = Guid.CreateVersion7(),
        Match = Guid.CreateVersion7();

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Now);

    [Fact]
    public void Each_rule_says_whether_it_is_fulfilled_and_what_it_asks_for()
    {
        using var api = new FakeApi(Answers(isMentor: false));
        var page = Show(api);

        page.WaitForAssertion(() =>
            page.FindAll(".rules li span")
                .Select(rule => rule.TextContent.Trim())
                .ShouldBe([
                    "Fulfilled. Site: CHI. On record: CHI.",
                    "Not fulfilled. Years of experience: at least 5. On record: 2.5.",
                ])
        );
        page.Find(".rules li div.muted").TextContent.ShouldContain("This comes from the records of human resources.");
    }

    [Fact]
    public void What_an_interview_is_about_is_read_with_the_rules()
    {
        var answers = Answers(isMentor: false);
        answers[2] = FakeApi.Json(new { eligible = true, selection = new[] { Asked } });
        using var api = new FakeApi(answers);
        var page = Show(api);

        page.WaitForElement("#rules")
            .ParentElement!.TextContent.ShouldSatisfyAllConditions(
                text => text.ShouldContain("An interview is a part of the application."),
                text => text.ShouldContain("<b>Motivation</b>"),
                text => text.ShouldContain("Says why now.")
            );
    }

    [Theory]
    [InlineData("due", "Next: an interview. A coordinator plans it.")]
    [InlineData("planned", "30 minutes, with Di <b>Lead</b>.")]
    [InlineData("assessed", "Next, a coordinator decides on your application.")]
    public void An_applicant_reads_what_comes_next(string state, string text)
    {
        var answers = Answers(isMentor: false, application: "submitted").ToList();
        var interview = new
        {
            interviewer = Guid.CreateVersion7(),
            startsAt = Now.AddDays(7),
            zone = "Europe/Berlin",
            minutes = 30,
            place = "Room <b>4</b>",
            link = "https://meet.example.com/4",
        };
        answers[5] = FakeApi.Json(
            new
            {
                id = Application,
                program = Program,
                role = "mentee",
                status = "submitted",
                guidelinesVersion = 4,
                guidelinesInForce = 4,
                selection = new
                {
                    state,
                    asked = new[] { Asked },
                    interview = state is "planned" ? interview : null,
                },
            }
        );
        if (state is "planned")
            answers.Add(FakeApi.Json(new { id = interview.interviewer, name = "Di <b>Lead</b>" }));
        using var api = new FakeApi([.. answers]);
        var page = Show(api);

        page.WaitForAssertion(() => page.Find("#application ~ p[role=status]").TextContent.ShouldContain(text));
        page.Markup.Contains("Room &lt;b&gt;4", StringComparison.Ordinal).ShouldBe(state is "planned");
        page.FindAll("a[href='https://meet.example.com/4']").Count.ShouldBe(state is "planned" ? 1 : 0);
    }

    [Fact]
    public void Where_no_role_is_open_there_is_nothing_to_send()
    {
        using var api = new FakeApi(Answers(isMentor: false, isMentee: false));
        var page = Show(api);

        page.WaitForAssertion(() => page.FindAll(".rules li").Count.ShouldBe(2));
        page.FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public void A_mentee_applies_once_the_guidelines_are_accepted()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: false),
            Submitted(),
            .. Answers(isMentor: false, application: "submitted"),
        ]);
        var page = Show(api, out var dialogs);
        page.WaitForElement(".page-head button").Click();
        dialogs.WaitForElement(".mud-dialog");
        Send(dialogs).Click();
        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("Accept the guidelines to go on."));

        dialogs.Find("input[type=checkbox]").Change(true);
        Send(dialogs).Click();

        page.WaitForAssertion(() => page.Markup.ShouldContain("The coordinator reads it next."));
        var (_, body) = api.Requests.Single(r => r.Request.StartsWith("POST", StringComparison.Ordinal));
        body!.ShouldContain(
            $"""
            "program":"{Program}","role":"mentee","guidelinesVersion":4,"mentorCapacity":0
            """.Trim()
        );
        page.FindAll(".page-head button").ShouldBeEmpty();
    }

    [Fact]
    public void Who_may_take_part_in_each_role_is_a_mentee_unless_they_choose_another()
    {
        using var api = new FakeApi(Answers(isMentor: true, formats: ["oneToOne", "reciprocal"]));
        var page = Show(api, out var dialogs);
        page.WaitForElement(".page-head button").Click();
        dialogs.WaitForElement(".mud-dialog");

        dialogs.FindAll("input[type=radio]").Count.ShouldBe(3);
        dialogs.FindAll("input[type=radio]")[0].HasAttribute("checked").ShouldBeTrue();
        dialogs.FindAll(".mud-radio")[0].TextContent.ShouldContain("As a mentee");
    }

    [Fact]
    public void Where_only_peers_are_paired_people_apply_as_a_peer_with_one_place()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: true, formats: "reciprocal"),
            Submitted(),
            .. Answers(isMentor: true, application: "submitted", formats: "reciprocal"),
            Invitations(),
        ]);
        var page = Show(api, out var dialogs);
        page.WaitForElement(".page-head button").Click();
        dialogs.WaitForElement(".mud-dialog").TextContent.ShouldContain("As a peer");
        dialogs.FindAll("input[type=radio]").Count.ShouldBe(1);
        dialogs.Markup.ShouldNotContain("How many mentees at a time");

        dialogs.Find("input[type=checkbox]").Change(true);
        Send(dialogs).Click();

        page.WaitForAssertion(() => page.Markup.ShouldContain("The coordinator reads it next."));
        api.Requests.Single(r => r.Request.StartsWith("POST", StringComparison.Ordinal))
            .Body!.ShouldContain(
                """
                "role":"both","guidelinesVersion":4,"mentorCapacity":1
                """.Trim()
            );
    }

    [Fact]
    public void A_mentee_who_waits_may_become_a_peer_where_the_program_has_both()
    {
        string[] both = ["oneToOne", "reciprocal"];
        using var api = new FakeApi([
            .. Answers(isMentor: true, application: "ready", formats: both),
            Invitations(),
            Submitted(),
            .. Answers(isMentor: true, application: "ready", nextAction: "answerMatch", formats: both),
            Invitations(),
        ]);
        var page = Show(api, out var dialogs);
        page.WaitForElement(".page-head button").TextContent.Trim().ShouldBe("Take part as a peer");
        page.Markup.ShouldContain("You need not wait for a mentor");
        page.Find(".page-head button").Click();
        dialogs.WaitForElement(".mud-dialog").TextContent.ShouldContain("Your application as a mentee is withdrawn");

        dialogs.Find("input[type=checkbox]").Change(true);
        Send(dialogs).Click();

        page.WaitForAssertion(() => page.FindAll(".page-head button").ShouldBeEmpty());
        api.Requests.Single(r => r.Request.StartsWith("POST", StringComparison.Ordinal))
            .Body!.ShouldContain(
                """
                "role":"both"
                """.Trim()
            );
        page.Markup.ShouldNotContain("You need not wait for a mentor");
    }

    [Fact]
    public void An_application_is_withdrawn_after_a_question_and_another_one_can_be_sent()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: false, application: "submitted"),
            FakeApi.Done,
            .. Answers(isMentor: false, application: "withdrawn"),
        ]);
        var page = Show(api, out var dialogs);
        Click(page, "Withdraw application");
        dialogs.WaitForElement(".mud-dialog").TextContent.ShouldContain("You can apply again");

        Click(dialogs, "Withdraw application");

        page.WaitForAssertion(() => page.Markup.ShouldContain("You have withdrawn it."));
        api.Requests.ShouldContain(r => r.Request == $"POST /applications/{Application}/withdraw");
        page.FindAll("button").Select(button => button.TextContent.Trim()).ShouldBe(["Apply"]);
    }

    [Fact]
    public void An_invited_mentee_applies_as_mentor_without_withdrawing_first()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: true, application: "ready"),
            Invitations(Program),
            Submitted(),
            .. Answers(isMentor: true, application: "ready"),
            Invitations(),
        ]);
        var page = Show(api, out var dialogs);
        page.WaitForElement(".page-head button").TextContent.Trim().ShouldBe("Become a mentor");
        page.Find(".page-head button").Click();
        dialogs.WaitForElement(".mud-dialog").TextContent.ShouldContain("Your application as a mentee is withdrawn");
        dialogs.FindAll("input[type=radio]").Count.ShouldBe(1);

        dialogs.Find("input[type=checkbox]").Change(true);
        Send(dialogs).Click();

        page.WaitForAssertion(() => page.FindAll(".page-head button").ShouldBeEmpty());
        api.Requests.Single(r => r.Request.StartsWith("POST", StringComparison.Ordinal))
            .Body!.ShouldContain(
                """
                "role":"mentor","guidelinesVersion":4,"mentorCapacity":1
                """.Trim()
            );
    }

    [Fact]
    public void A_mentee_who_is_invited_to_another_program_applies_to_this_one_no_more()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: true, application: "ready"),
            Invitations(Guid.CreateVersion7()),
        ]);
        var page = Show(api);

        page.WaitForAssertion(() => page.Markup.ShouldContain("Withdraw application"));
        page.FindAll(".page-head button").ShouldBeEmpty();
    }

    [Fact]
    public void Training_is_completed_one_by_one()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: false, application: "approved", trainingOpen: ["ethics"]),
            FakeApi.Done,
            .. Answers(isMentor: false, application: "ready"),
        ]);
        var page = Show(api, out var dialogs);
        page.WaitForAssertion(() => Tasks(page).ShouldBe(["Completed. Listening", "Open. <b>Ethics</b>"]));
        Click(page, "I have completed <b>Ethics</b>");
        dialogs.WaitForElement(".mud-dialog");

        Click(dialogs, "Completed");

        page.WaitForAssertion(() => Tasks(page).ShouldBe(["Completed. Listening", "Completed. <b>Ethics</b>"]));
        api.Requests.ShouldContain(("POST /training/completions", $$"""{"program":"{{Program}}","module":"ethics"}"""));
    }

    [Fact]
    public void Training_that_lapsed_is_completed_again()
    {
        using var api = new FakeApi([
            .. Answers(
                isMentor: false,
                application: "approved",
                trainingOpen: ["ethics"],
                nextAction: "refreshTraining",
                state: "lapsed"
            ),
            FakeApi.Done,
            .. Answers(isMentor: false, application: "ready", state: "valid"),
        ]);
        var page = Show(api, out var dialogs);
        page.WaitForAssertion(() => Tasks(page).ShouldBe(["Completed. Listening", "Lapsed. <b>Ethics</b>"]));
        page.Markup.ShouldContain("Training of yours has lapsed.");
        page.Markup.ShouldContain("It was valid until Thursday, April 1, 2027.");
        Click(page, "I have completed <b>Ethics</b> again");
        dialogs.WaitForElement(".mud-dialog");

        Click(dialogs, "Completed");

        page.WaitForAssertion(() => page.Markup.ShouldContain("Valid until Thursday, April 1, 2027."));
        page.FindAll("button").ShouldNotContain(button => button.TextContent.Contains("I have completed"));
    }

    [Fact]
    public void Training_that_lapses_soon_can_be_completed_again()
    {
        using var api = new FakeApi(Answers(isMentor: false, application: "ready", state: "dueSoon"));

        var page = Show(api);

        page.WaitForAssertion(() => Tasks(page).ShouldBe(["Completed. Listening", "Completed. <b>Ethics</b>"]));
        page.Markup.ShouldContain("Valid until Thursday, April 1, 2027. You can complete it again now.");
        page.FindAll("button").ShouldContain(button => button.TextContent.Contains("<b>Ethics</b> again"));
    }

    [Fact]
    public void Training_is_read_here_or_opened_where_it_is_taken()
    {
        using var api = new FakeApi(Answers(isMentor: false, application: "approved", trainingOpen: ["ethics"]));

        var page = Show(api);

        page.WaitForElement(".rules details p").TextContent.ShouldBe("- Keep it <b>confidential</b>.");
        var link = page.Find(".rules a[target=_blank]");
        (link.GetAttribute("href"), link.GetAttribute("rel")).ShouldBe(
            ("https://learning.example.com/1", "noopener noreferrer")
        );
        page.FindAll(".rules a").Count.ShouldBe(1, "the other module has no link");
        page.Markup.ShouldContain("active listening · feedback");
    }

    [Fact]
    public void New_guidelines_are_read_and_accepted()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: false, application: "approved", guidelinesAccepted: 3),
            FakeApi.Done,
            .. Answers(isMentor: false, application: "ready"),
        ]);
        var page = Show(api, out var dialogs);
        Click(page, "Read the guidelines");
        dialogs.WaitForElement(".guidelines").TextContent.ShouldBe("Be on time.");

        Click(dialogs, "Accept");

        page.WaitForAssertion(() => page.Markup.ShouldNotContain("Read the guidelines"));
        api.Requests.ShouldContain(($"POST /applications/{Application}/guidelines", """{"guidelinesVersion":4}"""));
    }

    [Fact]
    public void Who_has_nothing_left_to_do_sees_it_when_they_are_ready()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: false, application: "approved"),
            .. Answers(isMentor: false, application: "ready", nextAction: null),
            .. Answers(isMentor: false, application: "ready"),
        ]);
        var page = Show(api);
        page.WaitForAssertion(() => page.Markup.ShouldContain("Something is still missing"));

        _clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => page.Markup.ShouldContain("Approved. You are part of the next matching."));
        _clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => page.Markup.ShouldContain("you are number 3 of 1,200."));

        _clock.Advance(TimeSpan.FromMinutes(1));
        api.Requests.Count.ShouldBe(23);
    }

    [Theory]
    [InlineData("nextRun", "you are number 3 of 1,200. The next matching is on 3/9/2026 9:00 AM UTC.")]
    [InlineData("askAgain", "Your mentorship in this program is completed.")]
    [InlineData("answerMatch", "A match waits for your answer. The offer ends on 3/3/2026 9:00 AM UTC")]
    [InlineData("awaitAnswer", "You have accepted a match.")]
    [InlineData("mentorship", "You are matched. Mentees: 1 of 2 Go to my mentorships")]
    [InlineData("returnFromLeave", "You are on leave.")]
    [InlineData("acceptAgreement", "Accept the agreement for guests first.")]
    [InlineData("refreshTraining", "Training of yours has lapsed. Complete it again,")]
    [InlineData("completeTraining", "The program asks for new training.")]
    [InlineData("programEnded", "The program has ended.")]
    public void Who_is_ready_reads_what_happens_next(string action, string text)
    {
        using var api = new FakeApi(Answers(isMentor: false, application: "ready", nextAction: action));

        var section = Show(api).WaitForElement("section");

        var words = section.QuerySelectorAll("p").SelectMany(p => p.TextContent.Split((char[]?)null));
        string.Join(' ', words.Where(word => word is not "")).ShouldContain(text);
        section.TextContent.ShouldContain("Mentees: 1 of 2");
        section
            .QuerySelectorAll("a:not(.rules a)")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe(
                action switch
                {
                    "answerMatch" => [$"/offers/{Match}"],
                    "mentorship" => ["/mentoring"],
                    _ => [],
                }
            );
    }

    [Fact]
    public void A_mentee_whose_mentorship_is_completed_asks_for_another_mentor()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: false, application: "ready", nextAction: "askAgain"),
            FakeApi.Done,
            .. Answers(isMentor: false, application: "ready"),
        ]);
        var page = Show(api, out var dialogs);
        Click(page, "Find another mentor");
        Click(dialogs, "Find another mentor");

        page.WaitForAssertion(() => page.Markup.ShouldContain("You are part of the next matching."));
        page.Markup.ShouldNotContain("Find another mentor");
        api.Requests.ShouldContain(($"POST /participations/{Application}/ask-again", ""));
    }

    [Fact]
    public void A_pause_lasts_until_a_day_and_can_be_ended_before()
    {
        using var api = new FakeApi([
            .. Answers(isMentor: false, application: "ready"),
            FakeApi.Done,
            .. Answers(isMentor: false, application: "ready", nextAction: "endOfPause"),
            FakeApi.Done,
            .. Answers(isMentor: false, application: "ready"),
        ]);
        var page = Show(api, out var dialogs);
        Click(page, "Pause");
        dialogs.WaitForElement("input").Change("5/1/2026");
        Click(dialogs, "Pause");

        page.WaitForAssertion(() => page.Markup.ShouldContain("You pause until 5/1/2026."));
        Click(page, "Take part again");
        Click(dialogs, "Take part again");

        page.WaitForAssertion(() => page.Markup.ShouldNotContain("You pause"));
        api.Requests.Where(r => r.Request.StartsWith("POST", StringComparison.Ordinal))
            .ShouldBe([
                ($"POST /participations/{Application}/pause", """{"resumesAt":"2026-05-01T00:00:00+00:00"}"""),
                ($"POST /participations/{Application}/resume", ""),
            ]);
    }

    [Theory]
    [InlineData(null, "How long it takes to get a mentor cannot be said yet")]
    [InlineData(1, "waited one day at most")]
    [InlineData(12, "waited 12 days at most")]
    public void The_expected_wait_is_said_where_enough_mentees_have_a_mentor(int? days, string text)
    {
        using var api = new FakeApi(Answers(isMentor: false, daysToWait: days));

        Show(api).WaitForElement("#about").ParentElement!.TextContent.ShouldContain(text);
    }

    [Fact]
    public void A_draft_of_which_the_matching_does_not_know_is_shown_all_the_same()
    {
        var answers = Answers(isMentor: false);
        answers[4] = FakeApi.Problem(HttpStatusCode.NotFound, "No such program.");
        using var api = new FakeApi(answers);

        Show(api).WaitForElement("#about").ParentElement!.TextContent.ShouldContain("cannot be said yet");
    }

    private static object Asked { get; } = new
    {
        role = "mentee",
        method = "interview",
        criteria = new[] { new { title = "<b>Motivation</b>", description = "Says why now." } },
    };

    private static IEnumerable<string> Tasks(IRenderedComponent<ProgramPage> page) =>
        page.FindAll("#application ~ .rules li")
            .Select(task => $"{task.QuerySelector("strong")!.TextContent} {task.QuerySelector("span")!.TextContent}");

    private static AngleSharp.Dom.IElement Send(IRenderedComponent<MudDialogProvider> dialogs) =>
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Send");

    private IRenderedComponent<ProgramPage> Show(FakeApi api) => Show(api, out _);

    private IRenderedComponent<ProgramPage> Show(FakeApi api, out IRenderedComponent<MudDialogProvider> dialogs)
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Services.AddSingleton(new MatchingClient(api.Client));
        Render<MudPopoverProvider>();
        dialogs = Render<MudDialogProvider>();
        return Render<ProgramPage>(p => p.Add(c => c.Id, Program));
    }

    private static HttpResponseMessage Submitted() =>
        FakeApi.Json(
            new
            {
                id = Guid.CreateVersion7(),
                status = "submitted",
                rules = Array.Empty<object>(),
            },
            HttpStatusCode.Created
        );

    private static HttpResponseMessage[] Answers(
        bool isMentor,
        bool isMentee = true,
        string? application = null,
        string[]? trainingOpen = null,
        int guidelinesAccepted = 4,
        string? nextAction = "nextRun",
        int? daysToWait = null,
        string? state = null,
        params string[] formats
    ) =>
        [
            FakeApi.Json(
                new
                {
                    id = Program,
                    status = "published",
                    guidelinesVersion = 4,
                    plan = new
                    {
                        name = "Career change",
                        siteCodes = new[] { "CHI" },
                        formats,
                        guidelines = "Be on time.",
                    },
                }
            ),
            Eligibility(isMentor, "mentor", "minYearsOfExperience", "5", "2.5"),
            Eligibility(isMentee, "mentee", "siteCodes", "CHI", "CHI"),
            FakeApi.Json(
                new
                {
                    items = application is null
                        ? []
                        : new[]
                        {
                            new
                            {
                                id = Application,
                                program = Program,
                                applicant = Guid.CreateVersion7(),
                                siteCode = "CHI",
                                role = "mentee",
                                status = application,
                                trainingLapsed = state is "lapsed",
                                submittedAt = DateTimeOffset.UnixEpoch,
                            },
                        },
                    next = (string?)null,
                }
            ),
            FakeApi.Json(new { days = daysToWait }),
            .. application is null or "withdrawn"
                ? []
                : Open(application, trainingOpen ?? [], guidelinesAccepted, state),
            .. application is "ready" || state is "lapsed"
                ? [Participation(nextAction)]
                : Array.Empty<HttpResponseMessage>(),
        ];

    private static HttpResponseMessage Invitations(params Guid[] programs) =>
        FakeApi.Json(
            new
            {
                items = programs.Select(program => new
                {
                    id = Guid.CreateVersion7(),
                    program,
                    programName = "Career change",
                }),
            }
        );

    private static HttpResponseMessage[] Open(
        string status,
        string[] trainingOpen,
        int guidelinesAccepted,
        string? state = null
    ) =>
        [
            FakeApi.Json(
                new
                {
                    id = Application,
                    program = Program,
                    role = "mentee",
                    status,
                    guidelinesVersion = guidelinesAccepted,
                    guidelinesInForce = 4,
                    trainingOpen,
                    trainingLapsed = state is "lapsed" ? trainingOpen : [],
                }
            ),
            FakeApi.Json(
                new
                {
                    modules = new[]
                    {
                        Module("listening", "Listening", isCompleted: true),
                        Module("ethics", "<b>Ethics</b>", isCompleted: trainingOpen is [], state),
                        Module("mentors", "For mentors alone", isCompleted: false),
                    },
                }
            ),
        ];

    private static HttpResponseMessage Participation(string? nextAction) =>
        FakeApi.Json(
            new
            {
                items = nextAction is null
                    ? []
                    : new[]
                    {
                        new
                        {
                            id = Application,
                            program = Program,
                            isMentor = true,
                            capacity = 2,
                            usedCapacity = 1,
                            nextAction,
                            nextRunAt = nextAction is "nextRun" ? Now.AddDays(7) : (DateTimeOffset?)null,
                            match = nextAction is "answerMatch" ? Match : (Guid?)null,
                            answerUntil = nextAction is "answerMatch" ? Now.AddDays(1) : (DateTimeOffset?)null,
                            pausedUntil = nextAction is "endOfPause"
                                ? new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)
                                : (DateTimeOffset?)null,
                            position = nextAction is "nextRun" or "answerMatch" ? 3 : (int?)null,
                            waiting = nextAction is "nextRun" or "answerMatch" ? 1_200 : (int?)null,
                        },
                    },
            }
        );

    private static object Module(string code, string title, bool isCompleted, string? state = null) =>
        new
        {
            code,
            title,
            @for = "both",
            state = state ?? (isCompleted ? "valid" : "open"),
            validUntil = state is null ? null : "2027-04-01",
            text = code is "ethics" ? "- Keep it <b>confidential</b>." : null,
            link = code is "listening" ? "https://learning.example.com/1" : null,
            topics = code is "listening" ? new[] { "active listening", "feedback" } : [],
        };

    private static HttpResponseMessage Eligibility(
        bool passed,
        string role,
        string rule,
        string demand,
        string actual
    ) =>
        FakeApi.Json(
            new
            {
                eligible = passed,
                rules = new[]
                {
                    new
                    {
                        role,
                        rule,
                        passed,
                        explanation = "",
                        demand = new[] { demand },
                        actual,
                    },
                },
            }
        );
}
