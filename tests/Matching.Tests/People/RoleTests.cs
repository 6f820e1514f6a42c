using System.Net;
using System.Net.Http.Json;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Tests.People;

/// <summary>People with roles that enrollment published: their tokens claim none.</summary>
public sealed class RoleTests(MatchingHost matching) : IClassFixture<MatchingHost>
{
    private static readonly DateTimeOffset Since = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_coordinator_of_one_program_runs_it_and_no_other()
    {
        var (program, other) = (await matching.NewProgram(), await matching.NewProgram());
        foreach (var each in new[] { program, other })
        {
            await matching.Join(each, "mentor", capacity: 1);
            await matching.Join(each, "mentee");
        }

        var client = await Holder(Assigned(Roles.Coordinator, ["BER"], program));
        await matching.Draft(client, program);
        (
            await MatchingHost.Problem(
                await client.PostAsJsonAsync("/runs", new { program = other }),
                HttpStatusCode.Forbidden
            )
        ).ShouldBe("not-allowed");
        (await client.GetAsync($"/programs/{other}/pool")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await MatchingHost.Items(client, $"/programs/{program}/pool")).Length.ShouldBe(2);

        await matching.Draft(matching.Coordinator(), other);
        (await MatchingHost.Items(client, "/runs"))
            .Select(run => run.GetProperty("program").GetGuid())
            .ShouldBe([program]);
    }

    [Fact]
    public async Task A_local_coordinator_of_a_program_sees_the_matches_of_the_own_site_there()
    {
        var program = await matching.NewProgram("BER", "CHI");
        await matching.Join(program, "mentor", capacity: 2);
        var own = await matching.Join(program, "mentee");
        await matching.Join(program, "mentee", site: "CHI");
        var everywhere = matching.Coordinator();
        await matching.Publish(everywhere, await matching.Draft(everywhere, program));
        (await MatchingHost.Items(everywhere, $"/matches?program={program}")).Length.ShouldBe(2);

        var client = await Holder(Assigned(Roles.Coordinator, ["BER"], program));
        (await MatchingHost.Items(client, "/matches")).Select(match => match.PersonAs("mentee")).ShouldBe([own.Person]);
        (await client.PostAsJsonAsync("/runs", new { program })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_coordinator_of_a_department_sees_the_people_of_that_department_alone()
    {
        var program = await matching.NewProgram();
        await matching.Join(program, "mentor", capacity: 2);
        var (own, other) = (await matching.Join(program, "mentee"), await matching.Join(program, "mentee"));
        var unmatched = await matching.Join(program, "mentee");
        foreach (var person in new[] { own.Person, unmatched.Person })
            await Move(person, "Legal", version: 2);
        var everywhere = matching.Coordinator();
        var run = await matching.Draft(everywhere, program);

        var client = await Holder(Assigned(Roles.Coordinator, ["BER"], program) with { Departments = ["Legal"] });
        (await People(client, $"/programs/{program}/pool", "person")).ShouldBe(
            [own.Person, unmatched.Person],
            ignoreOrder: true
        );
        var shown = await People(client, $"/runs/{run}/proposals", "mentee");
        shown
            .Concat(await People(client, $"/runs/{run}/unmatched", "mentee"))
            .ShouldBe([own.Person, unmatched.Person], ignoreOrder: true);
        (await People(client, "/runs", "program")).ShouldBe([program]);

        await matching.Publish(everywhere, run);
        (await Mentees(client)).ShouldBe(shown, ignoreOrder: true);
        foreach (var match in await MatchingHost.Items(everywhere, $"/matches?program={program}"))
            (await client.GetAsync($"/matches/{match.GetProperty("id").GetGuid()}")).StatusCode.ShouldBe(
                match.PersonAs("mentee") == other.Person ? HttpStatusCode.Forbidden : HttpStatusCode.OK
            );

        foreach (var person in new[] { own.Person, unmatched.Person })
            await Move(person, "Sales", version: 3);
        (await People(client, $"/programs/{program}/pool", "person")).ShouldBeEmpty();
        (await People(client, $"/runs/{run}/proposals", "mentee")).ShouldBeEmpty();
        (await Mentees(client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_about_whole_sites_takes_a_role_without_departments()
    {
        var program = await matching.NewProgram();
        await matching.Join(program, "mentor", capacity: 1);
        await matching.Join(program, "mentee");
        var run = await matching.Draft(matching.Coordinator(), program);
        string[] roles = [Roles.Coordinator, Roles.Sponsor, Roles.CommitteeMember];
        var client = await Holder([.. roles.Select(role => Assigned(role, ["*"]) with { Departments = ["Sales"] })]);
        foreach (
            var request in new[]
            {
                client.GetAsync($"/runs/{run}"),
                client.GetAsync($"/runs/{run}/figures"),
                client.GetAsync($"/runs/{run}/variants/1"),
                client.GetAsync($"/runs/{run}/variants/1/certificate"),
                client.GetAsync($"/runs/{run}/variants/1/compare/1"),
                client.PostAsync($"/runs/{run}/certificate/verify", null),
                client.PostAsync($"/runs/{run}/review", null),
                client.PostAsync($"/runs/{run}/publish", null),
                client.PostAsJsonAsync("/runs", new { program }),
            }
        )
        {
            var answer = await request;
            var text = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, text);
            text.ShouldContain("ask for a role without departments");
        }
    }

    [Fact]
    public async Task Roles_add_up_without_lending_their_scope_to_one_another()
    {
        var program = await matching.NewProgram("BER", "CHI");
        await matching.Join(program, "mentor", capacity: 1, site: "CHI");
        await matching.Join(program, "mentee", site: "CHI");
        var run = await matching.Draft(matching.Coordinator(), program);

        var client = await Holder(
            Assigned(Roles.CommitteeMember, ["*"]),
            Assigned(Roles.Coordinator, ["BER"], program)
        );
        (await client.PostAsync($"/runs/{run}/certificate/verify", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await MatchingHost.Items(client, $"/runs/{run}/proposals")).ShouldBeEmpty();
        (await MatchingHost.Items(matching.Coordinator("CHI"), $"/runs/{run}/proposals")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_older_message_about_roles_is_ignored()
    {
        var person = Guid.CreateVersion7();
        await matching.Deliver(Recorded(person, 3));
        await matching.Deliver(Recorded(person, 2, Assigned(Roles.Coordinator, ["*"])));
        await matching.Deliver(MatchingHost.Person(person));
        (await matching.As(person).GetAsync("/runs")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<HttpClient> Holder(params RoleRecorded[] roles)
    {
        var person = Guid.CreateVersion7();
        await matching.Deliver(MatchingHost.Person(person));
        await matching.Deliver(Recorded(person, 1, roles));
        return matching.As(person);
    }

    private Task Move(Guid person, string department, long version) =>
        matching.Deliver(MatchingHost.Person(person, version: version) with { Department = department });

    private static async Task<Guid[]> People(HttpClient client, string list, string field) =>
        [.. (await MatchingHost.Items(client, list)).Select(item => item.GetProperty(field).GetGuid())];

    private static async Task<Guid[]> Mentees(HttpClient client) =>
        [.. (await MatchingHost.Items(client, "/matches")).Select(match => match.PersonAs("mentee"))];

    private static RoleRecorded Assigned(string role, string[] sites, params Guid[] programs) =>
        new(Guid.CreateVersion7(), role, sites, programs, [], Since, null);

    private static RolesRecorded Recorded(Guid person, long version, params RoleRecorded[] roles) =>
        new(person, version, roles, Since);
}
