using System.Text;
using Microsoft.AspNetCore.Builder;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class StrictJsonTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public enum Side
    {
        Mentor,
        Mentee,
    }

    public readonly record struct SiteId(Guid Value);

    public sealed record SampleRequest(
        string Name,
        int Hours,
        Side Side,
        string? Note = null,
        DateOnly? From = null,
        SiteId? Site = null,
        IReadOnlyList<SampleRequest>? Then = null,
        Dictionary<string, string>? Words = null
    );

    public async Task InitializeAsync() =>
        _app = await TestApp.Start(app => app.MapPost("/samples", (SampleRequest request) => request));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Valid_json_is_read_and_written_back()
    {
        const string json =
            """{"name":"Ada \t\n\ud83d\ude00","hours":3,"side":"mentee","""
            + """ "site":"0198c0de-0000-7000-8000-000000000001","words":{"a":"b"}}""";
        var response = await (await Post(json)).ReadJson();
        response["name"]!.GetValue<string>().ShouldBe("Ada \t\n\ud83d\ude00");
        response["side"]!.GetValue<string>().ShouldBe("mentee");
        response["site"]!.GetValue<string>().ShouldBe("0198c0de-0000-7000-8000-000000000001");
        response["words"]!["a"]!.GetValue<string>().ShouldBe("b");
    }

    [Theory]
    [InlineData("""{"name":"A","hours":1,"side":"mentor","admin":true}""", "has an unknown field: admin.")]
    [InlineData("""{"Name":"A","hours":1,"side":"mentor"}""", "has an unknown field: Name.")]
    [InlineData("""{"name":"A"}""", "lacks required fields: 'hours', 'side'.")]
    [InlineData("""{"name":null,"hours":1,"side":"mentor"}""", "must not be null.")]
    [InlineData("""{"name":"A","name":"B","hours":1,"side":"mentor"}""", "names a field twice.")]
    [InlineData("""{"name":5,"hours":1,"side":"mentor"}""", "The JSON at $.name must be text.")]
    [InlineData("""{"name":"A","hours":"1","side":"mentor"}""", "The JSON at $.hours must be a number in range.")]
    [InlineData("""{"name":"A","hours":1e99,"side":"mentor"}""", "The JSON at $.hours must be a number in range.")]
    [InlineData("""{"name":"A","hours":1,"side":1}""", "The JSON at $.side must be one of: mentee, mentor.")]
    [InlineData("""{"name":"A","hours":1,"side":"1"}""", "The JSON at $.side must be one of: mentee, mentor.")]
    [InlineData("""{"name":"A","hours":1,"side":"Mentor"}""", "The JSON at $.side must be one of: mentee, mentor.")]
    [InlineData(
        """{"name":"A","hours":1,"side":"mentor, mentee"}""",
        "The JSON at $.side must be one of: mentee, mentor."
    )]
    [InlineData("""{"name":"A","hours":1,"side":"boss"}""", "The JSON at $.side must be one of: mentee, mentor.")]
    [InlineData(
        """{"name":"A","hours":1,"side":"mentor","from":"31.12.2026"}""",
        "The JSON at $.from must be a date such as"
    )]
    [InlineData("""{"name":"A","hours":1,"side":"mentor","site":"x"}""", "The JSON at $.site must be")]
    [InlineData(
        """{"name":"A\u0000","hours":1,"side":"mentor"}""",
        "The JSON at $.name must not hold control characters"
    )]
    [InlineData(
        """{"name":"A\u001b","hours":1,"side":"mentor"}""",
        "The JSON at $.name must not hold control characters"
    )]
    [InlineData(
        """{"name":"\ud800","hours":1,"side":"mentor"}""",
        "The JSON at $.name must not hold control characters or broken Unicode."
    )]
    [InlineData(
        """{"name":"A","hours":1,"side":"mentor","then":[{"name":"\udc00","hours":1,"side":"mentor"}]}""",
        "The JSON at $.then[0].name must not"
    )]
    [InlineData(
        """{"name":"A","hours":1,"side":"mentor","words":{"\u0000":"x"}}""",
        "must not hold control characters"
    )]
    [InlineData("""{"name":"A" "hours":1}""", "is not well-formed (line 1, byte ")]
    [InlineData("""{"name":"A",""", "is not well-formed")]
    [InlineData("null", "")]
    [InlineData("", "")]
    [InlineData("[]", "The JSON must be")]
    public async Task Invalid_json_is_rejected_with_its_location(string json, string message)
    {
        var problem = await (await Post(json)).ShouldBeProblem(400, "malformed-request");
        problem["detail"]!.GetValue<string>().ShouldContain(message);
        problem.ToJsonString().ShouldNotContain("PeerNetwork.");
        problem.ToJsonString().ShouldNotContain("System.");
    }

    [Fact]
    public async Task Nesting_has_a_depth_limit()
    {
        var nested =
            string.Concat(Enumerable.Repeat("""{"name":"A","hours":1,"side":"mentor","then":[""", 40))
            + string.Concat(Enumerable.Repeat("]}", 40));
        (await (await Post(nested)).ShouldBeProblem(400, "malformed-request"))["detail"]!
            .GetValue<string>()
            .ShouldContain("deeper than 32 levels");
    }

    [Fact]
    public async Task Invalid_utf_8_is_rejected()
    {
        var body = new ByteArrayContent([.. """{"hours":1,"side":"mentor","name":"x"""u8, 0xff, 0xfe, .. "\"}"u8]);
        body.Headers.ContentType = new("application/json");
        await (await _app.AsAda().PostAsync("/samples", body)).ShouldBeProblem(400, "malformed-request");
    }

    [Fact]
    public async Task Another_media_type_is_rejected() =>
        await (
            await _app.AsAda().PostAsync("/samples", new StringContent("name=A", Encoding.UTF8, "text/plain"))
        ).ShouldBeProblem(415, "unsupported-media-type");

    private Task<HttpResponseMessage> Post(string json) =>
        _app.AsAda().PostAsync("/samples", new StringContent(json, Encoding.UTF8, "application/json"));
}
