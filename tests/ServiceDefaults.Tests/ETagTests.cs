using System.Net;

namespace PeerNetwork.ServiceDefaults.Tests;

public class ETagTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    private const string Json = """{"text":"again"}""";

    [Fact]
    public async Task The_version_is_the_etag_of_reads_and_writes()
    {
        var id = await notes.WriteNote();
        (await notes.Send(HttpMethod.Get, $"/notes/{id}")).Headers.ETag!.ToString().ShouldBe("\"1\"");
        (await notes.Send(HttpMethod.Put, $"/notes/{id}", Json)).Headers.ETag!.ToString().ShouldBe("\"2\"");
        (await notes.Send(HttpMethod.Get, $"/notes/{id}")).Headers.ETag!.ToString().ShouldBe("\"2\"");
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("*")]
    public async Task A_write_for_the_current_version_succeeds(string condition) =>
        (await Put(await notes.WriteNote(), condition)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"0\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"abc\"")]
    [InlineData("\"99999999999999999999\"")]
    public async Task A_write_for_another_version_fails(string condition)
    {
        var id = await notes.WriteNote();
        await (await Put(id, condition)).ShouldBeProblem(412, "stale-version");
        (await notes.Send(HttpMethod.Get, $"/notes/{id}")).Headers.ETag!.ToString().ShouldBe("\"1\"");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1")]
    [InlineData("\"1\", \"2\"")]
    public async Task A_malformed_condition_is_rejected(string condition) =>
        await (await Put(await notes.WriteNote(), condition)).ShouldBeProblem(400, "malformed-request");

    [Fact]
    public async Task A_condition_on_a_resource_without_a_version_is_rejected() =>
        await (await notes.Send(HttpMethod.Post, "/notes", Json, null, ("If-Match", "\"1\""))).ShouldBeProblem(
            400,
            "malformed-request"
        );

    [Fact]
    public async Task A_missing_resource_has_no_etag()
    {
        var response = await notes.Send(HttpMethod.Get, $"/notes/{Guid.CreateVersion7()}");
        await response.ShouldBeProblem(404, "not-found");
        response.Headers.ETag.ShouldBeNull();
    }

    private Task<HttpResponseMessage> Put(string id, string condition) =>
        notes.Send(HttpMethod.Put, $"/notes/{id}", Json, null, ("If-Match", condition));
}
