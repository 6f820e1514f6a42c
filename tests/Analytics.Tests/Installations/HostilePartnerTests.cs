using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using PeerNetwork.Analytics.Installations;
using PeerNetwork.Analytics.Tests.Dashboard;

namespace PeerNetwork.Analytics.Tests.Installations;

/// <summary>A partner that answers whatever it likes, and headquarters, which reads it.</summary>
public sealed class HostilePartner : IAsyncLifetime
{
    internal PartnerServer Partner { get; private set; } = null!;

    internal InstallationHost Headquarters { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Partner = await PartnerServer.Start();
        Partner.AnswerWith(PartnerServer.Item());
        Headquarters = InstallationHost.PartnerOf("germany", Partner.Address, Partner.Address);
        await Headquarters.InitializeAsync();
        await Headquarters.Pull();
    }

    public async Task DisposeAsync()
    {
        await Headquarters.DisposeAsync();
        await Partner.DisposeAsync();
    }
}

public sealed class HostilePartnerTests(HostilePartner fixture) : IClassFixture<HostilePartner>
{
    private const string NotAsDescribed = "not as the OpenAPI document describes";

    /// <summary>
    /// Answers by name: a change of one valid item, and a part of the reason why the list is refused. Another item of
    /// the list is new and valid: a list is stored whole or not at all.
    /// </summary>
    private static readonly Dictionary<string, (Action<JsonObject> Change, string Reason)> InvalidItems = new()
    {
        ["a number as text"] = (i => i["version"] = "1", NotAsDescribed),
        ["an object as list"] = (i => i["figures"] = new JsonObject(), NotAsDescribed),
        ["null"] = (i => i["figures"] = null, NotAsDescribed),
        ["no figures"] = (i => i.Remove("figures"), NotAsDescribed),
        ["an unknown field"] = (i => i["person"] = $"{Guid.NewGuid()}", NotAsDescribed),
        ["an unknown field of a figure"] = (i => Figure(i)["people"] = new JsonArray(), NotAsDescribed),
        ["an id that is none"] = (i => i["id"] = "1", NotAsDescribed),
        ["a control character"] = (i => i["name"] = "a\u0000b", NotAsDescribed),
        ["a negative value"] = (i => Figure(i)["value"] = -20, "figures"),
        ["a broken count"] = (i => Figure(i)["value"] = 20.5, "figures"),
        ["a huge count"] = (i => Figure(i)["value"] = 1e20, "figures"),
        ["a small group"] = (i => Figure(i)["value"] = 3, "figures"),
        ["a value of a suppressed figure"] = (i => Figure(i)["suppressed"] = true, "figures"),
        ["an unknown figure"] = (i => Figure(i)["metric"] = "people.salary", "figures"),
        ["a figure twice"] = (i => i["figures"]!.AsArray().Add(Figure(i).DeepClone()), "figures"),
        ["a small group at a site"] = (
            i =>
                i["sites"]![0]!["figures"]![0]!.ReplaceWith(
                    JsonNode.Parse("""{"metric":"goals.set","value":2,"suppressed":false}""")
                ),
            "sites[0].figures"
        ),
        ["a null figure"] = (i => i["figures"]!.AsArray().Add(null), "figures"),
        ["a null site"] = (i => i["sites"]!.AsArray().Add(null), "sites"),
        ["a site twice"] = (i => i["sites"]!.AsArray().Add(i["sites"]![0]!.DeepClone()), "sites"),
        ["thousands of sites"] = (
            i =>
            {
                for (var n = 0; n < 2_000; n++)
                    i["sites"]!.AsArray().Add(JsonNode.Parse($$"""{"code":"S{{n}}","name":"x","figures":[]}"""));
            },
            "sites"
        ),
        ["a long name"] = (i => i["name"] = new string('x', 10_000), "name"),
        ["a name of two lines"] = (i => i["name"] = "a\nb", "name"),
        ["a name that turns direction"] = (i => i["name"] = "a\u202eb", "name"),
        ["no quarter"] = (i => i["period"] = "yesterday", "period"),
        ["a period that has not ended"] = (i => i["period"] = "2026-Q2", "has not ended"),
        ["a version below 1"] = (i => i["version"] = 0, "version"),
        ["another installation"] = (i => i["installation"] = "france", "another name"),
        ["figures changed at the same version"] = (i => Figure(i)["value"] = 21, "without a new version"),
    };

