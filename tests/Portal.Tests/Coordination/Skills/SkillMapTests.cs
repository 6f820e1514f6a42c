using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination.Skills;

namespace PeerNetwork.Portal.Tests.Coordination.Skills;

public class SkillMapTests : Component
{
    private static readonly object Sites = new
    {
        items = new[]
        {
            new
            {
                code = "CHI",
                name = "Chicago",
                timeZone = "America/Chicago",
                country = "US",
            },
        },
    };

    [Fact]
    public void Each_cell_says_how_many_want_and_offer_a_skill_and_is_the_darker_the_more_are_missing()
    {
        using var api = new FakeApi(
            FakeApi.Json(
                Map(
                    Skill("Python", Count("BER", 4, 0), Count("CHI", 2, 1)),
                    Skill("C# & .NET", Count("CHI", 1, 3), Count(null, 1, 1))
                )
            ),
            FakeApi.Json(Sites)
        );

        var page = Show(api);

        page.WaitForElements("thead th", 6)
            .Select(heading => heading.TextContent)
            .ShouldBe(["Skill", "Wanted", "Offered", "Not known", "BER", "CHI"]);
        page.FindAll("tbody tr")
            .Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent.Trim())))
            .ShouldBe(["Python|6|1||4 / 0|2 / 1", "C# & .NET|2|4|1 / 1||1 / 3"]);
        page.FindAll("tbody td[class]")
            .Select(cell => cell.ClassName)
            .ShouldBe(["heat-4", "heat-1", "heat-0", "heat-0"]);
        page.FindAll("tbody a")[1]
            .GetAttribute("href")
            .ShouldEndWith("/coordination/skills/people?skill=C%23%20%26%20.NET");
        page.Markup.ShouldContain("8 people with a profile are counted.");
    }

    [Fact]
    public void The_address_says_what_is_shown()
    {
        using var api = new FakeApi(FakeApi.Json(Map()), FakeApi.Json(Sites));

        Show(api, "?by=department&site=CHI&q=py").WaitForElement("p.muted");

        api.Addresses[0].ShouldBe("/skill-map?by=department&site=CHI&q=py");
    }

    [Theory]
    [InlineData("?by=planet&q=%2B")]
    [InlineData("")]
    public void What_the_API_would_refuse_is_not_asked(string query)
    {
        using var api = new FakeApi(FakeApi.Json(Map()), FakeApi.Json(Sites));

        Show(api, query).WaitForElement("p.muted").TextContent.ShouldBe("No one has named such a skill yet.");

        api.Addresses[0].ShouldBe("/skill-map?by=site");
    }

    private IRenderedComponent<SkillMapPage> Show(FakeApi api, string query = "")
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/coordination/skills" + query);
        return Render<SkillMapPage>();
    }

    private static object Map(params object[] skills) =>
        new
        {
            people = 8,
            skills = skills.Length,
            items = skills,
        };

    private static object Skill(string skill, params SkillCount[] groups) =>
        new
        {
            skill,
            wanted = groups.Sum(count => count.Wanted),
            offered = groups.Sum(count => count.Offered),
            groups,
        };

    private static SkillCount Count(string? group, int wanted, int offered) =>
        new()
        {
            Group = group,
            Wanted = wanted,
            Offered = offered,
        };
}
