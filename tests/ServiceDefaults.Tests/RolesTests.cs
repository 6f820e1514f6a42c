using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class RolesTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async Task InitializeAsync() =>
        _app = await TestApp.Start(app =>
        {
            app.MapGroup("/runs").RequireRoles(Roles.Coordinator, Roles.Overseer).MapGet("/", () => "runs");
            app.MapGet("/everyone", () => "everyone").RequireRoles(Roles.Employee);
            app.MapGet(
                "/sites/{code}",
                (string code, ClaimsPrincipal user) =>
                {
                    user.ScopeOf(Roles.Coordinator).Require(code);
                    return "here";
                }
            );
        });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData(200, "coordinator")]
    [InlineData(200, "sponsor", "overseer")]
    [InlineData(403, "sponsor")]
    [InlineData(403, "Coordinator")]
    [InlineData(403)]
    public async Task A_group_requires_one_of_its_roles(int status, params string[] roles)
    {
        var response = await _app.As(TestApp.Ada, roles).GetAsync("/runs");
        if (status == 403)
            await response.ShouldBeProblem(403, "not-allowed");
        else
            ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Every_signed_in_user_is_an_employee() =>
        (await _app.As(TestApp.Ada, ["sponsor"]).GetAsync("/everyone")).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData(200, "BER")]
    [InlineData(200, "PAR", "BER")]
    [InlineData(200, "*")]
    [InlineData(403, "PAR")]
    [InlineData(403, "ber")]
    [InlineData(403)]
    public async Task A_person_has_access_only_to_the_sites_in_the_token(int status, params string[] sites)
    {
        var response = await _app.As(TestApp.Ada, ["coordinator"], sites).GetAsync("/sites/BER");
        if (status == 403)
            (await response.ShouldBeProblem(403, "not-allowed"))["detail"]!
                .GetValue<string>()
                .ShouldBe("You have no access to the site BER.");
        else
            ((int)response.StatusCode).ShouldBe(status);
    }
}