    /// <summary>Other answers by name, with a part of the reason.</summary>
    private static readonly Dictionary<string, (RequestDelegate Answer, string Reason)> InvalidAnswers = new()
    {
        ["an error"] = (Status(500), "status 500"),
        ["a redirect"] = (Redirect("/token"), "status 302"),
        ["an unasked 304"] = (Status(304), "status 304"),
        ["nothing"] = (_ => Task.CompletedTask, NotAsDescribed),
        ["no JSON"] = (c => c.Response.WriteAsync("<html>"), NotAsDescribed),
        ["null"] = (c => c.Response.WriteAsync("null"), "null"),
        ["a list"] = (c => c.Response.WriteAsync("[]"), NotAsDescribed),
        ["a null item"] = (c => c.Response.WriteAsync("""{"items":[null],"next":null}"""), "null"),
        ["a null item among others"] = (
            c =>
                c.Response.WriteAsync(
                    new JsonObject
                    {
                        ["items"] = new JsonArray(PartnerServer.Item(), null),
                        ["next"] = null,
                    }.ToJsonString()
                ),
            "null"
        ),
        ["a deep answer"] = (c => c.Response.WriteAsync(new string('[', 100_000)), NotAsDescribed),
        ["a huge answer"] = (SendHugeAnswer, "larger than"),
        ["a broken connection"] = (
            async c =>
            {
                c.Response.ContentLength = 1_000;
                await c.Response.WriteAsync("""{"items":[""");
                await c.Response.Body.FlushAsync();
                c.Abort();
            },
            "cannot be reached"
        ),
        ["endless pages"] = (c => c.Response.WriteAsync("""{"items":[],"next":"AAAAAAAAAAAAAAAAAAAAAA"}"""), "pages"),
        ["a long cursor"] = (
            c => c.Response.WriteAsync($$"""{"items":[],"next":"{{new string('x', 5_000)}}"}"""),
            "too long"
        ),
        ["pages of two lists"] = (
            c =>
            {
                c.Response.Headers.ETag = c.Request.Query.ContainsKey("cursor") ? "\"2\"" : "\"1\"";
                return c.Response.WriteAsync("""{"items":[],"next":"AAAAAAAAAAAAAAAAAAAAAA"}""");
            },
            "changed while it was read"
        ),
        ["an item twice"] = (
            c =>
                c.Response.WriteAsync(
                    new JsonObject
                    {
                        ["items"] = new JsonArray(PartnerServer.Item(), PartnerServer.Item()),
                        ["next"] = null,
                    }.ToJsonString()
                ),
            "twice"
        ),
        ["thousands of programs"] = (
            c =>
                c.Response.WriteAsync(
                    new JsonObject
                    {
                        ["items"] = new JsonArray([
                            .. Enumerable.Range(0, 5_000).Select(_ => PartnerServer.Item(program: Guid.NewGuid())),
                        ]),
                        ["next"] = null,
                    }.ToJsonString()
                ),
            "more than"
        ),
    };

    private static readonly Dictionary<string, (RequestDelegate Answer, string Reason)> InvalidTokens = new()
    {
        ["a refusal"] = (Status(401), "token endpoint answered with status 401"),
        ["a redirect"] = (Redirect("/elsewhere"), "status 302"),
        ["no token"] = (c => c.Response.WriteAsync("{}"), "no access token"),
        ["no JSON"] = (c => c.Response.WriteAsync("token"), "no access token"),
        ["a header within the token"] = (
            c => c.Response.WriteAsync("""{"access_token":"a\r\nX-Other: b"}"""),
            "no access token"
        ),
    };

