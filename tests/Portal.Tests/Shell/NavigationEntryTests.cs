using PeerNetwork.Portal.Shell;

namespace PeerNetwork.Portal.Tests.Shell;

public class NavigationEntryTests
{
    [Theory]
    [InlineData("coordinator", true)]
    [InlineData("employee", false)]
    [InlineData("sponsor", false)]
    public void Coordination_is_offered_to_coordinators(string role, bool isOffered) =>
        NavigationEntry.For([role]).Any(entry => entry.Href == "/coordination").ShouldBe(isOffered);

    [Fact]
    public void Before_the_roles_are_known_all_entries_are_for_everybody() =>
        NavigationEntry.For([]).Select(entry => entry.Href).ShouldBe(["/", "/mentoring", "/programs"]);
}
