using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>People connect by themselves, without a program.</summary>
[Collection(MatchingCollection.Name)]
public class ConnectionTests(MatchingHost matching)
{
    private const int Races = 10;

    private sealed record Employee(Guid Id, HttpClient Client);

    [Fact]
    public async Task A_person_opens_up_is_found_is_asked_and_accepts()
    {
        var site = $"S{Guid.NewGuid():N}"[..8];
        var (ada, bo) = (await Employed(site: site), await Employed(site: site, skill: "sql"));
        (await Open(ada, site)).ShouldBeEmpty();
        await OpenUp(bo, note: "Moving abroad", maxMinutes: 90);

        var shown = (await Items(ada.Client, $"/connections/directory?site={site}")).ShouldHaveSingleItem();
        shown.GetProperty("id").GetGuid().ShouldBe(bo.Id);
        shown.GetProperty("note").GetString().ShouldBe("Moving abroad");
        shown.GetProperty("maxMinutesPerMonth").GetInt32().ShouldBe(90);
        shown.GetProperty("skillsOffered").EnumerateArray().Select(s => s.GetString()).ShouldBe(["sql"]);
        shown.GetProperty("interests").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Open(ada, site, "&offers=SQL")).ShouldBe([bo.Id]);
        (await Open(ada, site, "&wants=sql")).ShouldBe([bo.Id]);
        (await Open(ada, site, "&offers=cobol")).ShouldBeEmpty();
        (await Open(ada, site, "&interest=chess")).ShouldBeEmpty();
        (await Open(bo, site)).ShouldBeEmpty();

        await Problem(await Ask(ada, bo, minutes: 91), HttpStatusCode.UnprocessableEntity);
        var request = await Created(await Ask(ada, bo, minutes: 60, message: "May I ask you about it?"));
        (await Problem(await Ask(bo, ada), HttpStatusCode.Conflict)).ShouldBe("not-open");
        (await Problem(await Ask(ada, bo), HttpStatusCode.Conflict)).ShouldBe("already-exists");
        (await Open(ada, site)).ShouldBeEmpty();
        foreach (var person in (Employee[])[ada, bo])
        {
            var seen = (await Items(person.Client, "/connections/requests")).ShouldHaveSingleItem();
            seen.GetProperty("message").GetString().ShouldBe("May I ask you about it?");
            seen.GetProperty("state").GetString().ShouldBe("requested");
        }

        await Problem(await Act(ada, request, "accept"), HttpStatusCode.Forbidden);
        await Problem(await Act(await Employed(), request, "accept"), HttpStatusCode.NotFound);
        await Done(await Act(bo, request, "accept"));
        await Done(await Act(bo, request, "accept"));
        (await States(ada)).ShouldBe(["accepted"]);
        (await Problem(await Act(ada, request, "withdraw"), HttpStatusCode.Conflict)).ShouldBe("request-closed");
        (await Problem(await Ask(ada, bo), HttpStatusCode.Conflict)).ShouldBe("already-exists");

