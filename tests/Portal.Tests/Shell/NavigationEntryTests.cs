using PeerNetwork.Portal.Shell;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Tests.Shell;

public class NavigationEntryTests
{
    [Theory]
    [InlineData(Roles.Sponsor, true)]
    [InlineData(Roles.CommitteeMember, true)]
    [InlineData(Roles.Coordinator, true)]
    [InlineData(Roles.PeopleAdmin, false)]
    [InlineData(Roles.Overseer, false)]
    public void Insights_are_shown_to_the_roles_that_may_read_them(string role, bool isShown) =>
        ShownTo(Roles.Employee, role).Contains("/insights").ShouldBe(isShown);

    [Fact]
    public void Employees_see_the_entries_of_all() =>
        ShownTo(Roles.Employee).ShouldBe(["/", "/mentoring", "/programs"]);

    private static IEnumerable<string> ShownTo(params string[] roles) =>
        NavigationEntry.All.Where(entry => entry.IsFor(roles)).Select(entry => entry.Href);
}
