using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Administration;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Tests.Administration;

public class PeopleSearchTests : Component
{
    [Fact]
    public void People_are_listed_while_the_user_types_and_the_address_stays_as_it_is()
    {
        using var api = new FakeApi(Found("<b>Ada</b>"), Found());
        var page = Show(api);
        var address = Address;

        Type(page, "ada");
        page.WaitForAssertion(() => page.Find("tbody a").TextContent.ShouldBe("<b>Ada</b>"));
        page.Find("[role=status]").TextContent.ShouldBe("1 person was found.");
        Type(page, "adax");

        page.WaitForAssertion(() => page.Find("[role=status]").TextContent.ShouldBe("No person matches this."));
        page.FindAll("tbody").ShouldBeEmpty();
        Address.ShouldBe(address);
    }

    [Fact]
    public void Where_there_may_be_more_the_page_says_so()
    {
        using var api = new FakeApi(Found([.. Enumerable.Repeat("Ada", 20)]));
        var page = Show(api);

        Type(page, "ada");

        page.WaitForAssertion(() => page.Find("[role=status]").TextContent.ShouldStartWith("The best 20 are shown."));
    }

    [Fact]
    public void What_has_no_letters_is_not_searched()
    {
        using var api = new FakeApi(Found("Ada"));
        var page = Show(api);

        Type(page, " - ");
        Type(page, "ada");

        page.WaitForElement("tbody a");
        api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public void An_outage_is_said_and_the_next_letter_tries_again()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.ServiceUnavailable, "Starting."), Found("Ada"));
        var page = Show(api);

        Type(page, "ad");
        page.WaitForAssertion(() => page.Find("[role=status]").TextContent.ShouldNotBeEmpty());
        Type(page, "ada");

        page.WaitForElement("tbody a");
    }

    [Theory]
    [InlineData(Roles.Employee)]
    [InlineData(Roles.Coordinator)]
    [InlineData(Roles.Overseer)]
    public void The_page_is_not_open_to_other_roles(string role)
    {
        using var api = new FakeApi();
        Services.AddSingleton(new EnrollmentClient(api.Client));

        var page = Render<People>(p => p.AddCascadingValue(new ShowMeResponse { Roles = [role] }));

        page.Find(".state h2").TextContent.ShouldBe("This page is not open to you");
        page.FindAll("input").ShouldBeEmpty();
    }

    private string Address => Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri;

    private IRenderedComponent<PeopleSearch> Show(FakeApi api)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        return Render<PeopleSearch>();
    }

    private static void Type(IRenderedComponent<PeopleSearch> page, string text) => page.Find("input").Input(text);

    private static HttpResponseMessage Found(params string[] names) =>
        FakeApi.Json(
            new
            {
                items = names.Select(name => new
                {
                    id = Guid.CreateVersion7(),
                    name,
                    active = true,
                    siteCode = "CHI",
                    kind = "employee",
                    status = "active",
                }),
            }
        );
}
