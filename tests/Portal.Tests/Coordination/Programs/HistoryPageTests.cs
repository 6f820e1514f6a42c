using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination.Programs;

namespace PeerNetwork.Portal.Tests.Coordination.Programs;

public class HistoryPageTests : Component
{
    [Fact]
    public void A_change_is_shown_with_its_author_its_reason_and_both_values()
    {
        using var api = new FakeApi(
            Versions(
                null,
                Version(
                    3,
                    "revised",
                    new
                    {
                        field = "goals",
                        before = new[] { "a", "b" },
                        after = (object?)null,
                    }
                ),
                Version(
                    2,
                    "revised",
                    new
                    {
                        field = "training",
                        before = (object?)null,
                        after = new[]
                        {
                            new
                            {
                                code = "x",
                                title = "T",
                                @for = "mentee",
                                validMonths = 12,
                            },
                        },
                    }
                ),
                Version(1, "drafted")
            ),
            TestProgram.Answer(),
            TestProgram.Names()
        );

        var page = Show(api);

        page.WaitForElements("li", 3);
        page.FindAll("h2")
            .Select(h => h.TextContent)
            .ShouldBe(["Version 3: revised", "Version 2: revised", "Version 1: drafted"]);
        page.FindAll("li")[0].TextContent.ShouldContain("Ada Boss");
        page.FindAll(".written").Select(p => p.TextContent).ShouldAllBe(text => text == "Asked for.");
        page.FindAll("dt").Select(e => e.TextContent).ShouldBe(["Goals from which people choose", "Training"]);
        page.FindAll("del").Select(e => e.TextContent).ShouldBe(["a\nb", "–"]);
        page.FindAll("ins").Select(e => e.TextContent).ShouldBe(["–", "x · T · Mentees · valid for 12 months"]);
    }

    [Fact]
    public void A_version_shows_the_findings_that_it_answers()
    {
        using var api = new FakeApi(
            Versions(
                null,
                new
                {
                    version = 2,
                    change = "revised",
                    at = "2026-11-01T10:00:00Z",
                    by = TestProgram.Author,
                    changes = Array.Empty<object>(),
                    findings = new[]
                    {
                        new
                        {
                            id = Guid.CreateVersion7(),
                            source = "survey",
                            text = "They wait.",
                        },
                    },
                },
                Version(1, "drafted")
            ),
            TestProgram.Answer(),
            TestProgram.Names()
        );

        var page = Show(api);

        page.WaitForElement("h3").TextContent.ShouldBe("What it answers");
        page.Find(".written").TextContent.ShouldBe("Survey: They wait.");
    }

    [Theory]
    [InlineData("formats", "oneToOne", "One to one")]
    [InlineData("starts", "2027-01-11", "1/11/2027")]
    [InlineData("starts", "soon", "soon")]
    [InlineData("name", "2027-01-11", "2027-01-11")]
    [InlineData("runs.withoutReview", true, "Yes")]
    [InlineData("eligibility.mentor.minYearsOfExperience", 2.5, "2.5")]
    public void A_value_is_written_as_on_the_form(string field, object before, string text)
    {
        using var api = new FakeApi(
            Versions(
                null,
                Version(
                    2,
                    "revised",
                    new
                    {
                        field,
                        before,
                        after = (object?)null,
                    }
                ),
                Version(1, "drafted")
            ),
            TestProgram.Answer(),
            TestProgram.Names()
        );

        Show(api).WaitForElement("del").TextContent.ShouldBe(text);
    }

    [Theory]
    [InlineData("published", new[] { "Restore version 2", "Restore version 1" })]
    [InlineData("closed", new string[0])]
    public void What_differs_from_now_can_be_restored_until_the_program_is_closed(string status, string[] labels)
    {
        using var api = new FakeApi(
            Versions(
                null,
                Version(
                    3,
                    "revised",
                    new
                    {
                        field = "meetingEveryDays",
                        before = 14,
                        after = 7,
                    }
                ),
                Version(2, "published"),
                Version(1, "drafted")
            ),
            TestProgram.Answer(status),
            TestProgram.Names()
        );

        var page = Show(api);

        page.WaitForElements("li", 3);
        page.FindAll("button").Select(b => b.TextContent.Trim()).ShouldBe(labels);
    }

    [Fact]
    public void Earlier_versions_come_when_asked_for()
    {
        using var api = new FakeApi(
            Versions("next", Version(2, "published")),
            TestProgram.Answer(),
            TestProgram.Names(),
            Versions(null, Version(1, "drafted")),
            TestProgram.Names()
        );
        var page = Show(api);

        page.WaitForElement("button").Click();

        page.WaitForElements("li", 2);
        page.FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public void Without_the_role_the_page_says_that_it_is_not_open()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.Forbidden, "Needs the role coordinator."));

        Show(api).WaitForElement(".state h2").TextContent.ShouldBe("This page is not open to you");
    }

    private IRenderedComponent<HistoryPage> Show(FakeApi api)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        return Render<HistoryPage>(p => p.Add(c => c.Id, TestProgram.Id));
    }

    private static HttpResponseMessage Versions(string? next, params object[] items) =>
        FakeApi.Json(new { items, next });

    private static object Version(int version, string change, params object[] changes) =>
        TestProgram.Version(version, change, changes is [] ? null : "Asked for.", changes);
}
