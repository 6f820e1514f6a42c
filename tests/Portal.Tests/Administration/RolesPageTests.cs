using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Administration;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Tests.Administration;

public class RolesPageTests : Component
{
    private static readonly Guid Rule = Guid.CreateVersion7(),
        Program = Guid.CreateVersion7();

    private static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_rule_is_shown_with_its_scope_and_how_many_people_it_concerns()
    {
        using var api = new FakeApi(Rules(Coordinators()), Ending(), Sites(), Programs());

        var page = Show(api);

        page.WaitForElements("tbody td")
            .Select(cell => cell.TextContent.Trim())
            .Take(4)
            .ShouldBe(["Coordinators Chicago", "Coordinator", "ChicagoCareer change", "1,200"]);
    }

    [Fact]
    public void A_rule_that_is_removed_is_no_longer_shown()
    {
        using var api = new FakeApi(
            Rules(Coordinators()),
            Ending(),
            Sites(),
            Programs(),
            FakeApi.Done,
            Rules(),
            Ending(),
            Sites(),
            Programs()
        );
        var page = Show(api);
        Click(page, "Remove");
        Dialogs.WaitForElement(".mud-dialog").TextContent.ShouldContain("Remove the rule of Coordinators Chicago");

        Click(Dialogs, "Remove");

        page.WaitForElement(".state h2").TextContent.ShouldBe("No rules yet");
        api.Requests[4].ShouldBe(($"DELETE /role-rules/{Rule}", null));
    }

    [Fact]
    public void The_next_page_of_a_long_list_has_an_address()
    {
        using var api = new FakeApi(Rules("next", Coordinators()), Ending(), Sites(), Programs());

        var page = Show(api);

        page.WaitForElement(".actions a").GetAttribute("href").ShouldBe("/administration/roles?cursor=next");
    }

    [Fact]
    public void A_term_that_ends_soon_leads_to_its_person()
    {
        var person = Guid.CreateVersion7();
        using var api = new FakeApi(
            Rules(),
            Ending(Seat(person)),
            Sites(),
            Programs(),
            FakeApi.Json(new { items = new[] { new { id = person, name = "Aiko Tanaka" } } })
        );

        var page = Show(api);

        var link = page.WaitForElement("tbody a");
        link.TextContent.Trim().ShouldBe("Aiko Tanaka");
        link.GetAttribute("href").ShouldBe($"/administration/people/{person}");
        page.FindAll("h2")[0].TextContent.ShouldBe("Terms that end within 30 days");
        page.Find("tbody").TextContent.ShouldContain("3/14/2027");
    }

    [Fact]
    public void A_term_gets_another_last_day_with_a_reason()
    {
        var role = new RoleView
        {
            Id = Guid.CreateVersion7(),
            Person = Guid.CreateVersion7(),
            Role = Roles.Sponsor,
            SiteCodes = ["*"],
            Programs = [],
            Departments = [],
            From = new(2027, 1, 1),
            Until = new(2027, 12, 31),
        };
        using var api = new FakeApi(FakeApi.Done);
        Prepare(api);
        var changed = 0;
        var button = Render<ChangeRoleTerm>(p => p.Add(c => c.Role, role).Add(c => c.Changed, () => changed++));
        Click(button, "Change the term");
        Dialogs.WaitForElement(".mud-dialog input").Change("6/30/2028");
        Click(Dialogs, "Change the term");
        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("Write why."));
        Dialogs.Find("textarea").Change("She stays for another half year.");

        Click(Dialogs, "Change the term");

        button.WaitForAssertion(() => changed.ShouldBe(1));
        api.Requests.ShouldHaveSingleItem()
            .ShouldBe(
                (
                    $"PUT /people/{role.Person}/roles/{role.Id}/term",
                    """{"reason":"She stays for another half year.","until":"2028-06-30"}"""
                )
            );
    }

    private IRenderedComponent<RolesPage> Show(FakeApi api)
    {
        Prepare(api);
        return Render<RolesPage>(p => p.AddCascadingValue(PeopleAdmin.Me));
    }

    private void Prepare(FakeApi api)
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
    }

    private static object Coordinators() =>
        new
        {
            id = Rule,
            group = "Coordinators Chicago",
            role = Roles.Coordinator,
            siteCodes = new[] { "CHI" },
            programs = new[] { Program },
            departments = Array.Empty<string>(),
            members = 1200,
        };

    private static HttpResponseMessage Rules(params object[] rules) => Rules(null, rules);

    private static HttpResponseMessage Rules(string? next, params object[] rules) =>
        FakeApi.Json(new { items = rules, next });

    private static object Seat(Guid person) =>
        new
        {
            id = Guid.CreateVersion7(),
            person,
            role = Roles.CommitteeMember,
            siteCodes = new[] { "*" },
            programs = Array.Empty<Guid>(),
            departments = Array.Empty<string>(),
            from = "2026-03-15",
            until = "2027-03-14",
        };

    private static HttpResponseMessage Ending(params object[] roles) => FakeApi.Json(new { items = roles });

    private static HttpResponseMessage Sites() =>
        FakeApi.Json(
            new
            {
                items = new[]
                {
                    new
                    {
                        code = "CHI",
                        name = "Chicago",
                        timeZone = "America/Chicago",
                    },
                },
            }
        );

    private static HttpResponseMessage Programs() =>
        FakeApi.Json(
            new
            {
                items = new[]
                {
                    new
                    {
                        id = Program,
                        name = "Career change",
                        siteCodes = new[] { "CHI" },
                        status = "published",
                    },
                },
            }
        );
}
