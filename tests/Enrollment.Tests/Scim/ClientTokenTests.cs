using System.Net;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>What the token of a client opens, and what it does not.</summary>
public class ClientTokenTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task A_revoked_token_ends_at_once()
    {
        var scim = await ScimClient.Register(enrollment);
        (await scim.Get("/ServiceProviderConfig")).ShouldBe(HttpStatusCode.OK);
        await EnrollmentHost.Done(await enrollment.Admin.DeleteAsync($"/integrations/{scim.Id}/tokens/{scim.Token}"));
        (await scim.Get("/ServiceProviderConfig")).ShouldBeError(HttpStatusCode.Unauthorized);
        var shown = await EnrollmentHost.Get(enrollment.Admin, $"/integrations/{scim.Id}");
        shown
            .GetProperty("tokens")[0]
            .GetProperty("revokedAt")
            .ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);
        shown.GetRawText().ShouldNotContain("pnt_");
    }

    [Fact]
    public async Task A_client_that_only_reads_cannot_write()
    {
        var scim = await ScimClient.Register(enrollment, scopes: ["readUsers"]);
        (await scim.Get("/Users")).ShouldBe(HttpStatusCode.OK);
        (await scim.Post("/Users", """{ "userName": "x" }""")).ShouldBeError(HttpStatusCode.Forbidden);
        (await scim.Post("/Bulk", "{}")).ShouldBeError(HttpStatusCode.Forbidden);
        (await scim.Post("/Users/.search", "{}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tokens_of_clients_and_of_people_open_different_doors()
    {
        var scim = await ScimClient.Register(enrollment);
        foreach (var path in (string[])["/people", "/sites", "/integrations", "/operations/shards"])
        {
            using var answer = await scim.Http.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        using var person = await enrollment.Admin.GetAsync("/scim/v2/Users");
        person.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_events_of_a_client_name_it_as_their_actor()
    {
        var scim = await ScimClient.Register(enrollment);
        (await scim.Post("/Users", """{ "userName": "audited@corp.example" }""")).ShouldBe(HttpStatusCode.Created);
        await using var database = Npgsql.NpgsqlDataSource.Create(enrollment.Database);
        await using var command = database.CreateCommand(
            $"select count(*) from enrollment.mt_events where type = 'user_provisioned' and user_name = '{scim.Id}'"
        );
        (await command.ExecuteScalarAsync()).ShouldBe(1L);
    }
}
