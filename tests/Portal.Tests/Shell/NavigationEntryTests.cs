using PeerNetwork.Portal.Shell;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Tests.Shell;

public class NavigationEntryTests
{
    [Theory]
    [InlineData(Roles.Sponsor, "/insights")]
    [InlineData(Roles.CommitteeMember, "/insights")]
    [InlineData(Roles.Coordinator, "/coordination", "/insights")]
    [InlineData(Roles.PeopleAdmin, "/administration")]
    [InlineData(Roles.Overseer, "/oversight")]
    public void A_role_opens_the_entries_that_it_may_read(string role, params string[] more) =>
        ShownTo(Roles.Employee, role)
            .ShouldBe(["/", "/mentoring", "/programs", .. more, "/flash-sessions", "/coffee", "/connections"]);

    [Fact]
    public void Before_the_roles_are_known_all_entries_are_for_everybody() =>
        ShownTo().ShouldBe(["/", "/mentoring", "/programs", "/flash-sessions", "/coffee", "/connections"]);

    private static IEnumerable<string> ShownTo(params string[] roles) =>
        NavigationEntry.For(roles).Select(entry => entry.Href);
}
