using System.Text.Json.Nodes;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public class AuditContextTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    [Fact]
    public async Task An_event_has_actor_reason_and_trace()
    {
        var ada = Guid.CreateVersion7();
        var client = notes.App.With(TestTokens.For(ada, [], []));
        client.DefaultRequestHeaders.Add("X-Reason", "asked%20by%20phone%20%E2%9C%93");
        client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var written = await client.PostAsync("/notes", new StringContent("""{"text":"x"}""", null, "application/json"));
        var id = (await written.ReadJson())["id"]!.GetValue<string>();

        var history = JsonNode.Parse(await client.GetStringAsync($"/notes/{id}/history"))!.AsArray();
        var metadata = history.ShouldHaveSingleItem()!;
        metadata["actor"]!.GetValue<Guid>().ShouldBe(TestTokens.AccountOf(ada));
        metadata["reason"]!["owner"]!.GetValue<Guid>().ShouldBe(TestTokens.AccountOf(ada));
        metadata["reason"]!["text"].ShouldBeNull("it is encrypted; the audit trail shows it");
        metadata["correlationId"]!.GetValue<string>().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        metadata["traceParent"]!.GetValue<string>().ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
    }

    [Theory]
    [InlineData("bad%00reason")]
    [InlineData("bad%1breason")]
    [InlineData("long")]
    public async Task A_malformed_reason_is_rejected(string reason) =>
        await (
            await notes.Send(
                HttpMethod.Post,
                "/notes",
                """{"text":"x"}""",
                null,
                ("X-Reason", reason is "long" ? new('x', 501) : reason)
            )
        ).ShouldBeProblem(400, "malformed-request");
}
