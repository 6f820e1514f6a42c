using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Skills;

public class SkillMapApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await Declare("E2", offered: ["Negotiation"], wanted: []);
        await Declare("E3", offered: [], wanted: ["Negotiation", "Machine learning"]);
        await Declare("E4", offered: [], wanted: ["negotiation"]);
        await Declare("E6", offered: ["Machine learning"], wanted: ["Negotiation"]);
        // The index is as new as the last event that the daemon has seen.
        await Eventually.Passes(async () =>
            (await Map(enrollment.Coordinator("*"))).GetProperty("people").GetInt32().ShouldBe(4)
        );
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_coordinator_sees_what_is_wanted_and_offered_at_the_own_sites()
    {
        Lines(await Map(enrollment.Coordinator("*")))
            .ShouldBe(["Negotiation 3 1 [BER 2 1, CHI 1 0]", "Machine learning 1 1 [BER 1 0, CHI 0 1]"]);
        Lines(await Map(enrollment.Coordinator("CHI")))
            .ShouldBe(["Negotiation 1 0 [CHI 1 0]", "Machine learning 0 1 [CHI 0 1]"]);
    }

    [Fact]
    public async Task The_map_is_narrowed_by_words_and_by_site()
    {
        Lines(await Map(enrollment.Coordinator("*"), "?q=learn")).ShouldBe(["Machine learning 1 1 [BER 1 0, CHI 0 1]"]);
        Lines(await Map(enrollment.Coordinator("*"), "?q=earn")).ShouldBeEmpty("words are found by their beginnings");
        Lines(await Map(enrollment.Coordinator("*"), "?site=BER&by=department"))
            .ShouldBe(["Negotiation 2 1 [ 2 1]", "Machine learning 1 0 [ 1 0]"]);
        Lines(await Map(enrollment.Coordinator("*"), "?department=Sales")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?by=planet", HttpStatusCode.BadRequest)]
    [InlineData("?q=%2B", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/people", HttpStatusCode.BadRequest)]
    [InlineData("/people?skill=%20x", HttpStatusCode.UnprocessableEntity)]
    public async Task A_question_that_makes_no_sense_is_refused(string query, HttpStatusCode status)
    {
        using var answer = await enrollment.Coordinator("*").GetAsync("/skill-map" + query);
        await EnrollmentHost.Refused(answer, status);
    }

    [Fact]
    public async Task A_skill_in_any_script_is_looked_up()
    {
        const string text = "مرحبا שלום \u200f 👩‍👩‍👧 e\u0301";
        await Declare("E7", offered: [text], wanted: []);
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Items(enrollment.Coordinator("CHI"), $"/skill-map/people?skill={text}"))
                .ShouldHaveSingleItem()
                .GetProperty("source")
                .GetString()
                .ShouldBe("offered")
        );
    }

    [Fact]
    public async Task From_a_gap_to_the_person_who_can_close_it_and_the_invitation()
    {
        var (coordinator, program) = (enrollment.Coordinator("*"), await enrollment.Published());
        (await Holders(coordinator, program)).ShouldBe(["Bo Mentor offered 4 none"]);

        await EnrollmentHost.Done(await Invite(coordinator, program, "E2"));
        await EnrollmentHost.Done(await Invite(coordinator, program, "E2"));

        (await Holders(coordinator, program)).ShouldBe(["Bo Mentor offered 4 invited"]);
        var invitation = await enrollment.Invited("E2", program);
        invitation.GetProperty("skill").GetString().ShouldBe("Negotiation");
        await EnrollmentHost.Created(await enrollment.Apply("E2", program, "mentor"));
        (await Holders(coordinator, program)).ShouldBe(["Bo Mentor offered 4 applied"]);
        (await enrollment.Invitations("E2", program)).ShouldBeEmpty();
        (await EnrollmentHost.Refused(await Invite(coordinator, program, "E2"), HttpStatusCode.Conflict)).ShouldContain(
            "has applied as a mentor already"
        );
    }

    [Fact]
    public async Task A_person_who_declined_is_not_asked_again()
    {
        var (coordinator, program) = (enrollment.Coordinator("*"), await enrollment.Published());
        await EnrollmentHost.Done(await Invite(coordinator, program, "E6"));
        var invitation = await enrollment.Invited("E6", program);
        await EnrollmentHost.Done(
            await enrollment
                .Employee("E6")
                .PostAsync($"/mentor-invitations/{invitation.GetProperty("id")}/decline", null)
        );

        (await EnrollmentHost.Refused(await Invite(coordinator, program, "E6"), HttpStatusCode.Conflict)).ShouldContain(
            "is not asked again"
        );
    }

    [Fact]
    public async Task People_of_other_sites_and_programs_that_do_not_exist_are_not_there_to_invite()
    {
        var program = await enrollment.Published();
        await EnrollmentHost.Refused(
            await Invite(enrollment.Coordinator("BER"), program, "E6"),
            HttpStatusCode.NotFound
        );
        await EnrollmentHost.Refused(
            await Invite(enrollment.Coordinator("*"), Guid.CreateVersion7(), "E6"),
            HttpStatusCode.NotFound
        );
        await EnrollmentHost.Done(await Invite(enrollment.Coordinator("CHI"), program, "E6"));
    }

    [Fact]
    public async Task A_rule_that_HR_decides_keeps_a_person_from_being_invited()
    {
        var program = await enrollment.Published(new { eligibility = new { mentor = new { minJobLevel = 5 } } });

        (
            await EnrollmentHost.Refused(
                await Invite(enrollment.Coordinator("*"), program, "E6"),
                HttpStatusCode.Conflict
            )
        ).ShouldContain("minJobLevel");
    }

    private async Task Declare(string number, string[] offered, string[] wanted) =>
        await EnrollmentHost.Done(
            await enrollment
                .Employee(number)
                .PutAsJsonAsync(
                    $"/people/{enrollment.People[number]}/profile",
                    new
                    {
                        hoursPerMonth = 4,
                        skillsOffered = offered.Select(name => new { name, level = 4 }),
                        skillsWanted = wanted.Select(name => new { name, level = 3 }),
                    }
                )
        );

    private static Task<JsonElement> Map(HttpClient client, string query = "") =>
        EnrollmentHost.Get(client, "/skill-map" + query);

    private static IEnumerable<string> Lines(JsonElement map) =>
        map.GetProperty("items")
            .EnumerateArray()
            .Select(d => $"{d.GetProperty("skill")} {Counts(d)} [{string.Join(", ", Groups(d))}]");

    private static IEnumerable<string> Groups(JsonElement demand) =>
        demand
            .GetProperty("groups")
            .EnumerateArray()
            .Select(group => $"{group.GetProperty("group").GetString()} {Counts(group)}");

    private static string Counts(JsonElement counted) =>
        $"{counted.GetProperty("wanted")} {counted.GetProperty("offered")}";

    private static async Task<IEnumerable<string>> Holders(HttpClient client, Guid program) =>
        (await EnrollmentHost.Items(client, $"/skill-map/people?skill=negotiation&program={program}")).Select(p =>
            $"{p.GetProperty("name")} {p.GetProperty("source")} {p.GetProperty("level")} {p.GetProperty("standing")}"
        );

    private Task<HttpResponseMessage> Invite(HttpClient coordinator, Guid program, string number) =>
        coordinator.PostAsJsonAsync(
            "/mentor-invitations",
            new
            {
                program,
                person = enrollment.People[number],
                skill = "Negotiation",
            }
        );
}