    public static TheoryData<string> ItemNames => [.. InvalidItems.Keys];

    public static TheoryData<string> AnswerNames => [.. InvalidAnswers.Keys];

    public static TheoryData<string> TokenNames => [.. InvalidTokens.Keys];

    [Theory, MemberData(nameof(ItemNames))]
    public Task A_list_with_an_invalid_item_is_refused_whole(string name)
    {
        var (change, reason) = InvalidItems[name];
        var item = PartnerServer.Item();
        change(item);
        fixture.Partner.AnswerWith(PartnerServer.Item(program: Guid.NewGuid()), item);
        return ShouldBeRefused(reason);
    }

    [Theory, MemberData(nameof(AnswerNames))]
    public Task An_invalid_answer_is_refused(string name)
    {
        (fixture.Partner.Answer, var reason) = InvalidAnswers[name];
        return ShouldBeRefused(reason);
    }

    [Theory, MemberData(nameof(TokenNames))]
    public async Task Without_a_token_nothing_is_read(string name)
    {
        var give = fixture.Partner.AnswerToken;
        try
        {
            (fixture.Partner.AnswerToken, var reason) = InvalidTokens[name];
            await ShouldBeRefused(reason);
        }
        finally
        {
            fixture.Partner.AnswerToken = give;
        }
    }

    [Fact]
    public async Task A_partner_that_sends_its_answer_byte_by_byte_is_not_waited_for()
    {
        fixture.Partner.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ");
                await context.Response.Body.FlushAsync();
                await Task.Yield();
            }
        };
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(200) };
        var client = new PartnerClient(http, Options.Create(new JsonOptions()), TimeProvider.System);
        var partner = new PartnerSettings
        {
            Address = fixture.Partner.Address,
            TokenEndpoint = new(fixture.Partner.Address, "token"),
            ClientId = "headquarters",
            ClientSecret = PartnerServer.ClientSecret,
        };
        (
            await Should.ThrowAsync<PartnerException>(() => client.Read("germany", partner, null, default))
        ).Message.ShouldContain("did not answer within 0.2 seconds");
    }

    /// <summary>The reason is recorded, nothing is stored, and what was read before stays.</summary>
    private async Task ShouldBeRefused(string reason)
    {
        var headquarters = fixture.Headquarters;
        var (shown, events) = (await Shown(), await headquarters.CountEvents());
        shown.ShouldContain("Career change");
        headquarters.Clock.Advance(TimeSpan.FromSeconds(1));
        await headquarters.Pull();

        var status = (await MeasuredProgram.Read(headquarters.Sponsor, "/partners"))
            .GetProperty("items")
            .EnumerateArray()
            .ShouldHaveSingleItem();
        status.GetProperty("lastFailure").GetDateTimeOffset().ShouldBe(headquarters.Clock.GetUtcNow());
        status.GetProperty("reason").GetString()!.ShouldContain(reason);
        status.GetProperty("reason").GetString()!.Length.ShouldBeLessThan(300);
        status.GetProperty("reason").GetString()!.ShouldNotContain(PartnerServer.ClientSecret);
        status.GetProperty("lastSuccess").GetDateTimeOffset().ShouldBe(InstallationHost.Now);
        (await headquarters.CountEvents()).ShouldBe(events);
        (await Shown()).ShouldBe(shown);

        async Task<string> Shown() =>
            (await MeasuredProgram.Read(headquarters.Sponsor, "/dashboard/installations")).GetRawText();
    }

    private static JsonObject Figure(JsonObject item) => item["figures"]![0]!.AsObject();

    private static RequestDelegate Status(int status) =>
        context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    private static RequestDelegate Redirect(string location) =>
        context =>
        {
            context.Response.Redirect(location);
            return Task.CompletedTask;
        };

    private static async Task SendHugeAnswer(HttpContext context)
    {
        var blanks = new string(' ', 1 << 20);
        for (var sent = 0; sent <= PartnerClient.MaxAnswerBytes; sent += blanks.Length)
            await context.Response.WriteAsync(blanks);
    }
}
