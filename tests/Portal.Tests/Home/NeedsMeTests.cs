using System.Globalization;
using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Home;
using PeerNetwork.Portal.Mentorships;
using static PeerNetwork.Portal.Tests.Home.TestMentorship;

namespace PeerNetwork.Portal.Tests.Home;

public class NeedsMeTests : Component
{
    private bool _changed;

    public NeedsMeTests() => Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));

    [Fact]
    public void An_agreement_is_read_and_accepted()
    {
        using var api = new FakeApi(FakeApi.Done);
        var dialogs = Open(api, Mentorship(MemberRole.Mentee, proposal: Proposal(Partner)));
        dialogs.Find(".terms").TextContent.ShouldContain("Every 14 days");

        Click(dialogs, "Accept");

        dialogs.WaitForAssertion(() => _changed.ShouldBeTrue());
        var (request, body) = api.Requests.ShouldHaveSingleItem();
        request.ShouldEndWith("/agreement/acceptance");
        body.ShouldBe("""{"proposal":3}""");
    }

    [Fact]
    public void Where_the_API_refuses_the_dialog_says_why_and_stays()
    {
        using var api = new FakeApi(
            FakeApi.Problem(HttpStatusCode.Conflict, "There is a newer proposal."),
            FakeApi.Done
        );
        var dialogs = Open(api, Mentorship(MemberRole.Mentee, proposal: Proposal(Partner)));

        Click(dialogs, "Accept");
        dialogs.WaitForAssertion(() =>
            dialogs.Find("[role=alert]").TextContent.ShouldContain("There is a newer proposal.")
        );
        _changed.ShouldBeTrue("what is shown may be out of date");

        Click(dialogs, "Accept");
        dialogs.WaitForAssertion(() => dialogs.FindAll(".mud-dialog").ShouldBeEmpty());
    }

    [Fact]
    public void A_session_is_confirmed()
    {
        using var api = new FakeApi(FakeApi.Done);
        var dialogs = Open(api, Mentorship(MemberRole.Mentor, [Session("Talk", -1)]));

        Click(dialogs, "Confirm");

        dialogs.WaitForAssertion(() => _changed.ShouldBeTrue());
        api.Requests.ShouldHaveSingleItem().Body.ShouldBe("""{"missedBy":[]}""");
    }

    [Fact]
    public void An_interview_is_a_need_until_it_is_over()
    {
        var application = Approved(guidelinesAccepted: 2);
        InterviewToAttend At(double hours) =>
            new(application, new() { StartsAt = Now.AddHours(hours), Minutes = 30 }, "Di <b>Lead</b>");
        var view = View() with { Interviews = [At(hours: 2), At(hours: -1)] };

        var needs = Render<NeedsMe>(p => p.Add(c => c.View, view).Add(c => c.Person, Me));

        needs.FindAll(".card h3").ShouldHaveSingleItem().TextContent.ShouldBe("Your interview");
        needs.Find(".card p").TextContent.ShouldContain("30 minutes, with Di <b>Lead</b>");
        needs.Find(".card a").GetAttribute("href").ShouldBe($"/programs/{application.Application.Program}");
    }

    [Fact]
    public void An_offer_leads_to_its_page()
    {
        var match = Guid.CreateVersion7();
        var needs = Render<NeedsMe>(p =>
            p.Add(c => c.View, new HomeView([], [new(new() { Id = match }, "Aiko <b>Tanaka</b>")], [], []))
                .Add(c => c.Person, Me)
        );

        needs.Find(".card p").TextContent.ShouldStartWith("Aiko <b>Tanaka</b> could be a good match.");
        needs.Find(".card a").GetAttribute("href").ShouldBe($"/offers/{match}");
    }

    [Fact]
    public void What_an_application_lacks_leads_to_its_program()
    {
        var approved = Approved(guidelinesAccepted: 1, "ethics", "listening");
        var needs = Render<NeedsMe>(p =>
            p.Add(c => c.View, View() with { Applications = [approved] }).Add(c => c.Person, Me)
        );

        needs.FindAll("h3").Select(h => h.TextContent).ShouldBe(["New guidelines", "Training to complete"]);
        needs.FindAll(".card p")[0].TextContent.ShouldStartWith("Career <b>change</b> has changed its guidelines.");
        needs.FindAll(".card")[1].TextContent.ShouldContain("2 trainings are missing");
        foreach (var link in needs.FindAll(".card a"))
            link.GetAttribute("href").ShouldBe($"/programs/{approved.Application.Program}");
    }

    [Fact]
    public void Training_that_lapsed_is_named()
    {
        var approved = Approved(guidelinesAccepted: 2, "ethics") with { Lapsed = ["<b>Ethics</b>"] };
        var needs = Render<NeedsMe>(p =>
            p.Add(c => c.View, View() with { Applications = [approved] }).Add(c => c.Person, Me)
        );

        needs.Find("h3").TextContent.ShouldBe("Training to refresh");
        needs.Find(".card").TextContent.ShouldContain("Lapsed: <b>Ethics</b>. Until you complete it again,");
        needs.Find(".card a").GetAttribute("href").ShouldBe($"/programs/{approved.Application.Program}");
    }

    [Fact]
    public void Training_that_lapses_soon_says_until_when_it_is_valid()
    {
        var application = new ApplicationSummary
        {
            Id = Guid.CreateVersion7(),
            Program = Guid.CreateVersion7(),
            TrainingValidUntil = new(2027, 4, 1),
        };
        var needs = Render<NeedsMe>(p =>
            p.Add(c => c.View, View() with { Refreshers = [new(application, "Career <b>change</b>")] })
                .Add(c => c.Person, Me)
        );

        needs.Find("h3").TextContent.ShouldBe("Training that lapses soon");
        needs
            .Find(".card p")
            .TextContent.Trim()
            .ShouldStartWith("Your training for Career <b>change</b> is valid until Thursday, April 1, 2027.");
        needs.Find(".card a").GetAttribute("href").ShouldBe($"/programs/{application.Program}");
    }

    [Fact]
    public void An_invitation_to_become_a_mentor_leads_to_its_program_or_is_declined()
    {
        using var api = new FakeApi(FakeApi.Done);
        Services.AddSingleton(new EnrollmentClient(api.Client));
        var dialogs = Open(View() with { Invitations = [Invitation] }, out var needs);
        var card = needs.Find(".card");
        card.QuerySelector("h3")!.TextContent.ShouldBe("Become a mentor");
        card.QuerySelector("p")!
            .TextContent.ShouldStartWith("You have completed a mentorship in Career <b>change</b>.");
        card.QuerySelector(".muted")!
            .TextContent.Trim()
            .ShouldBe($"The invitation ends on {Invitation.ExpiresAt.ToString("d", new CultureInfo("en"))}.");
        card.QuerySelector("a")!.GetAttribute("href").ShouldBe($"/programs/{Invitation.Program}");

        Click(dialogs, "No, thanks");

        dialogs.WaitForAssertion(() => _changed.ShouldBeTrue());
        api.Requests.ShouldHaveSingleItem().Request.ShouldBe($"POST /mentor-invitations/{Invitation.Id}/decline");
    }

    [Fact]
    public void A_person_who_is_invited_for_a_skill_reads_which()
    {
        using var api = new FakeApi();
        Services.AddSingleton(new EnrollmentClient(api.Client));
        var invitation = new MentorInvitationView { ProgramName = "Career change", Skill = "C# & .NET" };

        Open(View() with { Invitations = [invitation] }, out var needs);

        needs
            .Find(".card p")
            .TextContent.ShouldBe(
                "You are invited to become a mentor in Career change, because others want to learn C# & .NET."
            );
    }

    private IRenderedComponent<MudDialogProvider> Open(FakeApi api, MentorshipDetails mentorship)
    {
        Services.AddSingleton(new EngagementClient(api.Client));
        return Open(View(mentorship), out _);
    }

    /// <summary>Clicks the button of the only card.</summary>
    private IRenderedComponent<MudDialogProvider> Open(HomeView view, out IRenderedComponent<NeedsMe> needs)
    {
        Render<MudPopoverProvider>();
        var dialogs = Render<MudDialogProvider>();
        needs = Render<NeedsMe>(p =>
            p.Add(c => c.View, view).Add(c => c.Person, Me).Add(c => c.Changed, () => _changed = true)
        );
        needs.Find(".card button").Click();
        return dialogs;
    }

    private static void Click(IRenderedComponent<MudDialogProvider> dialogs, string label) =>
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == label).Click();
}
