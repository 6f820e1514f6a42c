using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Administration;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Tests.Administration;

public class GuestPageTests : Component
{
    private static readonly Guid Id = Guid.CreateVersion7(),
        Sponsor = Guid.CreateVersion7();

    [Theory]
    [InlineData(null, "Waits for the guest to accept it.")]
    [InlineData(1, "Version 1 was accepted. Version 2 is in force and waits for the guest.")]
    [InlineData(2, "Version 2 was accepted on 3/1/2027.")]
    public void The_page_says_which_agreement_the_guest_accepted(int? accepted, string text)
    {
        using var api = new FakeApi(Person(), Guest(accepted: accepted), Person(Sponsor));

        var page = Show(api);

        page.WaitForElements("dd")[^1].TextContent.ShouldBe(text);
        page.FindAll(".mud-alert").ShouldBeEmpty();
    }

    [Fact]
    public void A_sponsor_who_left_is_said()
    {
        using var api = new FakeApi(Person(), Guest(sponsorLeft: true), Person(Sponsor));

        var page = Show(api);

        page.WaitForElement(".mud-alert").TextContent.ShouldContain("The sponsor has left");
    }

    [Fact]
    public void A_person_without_access_has_no_term_to_change()
    {
        using var api = new FakeApi(Person(), FakeApi.Problem(HttpStatusCode.NotFound, "This person is no guest now."));

        var page = Show(api);

        page.WaitForElement(".state h2").TextContent.ShouldBe("No access as a guest now");
        page.FindAll(".page-head button").ShouldBeEmpty();
    }

    [Fact]
    public void A_sponsor_has_to_be_chosen()
    {
        using var api = new FakeApi(Person(), Guest(), Person(Sponsor));
        var page = Show(api);
        Click(page, "Name another sponsor");
        Dialogs.WaitForElement(".mud-dialog");

        Click(Dialogs, "Name another sponsor");

        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("Choose a person."));
        api.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public void An_access_that_was_ended_meanwhile_is_said_and_shown()
    {
        using var api = new FakeApi(
            Person(),
            Guest(),
            Person(Sponsor),
            FakeApi.Problem(HttpStatusCode.Conflict, "This person has no access as a guest."),
            Person(),
            FakeApi.Problem(HttpStatusCode.NotFound, "This person is no guest now.")
        );
        var page = Show(api);
        Click(page, "End the access");
        Dialogs.WaitForElement(".mud-dialog");

        Click(Dialogs, "End the access");

        page.WaitForElement(".state h2").TextContent.ShouldBe("No access as a guest now");
    }

    private IRenderedComponent<GuestPage> Show(FakeApi api)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        return Render<GuestPage>(p => p.Add(c => c.Id, Id).AddCascadingValue(PeopleAdmin.Me));
    }

    private static HttpResponseMessage Person(Guid? id = null) =>
        FakeApi.Json(
            new
            {
                id = id ?? Id,
                name = "Gwen Guest",
                active = true,
                siteCode = "CHI",
                kind = "guest",
                status = "active",
            }
        );

    private static HttpResponseMessage Guest(int? accepted = null, bool sponsorLeft = false) =>
        FakeApi.Json(
            new
            {
                person = Id,
                kind = "guest",
                sponsor = Sponsor,
                lastDay = "2027-05-31",
                endsAt = "2027-06-01T05:00:00Z",
                sponsorLeft,
                agreementVersion = 2,
                agreementText = "Be kind.",
                acceptedVersion = accepted,
                acceptedAt = accepted is null ? null : "2027-03-01T12:00:00Z",
            }
        );
}
