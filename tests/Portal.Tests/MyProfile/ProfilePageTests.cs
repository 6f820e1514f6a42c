using System.Globalization;
using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.MyProfile;

namespace PeerNetwork.Portal.Tests.MyProfile;

public class ProfilePageTests : Component
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_profile_shows_skills_time_and_hours()
    {
        using var api = new FakeApi(Person("python"), Hours(), Consents());

        var page = Show(api);

        page.WaitForElement("#skills");
        page.Find(".card li").TextContent.ShouldBe("python, level 4 of 5");
        page.FindAll("dd").Select(e => e.TextContent).ShouldBe(["6 hours", "chess", "Deutsch"]);
        page.Markup.ShouldContain("Monday, Friday");
        var (from, to) = (
            new TimeOnly(9, 0).ToString("t", CultureInfo.CurrentCulture),
            new TimeOnly(17, 0).ToString("t", CultureInfo.CurrentCulture)
        );
        page.Markup.ShouldContain($"From {from} to {to}, the time in New York");
    }

    [Fact]
    public void Changed_skills_are_sent_with_the_rest_of_the_profile()
    {
        using var api = new FakeApi(
            Person("python"),
            Hours(),
            Consents(),
            FakeApi.Done,
            Person("negotiation"),
            Hours(),
            Consents()
        );
        var page = Show(api);
        Click(page, "Change skills");

        Dialogs.WaitForElement("fieldset input[maxlength='100']").Change("negotiation");
        Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Save").Click();

        page.WaitForAssertion(() => page.Find(".card li").TextContent.ShouldStartWith("negotiation"));
        api.Requests[3].Request.ShouldBe($"PUT /people/{Id}/profile");
        var body = api.Requests[3].Body!;
        body.ShouldContain("\"skillsOffered\":[{\"name\":\"negotiation\",\"level\":4}]");
        body.ShouldContain("\"interests\":[\"chess\"]");
        body.ShouldContain("\"hoursPerMonth\":6");
    }

    [Fact]
    public void What_was_typed_and_not_sent_is_not_shown_as_the_profile()
    {
        using var api = new FakeApi(Person("python"), Hours(), Consents());
        var page = Show(api);
        Click(page, "Change skills");

        Dialogs.WaitForElement("fieldset input[maxlength='100']").Change("negotiation");
        Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Cancel").Click();

        page.Render();
        page.Find(".card li").TextContent.ShouldBe("python, level 4 of 5");
    }

    [Fact]
    public void Who_is_new_to_engagement_sees_the_rest()
    {
        using var api = new FakeApi(
            Person("python"),
            FakeApi.Problem(HttpStatusCode.Forbidden, "Belongs to no person here."),
            Consents()
        );

        var page = Show(api);

        page.WaitForElement("#hours");
        page.Markup.ShouldContain("You are new here.");
        page.FindAll("button").ShouldNotContain(button => button.TextContent.Trim() == "Change the hours");
    }

    [Fact]
    public void An_account_without_a_person_has_no_profile()
    {
        using var api = new FakeApi();

        var page = Show(api, new() { Roles = [] });

        page.Markup.ShouldContain("This account belongs to no person");
        api.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_asked_is_read_before_the_user_agrees_to_that_version()
    {
        using var api = new FakeApi(
            Person("python"),
            Hours(),
            Consents(Surveys),
            FakeApi.Done,
            Person("python"),
            Hours(),
            Consents()
        );
        var page = Show(api);
        page.WaitForElement("#consents ~ ul").TextContent.ShouldContain("You have not agreed.");

        Click(page, "Read: Surveys");
        Dialogs.WaitForElement(".written").TextContent.ShouldBe("We may ask you.");
        Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "I agree").Click();

        page.WaitForAssertion(() => api.Requests.Count.ShouldBe(7));
        api.Requests[3].ShouldBe(("PUT /me/consents/surveys", """{"version":2,"language":"en"}"""));
    }

    [Fact]
    public void Where_nobody_is_asked_anything_there_is_no_such_section()
    {
        using var api = new FakeApi(Person("python"), Hours(), Consents());

        var page = Show(api);

        page.WaitForElement("#data");
        page.FindAll("#consents").ShouldBeEmpty();
    }

    private IRenderedComponent<ProfilePage> Show(FakeApi api, ShowMeResponse? me = null)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client)).AddSingleton(new EngagementClient(api.Client));
        ShowDialogs();
        return Render<ProfilePage>(p => p.AddCascadingValue(me ?? new() { Person = new() { Id = Id } }));
    }

    private static void Click(IRenderedComponent<ProfilePage> page, string label)
    {
        page.WaitForElement("#skills");
        page.FindAll("button").Single(button => button.TextContent.Trim() == label).Click();
    }

    private static HttpResponseMessage Person(string offered) =>
        FakeApi.Json(
            new
            {
                person = new
                {
                    id = Id,
                    active = true,
                    siteCode = "NYC",
                    kind = "employee",
                    profile = new
                    {
                        skillsOffered = new[] { new { name = offered, level = 4 } },
                        skillsWanted = Array.Empty<object>(),
                        interests = new[] { "chess" },
                        languages = new[] { "de" },
                        hoursPerMonth = 6,
                    },
                },
                roles = Array.Empty<string>(),
            }
        );

    private static HttpResponseMessage Hours() =>
        FakeApi.Json(
            new
            {
                zone = "America/New_York",
                from = "09:00:00",
                to = "17:00:00",
                days = new[] { "friday", "monday" },
            }
        );

    private static object Surveys =>
        new
        {
            id = Guid.CreateVersion7(),
            person = Id,
            kind = "surveys",
            asked = new
            {
                version = 2,
                publishedAt = DateTimeOffset.UtcNow,
                texts = new[]
                {
                    new
                    {
                        language = "en",
                        title = "Surveys",
                        text = "We may ask you.",
                    },
                },
            },
            consents = Array.Empty<object>(),
        };

    private static HttpResponseMessage Consents(params object[] consents) => FakeApi.Json(new { items = consents });
}
