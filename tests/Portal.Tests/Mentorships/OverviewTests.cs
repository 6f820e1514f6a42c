using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Mentorships;
using static PeerNetwork.Portal.Tests.Mentorships.Pair;

namespace PeerNetwork.Portal.Tests.Mentorships;

public sealed class OverviewTests : Component
{
    public OverviewTests()
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new EngagementClient(new StubApi().Client));
    }

    [Theory]
    [InlineData(true, "From you")]
    [InlineData(false, "From Aiko Tanaka")]
    public void Peers_are_mentor_and_mentee_of_each_other_and_their_check_ins_are_told_apart(bool isMine, string from)
    {
        var details = Peers(
            new CheckInView
            {
                By = isMine ? Mentor : Mentee,
                Role = MemberRole.Peer,
                At = Now,
            }
        );

        var page = Render<Overview>(p => p.Add(c => c.Mentorship, details).Add(c => c.Changed, () => { }));

        page.Markup.ShouldContain("You are mentor and mentee of each other");
        page.FindAll(".muted")
            .ShouldContain(text => text.TextContent.Trim().StartsWith($"{from} ·", StringComparison.Ordinal));
        page.Find("h2").TextContent.ShouldBe("Aiko Tanaka");
    }

    private static MentorshipDetails Peers(CheckInView checkIn)
    {
        var details = Mentorship();
        return details with
        {
            View = details.View with
            {
                Kind = RelationshipKind.Reciprocal,
                Members = [.. details.View.Members.Select(member => member with { Role = MemberRole.Peer })],
                YourRole = MemberRole.Peer,
                CheckIns = [checkIn],
            },
        };
    }
}
