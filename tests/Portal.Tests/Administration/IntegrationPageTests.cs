using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Portal.Administration;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Tests.Administration;

public class IntegrationPageTests : Component
{
    private static readonly Guid Id = Guid.CreateVersion7(),
        Token = Guid.CreateVersion7();

    private static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_token_is_shown_once_until_it_is_revoked()
    {
        using var api = new FakeApi(
            Client(),
            FakeApi.Json(
                new
                {
                    id = Token,
                    token = "pnt_secret",
                    expiresAt = Now.AddDays(365),
                },
                System.Net.HttpStatusCode.Created
            ),
            Client(Issued(365)),
            FakeApi.Done,
            Client(Issued(365, revoked: true))
        );
        var page = Show(api);
        Click(page, "Issue a token");
        Dialogs.WaitForElement(".mud-dialog");
        Click(Dialogs, "Issue a token");

        page.WaitForAssertion(() => page.Find(".secret").TextContent.ShouldBe("pnt_secret"));
        api.Requests[1].ShouldBe(($"POST /integrations/{Id}/tokens", """{"validDays":365}"""));
        Click(page, "Revoke");
        Dialogs.WaitForElement(".mud-dialog");
        Click(Dialogs, "Revoke");

        page.WaitForAssertion(() => page.FindAll(".secret").ShouldBeEmpty());
        page.Find("tbody").TextContent.ShouldContain("Revoked");
        page.FindAll("tbody button").ShouldBeEmpty();
    }

    [Fact]
    public void A_token_whose_time_is_over_cannot_be_revoked()
    {
        using var api = new FakeApi(Client(Issued(-1)));

        var page = Show(api);

        page.WaitForElement("tbody").TextContent.ShouldContain("Has ended");
        page.FindAll("tbody button").ShouldBeEmpty();
    }

    private IRenderedComponent<IntegrationPage> Show(FakeApi api)
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddSingleton(new EnrollmentClient(api.Client));
        ShowDialogs();
        return Render<IntegrationPage>(p => p.Add(c => c.Id, Id).AddCascadingValue(PeopleAdmin.Me));
    }

    private static object Issued(int days, bool revoked = false) =>
        new
        {
            id = Token,
            issuedAt = Now.AddDays(-2),
            expiresAt = Now.AddDays(days),
            revokedAt = revoked ? Now : (DateTimeOffset?)null,
        };

    private static HttpResponseMessage Client(params object[] tokens) =>
        FakeApi.Json(
            new
            {
                id = Id,
                name = "Entra",
                scopes = new[] { "readUsers" },
                defaultSite = "CHI",
                accountAttribute = "none",
                tokens,
            }
        );
}
