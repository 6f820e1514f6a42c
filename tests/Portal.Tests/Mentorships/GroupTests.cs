using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Mentorships;
using static PeerNetwork.Portal.Tests.Mentorships.Pair;

namespace PeerNetwork.Portal.Tests.Mentorships;

/// <summary>A mentor with two mentees; a third has left.</summary>
public sealed class GroupTests : Component
{
    private static readonly Guid Second = Guid.CreateVersion7(),
        Former = Guid.CreateVersion7();

    private readonly StubApi _api = new();

    public GroupTests()
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new EngagementClient(_api.Client));
    }

    [Fact]
    public void All_members_are_listed_with_their_roles_and_those_who_left()
    {
        var items = Overview(Group(Mentee)).FindAll(".card:first-child li").Select(item => Text(item)).ToArray();
        items[0].ShouldStartWith("Ben <b>Mentor</b> · Mentor · ");
        items[1].ShouldStartWith("You · Mentee · ");
        items[2].ShouldStartWith("Cy · Mentee · ");
        items[3].ShouldBe("Di · left on Monday, March 1, 2027");
    }

    [Fact]
    public void The_mentor_closes_the_group_and_a_mentee_leaves_it()
    {
        Buttons(Overview(Group(Mentor))).ShouldContain("End the mentorship");
        Buttons(Overview(Group(Mentor))).ShouldNotContain("Leave the group");
        Buttons(Overview(Group(Mentee))).ShouldContain("Leave the group");
        Buttons(Overview(Group(Mentee))).ShouldNotContain("End the mentorship");
        Buttons(Overview(Mentorship())).ShouldContain("End the mentorship");
    }

    [Fact]
    public void A_mentee_who_leaves_comes_to_the_list()
    {
        ShowDialogs();
        Click(Overview(Group(Mentee)), "Leave the group");
        Dialogs.Find("textarea").Change("Too little time");
        Click(Dialogs, "Leave the group");

        Dialogs.WaitForAssertion(() => _api.Sent.ShouldHaveSingleItem().ShouldContain("Too little time"));
        Dialogs.WaitForAssertion(() =>
            new Uri(Services.GetRequiredService<NavigationManager>().Uri).AbsolutePath.ShouldBe("/mentoring")
        );
    }

    [Fact]
    public void An_agreement_says_who_has_accepted_and_who_has_not()
    {
        var proposal = new ProposalView { By = Mentor, AcceptedBy = [Second] };
        var waits = Agreement(Group(Mentee), proposal);
        waits.Markup.ShouldContain("Accepted by Cy.");
        waits.Markup.ShouldContain("It holds as soon as you accept too.");
        Buttons(waits).ShouldContain("Accept");

        Agreement(Group(Mentor), proposal with { AcceptedBy = [] })
            .Markup.ShouldContain("Waits for Aiko, Cy to accept.");
        Agreement(Group(Second), proposal).Markup.ShouldContain("Waits for Aiko to accept.");
    }

    [Fact]
    public void Those_who_missed_a_session_are_named_also_after_they_left()
    {
        var session = Session("Over", -5) with { MissedBy = [Mentee, Former] };
        var details = Group(Mentor);
        var page = Render<Sessions>(p =>
            p.Add(c => c.Mentorship, details with { View = details.View with { Sessions = [session] } })
                .Add(c => c.Changed, () => { })
        );
        page.Markup.ShouldContain("Did not come: Aiko, Di");
    }

    [Fact]
    public void The_names_of_many_are_cut_to_three()
    {
        var group = Group(Mentor);
        MemberView[] others =
        [
            .. Enumerable.Range(0, 5).Select(_ => new MemberView { Person = Guid.CreateVersion7() }),
        ];
        Named(others).ShouldBe("P0, P1, P2 +2");
        Named(others[..3]).ShouldBe("P0, P1, P2");
        (group with { Names = new Dictionary<Guid, string?>() }).PartnerName.ShouldBeNull();

        string? Named(MemberView[] partners) =>
            new MentorshipDetails(
                group.View with
                {
                    Members = [group.Me, .. partners],
                },
                others.Index().ToDictionary(one => one.Item.Person, one => (string?)$"P{one.Index}")
            ).PartnerName;
    }

    private IRenderedComponent<Overview> Overview(MentorshipDetails details) =>
        Render<Overview>(p => p.Add(c => c.Mentorship, details).Add(c => c.Changed, () => { }));

    private IRenderedComponent<Agreement> Agreement(MentorshipDetails details, ProposalView open) =>
        Render<Agreement>(p =>
            p.Add(c => c.Mentorship, details with { View = details.View with { Agreement = new() { Open = open } } })
                .Add(c => c.Changed, () => { })
        );

    private static string Text(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Buttons<T>(IRenderedComponent<T> page)
        where T : IComponent => page.FindAll("button").Select(button => button.TextContent.Trim());

    private static MentorshipDetails Group(Guid you)
    {
        var pair = Mentorship();
        return new(
            pair.View with
            {
                Kind = RelationshipKind.Group,
                Members =
                [
                    .. pair.View.Members,
                    new()
                    {
                        Person = Second,
                        Role = MemberRole.Mentee,
                        Zone = "Europe/London",
                    },
                ],
                FormerMembers =
                [
                    new()
                    {
                        Person = Former,
                        Role = MemberRole.Mentee,
                        LeftAt = Now,
                    },
                ],
                You = you,
                YourRole = you == Mentor ? MemberRole.Mentor : MemberRole.Mentee,
            },
            new Dictionary<Guid, string?>
            {
                [Mentor] = "Ben <b>Mentor</b>",
                [Mentee] = "Aiko",
                [Second] = "Cy",
                [Former] = "Di",
            }
        );
    }
}