        await matching.Deliver(new ConnectionClosed(request, 3, [], "completed", DateTimeOffset.UtcNow));
        (await States(bo)).ShouldBe(["ended"]);
        await Created(await Ask(ada, bo));
    }

    [Fact]
    public async Task A_request_is_declined_or_withdrawn_and_people_ask_again()
    {
        var (ada, bo) = (await Employed(), await Employed());
        await OpenUp(bo);
        await Done(await Act(bo, await Created(await Ask(ada, bo)), "decline"));
        await Done(await Act(ada, await Created(await Ask(ada, bo)), "withdraw"));
        (await States(bo)).ShouldBe(["withdrawn", "declined"]);
    }

    [Fact]
    public async Task A_person_who_is_blocked_reads_the_same_as_of_one_who_is_not_open()
    {
        var site = $"S{Guid.NewGuid():N}"[..8];
        var (ada, bo, cy) = (await Employed(site: site), await Employed(site: site), await Employed(site: site));
        await OpenUp(bo);
        await Created(await Ask(ada, bo));
        await Done(await bo.Client.PostAsJsonAsync("/connections/blocks", new { person = ada.Id }));
        (await States(ada)).ShouldBe(["declined"]);

        var blocked = await Text(await Ask(ada, bo));
        blocked.ShouldBe(await Text(await Ask(ada, cy)));
        blocked.ShouldBe(await Text(await ada.Client.PostAsJsonAsync("/connections/requests", Body(Guid.NewGuid()))));
        (await Open(ada, site)).ShouldBeEmpty();
        (await Open(cy, site)).ShouldBe([bo.Id]);
        (await bo.Client.GetFromJsonAsync<JsonElement>("/connections/preferences"))
            .GetProperty("blocked")
            .EnumerateArray()
            .Select(person => person.GetGuid())
            .ShouldBe([ada.Id]);

        await Done(await bo.Client.DeleteAsync($"/connections/blocks/{ada.Id}"));
        (await Open(ada, site)).ShouldBe([bo.Id]);
        await Created(await Ask(ada, bo));

        async Task<string> Text(HttpResponseMessage answer)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            return $"{problem.GetProperty("type")} {problem.GetProperty("title")} {problem.GetProperty("detail")}";
        }
    }

    [Fact]
    public async Task Two_of_one_reporting_line_do_not_connect_and_a_new_line_ends_what_runs()
    {
        var manager = await Employed();
        var (report, bo) = (await Employed(manager: manager.Id), await Employed());
        await OpenUp(manager);
        await OpenUp(report);
        await OpenUp(bo);
        (await Problem(await Ask(report, manager), HttpStatusCode.Forbidden)).ShouldBe("reporting-line");
        (await Problem(await Ask(manager, report), HttpStatusCode.Forbidden)).ShouldBe("reporting-line");

        var running = await Created(await Ask(bo, report));
        await Done(await Act(report, running, "accept"));
        var open = await Created(await Ask(bo, manager));
        await matching.Deliver(Person(report.Id, manager: bo.Id, version: 2));
        await matching.Deliver(Person(manager.Id, manager: bo.Id, version: 2));

        await Eventually.Passes(async () =>
        {
            (await matching.TypesOf(running)).Last().ShouldBe("connection_invalidated");
            (await matching.TypesOf(open)).Last().ShouldBe("connection_request_ended");
        });
    }

    [Fact]
    public async Task A_request_of_a_person_who_leaves_ends()
    {
        var (ada, bo) = (await Employed(), await Employed());
        await OpenUp(bo);
        await Created(await Ask(ada, bo));
        await matching.Deliver(Person(bo.Id, version: 2, active: false));
        await Eventually.Passes(async () => (await States(ada)).ShouldBe(["notPossible"]));
    }

    [Fact]
    public async Task Open_requests_at_the_same_instant_never_exceed_their_limit()
    {
        var ada = await Employed();
        var others = new List<Employee>();
        for (var n = 0; n < ConnectionProfile.MaxOpenRequests + 2; n++)
        {
            others.Add(await Employed());
            await OpenUp(others[^1]);
        }

        var answers = await Task.WhenAll(others.Select(other => Ask(ada, other)));

        answers.Count(a => a.StatusCode is HttpStatusCode.Created).ShouldBe(ConnectionProfile.MaxOpenRequests);
        foreach (var refused in answers.Where(a => a.StatusCode is not HttpStatusCode.Created))
            (await Problem(refused, HttpStatusCode.Conflict)).ShouldBe("request-limit");
    }

    [Fact]
    public async Task Acceptances_at_the_same_instant_never_exceed_the_hours_of_a_person()
    {
        for (var race = 0; race < Races; race++)
        {
            var ada = await Employed(hours: 1);
            Employee[] others = [await Employed(), await Employed()];
            var requests = new List<Guid>();
            foreach (var other in others)
            {
                await OpenUp(other);
                requests.Add(await Created(await Ask(ada, other, minutes: 40)));
            }

            var answers = await Task.WhenAll(others.Zip(requests, (other, request) => Act(other, request, "accept")));

            var winner = Array.FindIndex(answers, a => a.StatusCode is HttpStatusCode.NoContent);
            (await Problem(answers[1 - winner], HttpStatusCode.Conflict)).ShouldBe("other-hours-used");
            await matching.Deliver(new ConnectionClosed(requests[winner], 3, [], "completed", DateTimeOffset.UtcNow));
            await Done(await Act(others[1 - winner], requests[1 - winner], "accept"));
        }
    }

    [Fact]
    public async Task A_connection_takes_hours_of_a_mentor_so_that_a_run_proposes_nothing_beyond()
    {
        var program = await matching.NewProgram();
        var (mentor, mentee) = (await matching.Join(program, "mentor", 1), await matching.Join(program, "mentee"));
        await matching.Deliver(
            Person(mentor.Person, version: 2, description: Description() with { HoursPerMonth = 1 })
        );
        var coordinator = matching.Coordinator();
        var before = await matching.Draft(coordinator, program);
        var mentors = new Employee(mentor.Person, matching.As(mentor.Person));
        var ada = await Employed();
        await OpenUp(mentors);
        var request = await Created(await Ask(ada, mentors, minutes: 60));
        await Done(await Act(mentors, request, "accept"));

        await matching.Publish(coordinator, before);
        (await Items(coordinator, $"/runs/{before}/proposals"))
            .ShouldHaveSingleItem()
            .GetProperty("state")
            .GetString()
            .ShouldBe("mentorHoursUsed");
        var after = await matching.Draft(coordinator, program);
        (await Items(coordinator, $"/runs/{after}/proposals")).ShouldBeEmpty();
        await matching.Deliver(new ConnectionClosed(request, 3, [], "completed", DateTimeOffset.UtcNow));
        (await Items(coordinator, $"/runs/{await matching.Draft(coordinator, program)}/proposals"))
            .ShouldHaveSingleItem()
            .GetProperty("mentee")
            .GetGuid()
            .ShouldBe(mentee.Person);
    }

    [Fact]
    public async Task Requests_and_messages_are_exported_and_die_with_the_person()
    {
        var (ada, bo) = (await Employed(), await Employed());
        await OpenUp(bo, note: "Secret garden");
        await Created(await Ask(ada, bo, message: "Hidden hill"));
        await Done(await bo.Client.PostAsJsonAsync("/connections/blocks", new { person = ada.Id }));

        (await Export(bo)).ShouldContain("Secret garden");
        (await Export(bo)).ShouldContain("Hidden hill");
        (await Export(ada)).ShouldContain("Hidden hill");
        (await Export(ada)).ShouldNotContain("Secret garden");
        (await Export(ada)).ShouldNotContain("blocked", Case.Insensitive);

        await matching.Deliver(new PersonErased(ada.Id, 9, DateTimeOffset.UtcNow));
        (await Items(bo.Client, "/connections/requests"))
            .ShouldHaveSingleItem()
            .GetProperty("message")
            .ValueKind.ShouldBe(JsonValueKind.Null);

        async Task<string> Export(Employee person) =>
            await person.Client.GetStringAsync($"/people/{person.Id}/personal-data");
    }

    [Fact]
    public async Task Pages_of_the_directory_go_on_where_the_last_one_ended()
    {
        var site = $"S{Guid.NewGuid():N}"[..8];
        var reader = await Employed(site: site);
        var open = new List<Guid>();
        for (var n = 0; n < 3; n++)
        {
            var person = await Employed(site: site, skill: n == 1 ? "sql" : "python");
            await OpenUp(person);
            open.Add(person.Id);
        }

        var first = await Page("");
        first.Ids.ShouldBe(open.Order().Take(2));
        var last = await Page($"&cursor={first.Next}");
        last.Ids.ShouldBe([open.Order().Last()]);
        last.Next.ShouldBeNull();

        async Task<(Guid[] Ids, string? Next)> Page(string more)
        {
            var page = await reader.Client.GetFromJsonAsync<JsonElement>(
                $"/connections/directory?site={site}&limit=2{more}"
            );
            return (
                [.. page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("id").GetGuid())],
                page.GetProperty("next").GetString()
            );
        }
    }

    private async Task<Employee> Employed(
        string site = "BER",
        string skill = "python",
        Guid? manager = null,
        int? hours = null
    )
    {
        var id = Guid.CreateVersion7();
        await matching.Deliver(
            Person(id, site, manager: manager, description: Description(skill) with { HoursPerMonth = hours })
        );
        return new(id, matching.As(id));
    }

    private static async Task OpenUp(Employee person, string? note = null, int? maxMinutes = null) =>
        await Done(
            await person.Client.PutAsJsonAsync(
                "/connections/preferences",
                new
                {
                    open = true,
                    note,
                    maxMinutesPerMonth = maxMinutes,
                    showsSkills = true,
                }
            )
        );

    private static object Body(Guid person, int minutes = 30, string? message = null) =>
        new
        {
            person,
            minutesPerMonth = minutes,
            message,
        };

    private static Task<HttpResponseMessage> Ask(
        Employee from,
        Employee to,
        int minutes = 30,
        string? message = null
    ) => from.Client.PostAsJsonAsync("/connections/requests", Body(to.Id, minutes, message));

    private static Task<HttpResponseMessage> Act(Employee person, Guid request, string action) =>
        person.Client.PostAsync($"/connections/requests/{request}/{action}", null);

    private static async Task<Guid[]> Open(Employee reader, string site, string filter = "") =>
        [
            .. (await Items(reader.Client, $"/connections/directory?site={site}{filter}")).Select(p =>
                p.GetProperty("id").GetGuid()
            ),
        ];

    private static async Task<string?[]> States(Employee person) =>
        [.. (await Items(person.Client, "/connections/requests")).Select(c => c.GetProperty("state").GetString())];
}
