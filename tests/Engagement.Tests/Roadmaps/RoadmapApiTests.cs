using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.Testing;

namespace PeerNetwork.Engagement.Tests.Roadmaps;

/// <summary>The roadmap of a program in its mentorships, over HTTP and the real store.</summary>
public sealed class RoadmapApiTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    [Fact]
    public async Task A_mentorship_keeps_the_roadmap_that_was_in_force_when_it_started()
    {
        var (pair, program) = await Begin("flexible");
        await engagement.DeliverAtOnce([Published(program, 2, "structured", "Another one")]);
        var (later, _) = await Begin("structured", program);

        var roadmap = await Roadmap(pair);
        roadmap["mode"]!.GetValue<string>().ShouldBe("flexible");
        Titles(roadmap).ShouldBe(["Where I stand", "A plan"]);
        Titles(await Roadmap(later)).ShouldBe(["Another one"]);
    }

    [Fact]
    public async Task A_mentorship_that_started_before_its_program_was_known_gets_the_roadmap()
    {
        var program = Guid.CreateVersion7();
        var pair = await engagement.Pair(program: program);
        await engagement.DeliverAtOnce([Published(program, 3, "flexible", "Where I stand")]);
        await Eventually.Passes(async () => Titles(await Roadmap(pair)).ShouldBe(["Where I stand"]));
    }

    [Fact]
    public async Task A_program_that_gets_a_roadmap_later_leaves_its_mentorships_as_they_are()
    {
        var program = Guid.CreateVersion7();
        await engagement.DeliverAtOnce([Published(program, 1, "flexible")]);
        var pair = await engagement.Pair(program: program);
        await engagement.DeliverAtOnce([Published(program, 2, "flexible", "Too late")]);
        var (other, _) = await Begin("flexible", program);
        Titles(await Roadmap(other)).ShouldBe(["Too late"]);
        (await pair.Page(pair.MenteeClient))["roadmap"].ShouldBeNull();
    }

    [Fact]
    public async Task A_step_is_planned_held_and_assessed()
    {
        var (pair, _) = await Begin("structured");
        var steps = Ids(await Roadmap(pair));
        await pair
            .MenteeClient.Send($"{pair.Path}/sessions", Session("2026-10-16T09:00", steps[1]))
            .ShouldBe(HttpStatusCode.Conflict, "step-order");
        var session = (await pair.Post("/sessions", Session("2026-10-16T09:00", steps[0])))!["ids"]![0]!;
        (await Roadmap(pair))["steps"]![0]!["status"]!.GetValue<string>().ShouldBe("planned");
        var planned = (await pair.Page(pair.MenteeClient))["sessions"]![0]!;
        planned["topic"]!.GetValue<string>().ShouldBe("Where I stand");
        planned["agenda"]!.AsArray().Select(point => $"{point}").ShouldBe(["Goals", "How we meet"]);
        planned["step"]!.GetValue<Guid>().ShouldBe(steps[0]);
        var invitation = await pair.MenteeClient.GetStringAsync($"{pair.Path}/sessions/{session}/invitation.ics");
        invitation.ShouldContain("SUMMARY:Mentoring: Where I stand");
        invitation.ShouldContain("DESCRIPTION:- Goals\\n- How we meet");

        await pair.Post($"/sessions/{session}/attendance", new { missedBy = Array.Empty<Guid>() });
        await pair.Post($"/roadmap/steps/{steps[0]}/assessment", new { score = 4, comment = "Nearly" });

        var roadmap = (await pair.Page(pair.MentorClient))["roadmap"]!;
        (roadmap["held"]!.GetValue<int>(), roadmap["total"]!.GetValue<int>()).ShouldBe((1, 2));
        roadmap["steps"]![0]!["status"]!.GetValue<string>().ShouldBe("held");
        roadmap["steps"]![0]!["answers"]![0]!["comment"]!.GetValue<string>().ShouldBe("Nearly");
        await Eventually.Passes(async () =>
        {
            var line = (await pair.MentorClient.Get("/me/mentorships"))["items"]![0]!;
            (line["stepsHeld"]!.GetValue<int>(), line["roadmapSteps"]!.GetValue<int>()).ShouldBe((1, 2));
        });
    }

    [Fact]
    public async Task Members_of_a_flexible_program_change_their_copy_at_the_version_that_they_read()
    {
        var (pair, _) = await Begin("flexible");
        var steps = Ids(await Roadmap(pair));
        var seen = (await pair.MenteeClient.GetAsync(pair.Path)).Headers.ETag!;
        object[] changed =
        [
            new
            {
                id = steps[1],
                title = "My own plan",
                week = 2,
                agenda = new[] { "Steps with dates", "Whom to ask" },
            },
            new { title = "A visit", week = 5 },
        ];
        await Put(changed).ShouldBe(HttpStatusCode.NoContent);
        await Put(changed).ShouldBe(HttpStatusCode.PreconditionFailed);

        Titles((await pair.Page(pair.MentorClient))["roadmap"]!).ShouldBe(["My own plan", "A visit"]);
        await Eventually.Passes(async () =>
            (await pair.MentorClient.Get("/me/mentorships"))["items"]![0]!["roadmapSteps"]!.GetValue<int>().ShouldBe(2)
        );

        Task<HttpResponseMessage> Put(object[] content)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, $"{pair.Path}/roadmap")
            {
                Content = JsonContent.Create(new { steps = content }),
            };
            request.Headers.IfMatch.Add(seen);
            return pair.MenteeClient.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_coordinator_of_the_site_leaves_a_step_of_a_structured_program_out()
    {
        var (pair, _) = await Begin("structured");
        var step = Ids(await Roadmap(pair))[0];
        var skip = $"{pair.Path}/roadmap/steps/{step}/skip";
        await pair.MenteeClient.Send(skip).ShouldBe(HttpStatusCode.Conflict, "roadmap-structured");
        await engagement
            .As(Guid.CreateVersion7(), ["coordinator"], ["SIN"])
            .Send(skip)
            .ShouldBe(HttpStatusCode.Forbidden);
        var coordinator = engagement.As(Guid.CreateVersion7(), ["coordinator"], ["CHI"]);
        await coordinator.Send(skip).ShouldBe(HttpStatusCode.NoContent);

        var progress = (await coordinator.Get($"{pair.Path}/coordinator-view"))["roadmap"]!;
        (progress["held"]!.GetValue<int>(), progress["total"]!.GetValue<int>()).ShouldBe((0, 1));
        progress["steps"]![0]!["status"]!.GetValue<string>().ShouldBe("skipped");
    }

    [Fact]
    public async Task What_a_member_wrote_dies_with_the_erasure_of_the_member()
    {
        var (pair, _) = await Begin("flexible");
        var steps = Ids(await Roadmap(pair));
        var session = (await pair.Post("/sessions", Session("2026-10-16T09:00", steps[0])))!["ids"]![0]!;
        await pair.Post($"/sessions/{session}/attendance", new { missedBy = Array.Empty<Guid>() });
        await pair.Post($"/roadmap/steps/{steps[0]}/assessment", new { score = 4, comment = "A private thought" });
        var kept = (await Roadmap(pair))["steps"]![0]!;
        var mine = new
        {
            id = (Guid?)steps[0],
            title = $"{kept["title"]}",
            week = 1,
            agenda = new[] { "Goals", "How we meet" },
        };
        var added = new
        {
            id = (Guid?)null,
            title = "A step of my own",
            week = 2,
            agenda = Array.Empty<string>(),
        };
        await pair
            .MenteeClient.PutAsJsonAsync($"{pair.Path}/roadmap", new { steps = new[] { mine, added } })
            .ShouldBe(HttpStatusCode.NoContent);
        var export = await pair.MenteeClient.GetStringAsync($"/people/{pair.Mentee}/personal-data");
        export.ShouldContain("A private thought");
        export.ShouldContain("A step of my own");

        await engagement.DeliverAtOnce([new PersonErased(pair.Mentee, 3, TestData.Now)]);

        var page = (await pair.Page(pair.MentorClient)).ToJsonString();
        page.ShouldNotContain("A private thought");
        page.ShouldNotContain("A step of my own");
        page.ShouldContain("Where I stand");
    }

    private async Task<(TestPair Pair, Guid Program)> Begin(string mode, Guid? existing = null)
    {
        var program = existing ?? Guid.CreateVersion7();
        if (existing is null)
            await engagement.DeliverAtOnce([Published(program, 1, mode, "Where I stand", "A plan")]);
        var pair = await engagement.Pair(program: program);
        await Eventually.Passes(async () => (await pair.Page(pair.MenteeClient))["roadmap"].ShouldNotBeNull());
        return (pair, program);
    }

    private static ProgramPublished Published(Guid program, long version, string mode, params string[] titles) =>
        new(
            program,
            version,
            "Career change",
            ["CHI"],
            new(2026, 1, 1),
            null,
            14,
            10,
            1,
            ["oneToOne"],
            null,
            TestData.Now,
            Roadmap: titles is []
                ? null
                : new(
                    mode,
                    [
                        .. titles.Select(
                            (title, i) => new RoadmapStepRecorded(title, i + 1, ["Goals", "How we meet"], "?")
                        ),
                    ]
                )
        );

    private static object Session(string start, Guid step) =>
        new
        {
            start,
            minutes = 60,
            step,
        };

    private static async Task<JsonNode> Roadmap(TestPair pair) => (await pair.Page(pair.MenteeClient))["roadmap"]!;

    private static IEnumerable<string> Titles(JsonNode roadmap) =>
        roadmap["steps"]!.AsArray().Select(step => step!["title"]!.GetValue<string>());

    private static Guid[] Ids(JsonNode roadmap) =>
        [.. roadmap["steps"]!.AsArray().Select(step => step!["id"]!.GetValue<Guid>())];
}
