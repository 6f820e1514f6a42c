using System.Net;
using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>Answers that no later attempt makes better, and that must not look like a company without people.</summary>
public sealed class RefusedAnswerTests
{
    private const string Personal = "Zoë Private";

    public static TheoryData<string> Vendors => AllVendors.Names;

    public static TheoryData<string> JsonVendors => AllVendors.Where(v => v.IsJson);

    [Theory, MemberData(nameof(Vendors))]
    public async Task Wrong_credentials_are_named_but_not_shown(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Intercept = _ => new("no", HttpStatusCode.Unauthorized);

        var e = await Refusal(source);

        e.Message.ShouldMatch("credentials|client id");
        source.Clock.Waits.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(JsonVendors))]
    public async Task Json_that_cannot_be_read_ends_the_read(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Intercept = r => r.Method == "GET" ? new($$"""{"name": "{{Personal}}" """) : null;

        (await Refusal(source)).Message.ShouldContain("JSON");
    }

    [Theory, MemberData(nameof(JsonVendors))]
    public async Task An_answer_without_the_list_ends_the_read(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Intercept = r => r.Method == "GET" ? new("""{"status":"ok"}""") : null;

        (await Refusal(source)).Message.ShouldContain("without");
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_web_page_in_place_of_data_ends_the_read(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Intercept = r =>
            r.Method == "GET" ? new($"<html>{Personal}</html>") { ContentType = "text/html" } : null;

        (await Refusal(source)).Message.ShouldContain("text/html");
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_redirect_is_not_followed(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Intercept = r =>
            r.Method == "GET"
                ? new("", HttpStatusCode.Found)
                {
                    Headers = new Dictionary<string, string> { ["Location"] = "https://evil.example/people" },
                }
                : null;

        (await Refusal(source)).Message.ShouldContain("redirect");
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task An_answer_that_is_too_large_is_not_read(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor), o => o.MaxAnswerSize = 400);

        (await Refusal(source)).Message.ShouldContain("400 bytes");
    }

    private static async Task<HrisException> Refusal(FakeSource source)
    {
        var e = await Should.ThrowAsync<HrisException>(() => source.Read());
        e.IsTransient.ShouldBeFalse();
        e.ToString().ShouldNotContain(FakeVendor.Secret);
        e.ToString().ShouldNotContain(Personal);
        return e;
    }
}
