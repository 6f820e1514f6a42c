using System.Globalization;
using Bunit;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Joining;

namespace PeerNetwork.Portal.Tests.Joining;

public class RuleListTests : Component
{
    /// <summary>All rules that enrollment checks.</summary>
    public static TheoryData<string> Rules =>
        [
            "siteCodes",
            "minYearsOfExperience",
            "minJobLevel",
            "maxJobLevel",
            "minMonthsInCompany",
            "hoursPerMonth",
            "departments",
            "sites",
            "skillsRequired",
            "externalMentors",
        ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_has_words(string rule) => TextOf(Failed(rule)).ShouldNotContain("RuleText");

    [Fact]
    public void Numbers_are_those_of_the_language()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new("de");
        var years = Failed("minYearsOfExperience");
        (years.Demand, years.Actual) = (["7.5"], "2.25");

        TextOf(years).ShouldContain("Jahre Erfahrung: mindestens 7,5. Erfasst: 2,25.");
    }

    [Fact]
    public void What_is_not_known_is_said() => TextOf(Failed("departments")).ShouldContain("On record: not known.");

    [Fact]
    public void A_skill_is_named_and_leads_to_the_profile_of_the_user()
    {
        var skill = Failed("skillsRequired");
        skill.Skill = "<b>Baking</b>";

        TextOf(skill).ShouldContain("Level in <b>Baking</b>: at least 3. Stated: not known.");
        Show(skill, isOfUser: true).Find("a").GetAttribute("href").ShouldBe("/profile");
        Show(skill, isOfUser: false).FindAll("a").ShouldBeEmpty();
    }

    private static RuleResult Failed(string rule) =>
        new()
        {
            Role = ParticipantRole.Mentor,
            Rule = rule,
            Demand = ["3"],
        };

    private string TextOf(RuleResult rule) => Show(rule, isOfUser: false).Find("li").TextContent;

    private IRenderedComponent<RuleList> Show(RuleResult rule, bool isOfUser) =>
        Render<RuleList>(p => p.Add(c => c.Title, "Rules").Add(c => c.Rules, [rule]).Add(c => c.IsOfUser, isOfUser));
}
