using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Joining;

namespace PeerNetwork.Portal.Tests.Joining;

public class ProgramPageTests : Component
{
    private static readonly Guid Program = Guid.CreateVersion7();

    [Fact]
    public void Each_rule_says_whether_it_is_fulfilled_and_what_it_asks_for()
    {
        using var api = new FakeApi(Answers(isMentor: false));
        var page = Show(api);

        page.WaitForAssertion(() =>
            page.FindAll(".rules li")
                .Select(rule =>
                    string.Join(' ', rule.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                )
                .ShouldBe(["Fulfilled. Works in Chicago", "Not fulfilled. 5 years; you have 2"])
        );
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
            FakeApi.Json(
                new
                {
                    id = Guid.CreateVersion7(),
                    status = "submitted",
                    rules = Array.Empty<object>(),
                },
                HttpStatusCode.Created
            ),
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

    private static AngleSharp.Dom.IElement Send(IRenderedComponent<MudDialogProvider> dialogs) =>
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Send");

    private IRenderedComponent<ProgramPage> Show(FakeApi api) => Show(api, out _);

    private IRenderedComponent<ProgramPage> Show(FakeApi api, out IRenderedComponent<MudDialogProvider> dialogs)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Render<MudPopoverProvider>();
        dialogs = Render<MudDialogProvider>();
        return Render<ProgramPage>(p => p.Add(c => c.Id, Program));
    }

    private static HttpResponseMessage[] Answers(bool isMentor, bool isMentee = true, string? application = null) =>
        [
            FakeApi.Json(
                new
                {
                    id = Program,
                    status = "published",
                    guidelinesVersion = 4,
                    plan = new { name = "Career change", siteCodes = new[] { "CHI" } },
                }
            ),
            Eligibility(isMentor, "mentor", "5 years; you have 2"),
            Eligibility(isMentee, "mentee", "Works in Chicago"),
            FakeApi.Json(
                new
                {
                    items = application is null
                        ? []
                        : new[]
                        {
                            new
                            {
                                id = Guid.CreateVersion7(),
                                program = Program,
                                applicant = Guid.CreateVersion7(),
                                siteCode = "CHI",
                                role = "mentee",
                                status = application,
                                submittedAt = DateTimeOffset.UnixEpoch,
                            },
                        },
                    next = (string?)null,
                }
            ),
        ];

    private static HttpResponseMessage Eligibility(bool passed, string role, string explanation) =>
        FakeApi.Json(
            new
            {
                eligible = passed,
                rules = new[]
                {
                    new
                    {
                        role,
                        rule = "rule",
                        passed,
                        explanation,
                    },
                },
            }
        );
}
