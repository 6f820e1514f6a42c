using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination.Skills;

namespace PeerNetwork.Portal.Tests.Coordination.Skills;

public class SkilledPeopleTests : Component
{
    private static readonly Guid Bo = Guid.CreateVersion7(),
        Career = Guid.CreateVersion7(),
        Later = Guid.CreateVersion7();

    [Fact]
    public void Each_person_has_a_reason_and_those_who_were_asked_are_not_asked_again()
    {
        using var api = new FakeApi(
            Programs(Program(Later, "draft"), Program(Career, "published")),
            People(
                Person("Bo <b>Mentor</b>", "offered", 4),
                Person("Di", "jobTitle", null, "invited"),
                Person("Ed", "interest", null, "applied")
            )
        );

        var page = Show(api);

        page.WaitForElements("tbody tr", 3)
            .Select(row => string.Join('|', row.Children.Where((_, n) => n is 0 or 4 or 5).Select(Text)))
            .ShouldBe([
                "Bo <b>Mentor</b>|Offers it at level 4 of 5|Invite",
                "Di|The job title names it|Invited",
                "Ed|An interest names it|Has applied as a mentor",
            ]);
        api.Addresses[^1].ShouldBe($"/skill-map/people?skill=Machine%20learning&program={Career}");
    }

    [Fact]
    public void A_person_is_invited_to_the_chosen_program_for_the_skill()
    {
        using var api = new FakeApi(
            Programs(Program(Career, "published")),
            People(Person("Bo", "offered", 4)),
            FakeApi.Done,
            Programs(Program(Career, "published")),
            People(Person("Bo", "offered", 4, "invited"))
        );
        var page = Show(api);

        Click(page, "Invite");
        Dialogs.WaitForElement(".mud-dialog").TextContent.ShouldContain("Machine learning");
        Click(Dialogs, "Invite");

        page.WaitForAssertion(() => page.Find("tbody").TextContent.ShouldContain("Invited"));
        api.Requests[2].Request.ShouldBe("POST /mentor-invitations");
        api.Requests[2].Body.ShouldBe($$"""{"program":"{{Career}}","person":"{{Bo}}","skill":"Machine learning"}""");
    }

    [Fact]
    public void A_refusal_is_shown()
    {
        const string why = "This person has declined to become a mentor in this program, and is not asked again.";
        using var api = new FakeApi(
            Programs(Program(Career, "published")),
            People(Person("Bo", "offered", 4)),
            FakeApi.Problem(HttpStatusCode.Conflict, why),
            Programs(Program(Career, "published")),
            People(Person("Bo", "offered", 4))
        );

        Click(Show(api), "Invite");
        Click(Dialogs, "Invite");

        Dialogs.WaitForElement("[role=alert]").TextContent.ShouldContain(why);
    }

    [Fact]
    public void Without_a_program_that_takes_applications_nobody_can_be_invited()
    {
        using var api = new FakeApi(Programs(Program(Later, "closed")), People(Person("Bo", "offered", 4)));

        var page = Show(api);

        page.WaitForElements("tbody tr", 1);
        page.FindAll("tbody button").ShouldBeEmpty();
        page.Markup.ShouldContain("You coordinate no program that takes applications.");
        api.Addresses[^1].ShouldBe("/skill-map/people?skill=Machine%20learning");
    }

    private IRenderedComponent<SkilledPeoplePage> Show(FakeApi api)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        Services
            .GetRequiredService<NavigationManager>()
            .NavigateTo("/coordination/skills/people?skill=Machine%20learning");
        return Render<SkilledPeoplePage>();
    }

    private static string Text(AngleSharp.Dom.IElement cell) => cell.TextContent.Trim();

    private static HttpResponseMessage Programs(params object[] programs) => FakeApi.Json(new { items = programs });

    private static object Program(Guid id, string status) =>
        new
        {
            id,
            name = "Career change",
            status,
            siteCodes = new[] { "CHI" },
            waiting = 0,
        };

    private static HttpResponseMessage People(params object[] people) =>
        FakeApi.Json(new { people = people.Length, items = people });

    private static object Person(string name, string source, int? level, string standing = "none") =>
        new
        {
            id = Bo,
            name,
            siteCode = "CHI",
            source,
            level,
            standing,
        };
}
