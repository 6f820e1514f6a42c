using PeerNetwork.Portal.Administration;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Tests.Administration;

public class RoleInputTests
{
    [Fact]
    public void Without_a_choice_a_role_holds_for_all_sites_programs_and_departments()
    {
        var request = new RoleInput
        {
            Role = Roles.Sponsor,
            Departments = " ",
            Reason = "Pays.",
        }.ToRequest();

        request.SiteCodes.ShouldBe(["*"]);
        request.Programs.ShouldBeNull();
        request.Departments.ShouldBeNull();
        (request.From, request.Until).ShouldBe((null, null));
    }

    [Fact]
    public void The_scope_is_what_the_user_chooses()
    {
        var program = Guid.CreateVersion7();
        var request = new RoleInput
        {
            Role = Roles.Coordinator,
            Sites = ["CHI"],
            Programs = [program],
            Departments = "Sales, Research ,",
            Until = new DateTime(2027, 12, 31),
        }.ToRequest();

        request.SiteCodes.ShouldBe(["CHI"]);
        request.Programs.ShouldBe([program]);
        request.Departments.ShouldBe(["Sales", "Research"]);
        request.Until.ShouldBe(new DateOnly(2027, 12, 31));
    }

    [Fact]
    public void A_rule_names_a_group_and_has_the_same_scope()
    {
        var rule = new RoleInput
        {
            Role = Roles.Coordinator,
            Sites = ["CHI"],
            Reason = "They coordinate.",
        }.ToRule("Coordinators Chicago");

        (rule.Group, rule.Role, rule.Reason).ShouldBe(("Coordinators Chicago", Roles.Coordinator, "They coordinate."));
        rule.SiteCodes.ShouldBe(["CHI"]);
        rule.Programs.ShouldBeNull();
        rule.Departments.ShouldBeNull();
    }

    [Theory]
    [InlineData(Roles.PeopleAdmin)]
    [InlineData(Roles.Overseer)]
    public void A_role_of_the_whole_company_has_no_narrower_scope(string role)
    {
        var request = new RoleInput
        {
            Role = role,
            Sites = ["CHI"],
            Programs = [Guid.CreateVersion7()],
            Departments = "Sales",
        }.ToRequest();

        request.SiteCodes.ShouldBe(["*"]);
        request.Programs.ShouldBeNull();
        request.Departments.ShouldBeNull();
    }
}
