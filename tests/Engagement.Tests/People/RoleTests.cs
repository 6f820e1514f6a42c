using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Engagement.Tests.People;

/// <summary>People with roles that enrollment published.</summary>
public sealed class RoleTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    [Fact]
    public async Task A_local_coordinator_sees_and_closes_the_mentorships_of_the_own_site_and_program()
    {
        var program = Guid.CreateVersion7();
        var own = await engagement.Pair("CHI", program);
        var (elsewhere, other) = (await engagement.Pair("NYC", program), await engagement.Pair("CHI"));
        var client = await Holder(["CHI"], program);

        await Eventually.Passes(async () => (await MentorshipsOf(client)).ShouldBe([own.Id]));
        foreach (var hidden in new[] { elsewhere, other })
            (await client.GetAsync($"/mentorships/{hidden.Id}/coordinator-view")).StatusCode.ShouldBe(
                HttpStatusCode.NotFound
            );
        (await Close(client, other.Id)).ShouldBe(HttpStatusCode.Forbidden);
        (await Close(client, own.Id)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_coordinator_of_a_department_sees_and_closes_the_mentorships_of_its_mentees()
    {
        var program = Guid.CreateVersion7();
        var (own, other) = (await engagement.Pair("CHI", program), await engagement.Pair("CHI", program));
        await Move(own.Mentee, "Sales", version: 2);
        await Move(other.Mentee, "Legal", version: 2);
        var client = await Holder(["CHI"], program, "Sales");

        await Eventually.Passes(async () => (await MentorshipsOf(client)).ShouldBe([own.Id]));
        (await client.GetAsync($"/mentorships/{other.Id}/coordinator-view")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await client.GetAsync("/mentorships?site=CHI")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/mentorships?site=NYC")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Close(client, other.Id)).ShouldBe(HttpStatusCode.Forbidden);

        await Move(own.Mentee, "Legal", version: 3);
        await Eventually.Passes(async () => (await MentorshipsOf(client)).ShouldBeEmpty());
        (await Close(client, own.Id)).ShouldBe(HttpStatusCode.Forbidden);

        await Move(own.Mentee, "Sales", version: 4);
        await Eventually.Passes(async () => (await MentorshipsOf(client)).ShouldBe([own.Id]));
        (await client.GetAsync($"/mentorships/{own.Id}/coordinator-view")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Close(client, own.Id)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_coordinator_of_a_department_sees_the_mentorships_of_its_peers_and_not_of_its_mentors()
    {
        var (program, peers) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Move(first, "Legal", version: 1);
        await Move(second, "Sales", version: 1);
        await engagement.DeliverAtOnce([
            EngagementHost.Confirmed(peers, program, first, second) with
            {
                Kind = "reciprocal",
                Members = [new(first, "peer"), new(second, "peer")],
            },
            EngagementHost.Confirmed(Guid.CreateVersion7(), program, mentor: second, mentee: first),
        ]);
        var client = await Holder(["CHI"], program, "Sales");

        await Eventually.Passes(async () => (await MentorshipsOf(client)).ShouldBe([peers]));
        (await client.GetAsync($"/mentorships/{peers}/coordinator-view")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Close(client, peers)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_guest_has_no_role_that_the_token_claims()
    {
        var guest = Guid.CreateVersion7();
        await engagement.DeliverAtOnce([
            EngagementHost.Person(guest, "CHI", "America/Chicago") with
            {
                Kind = "guest",
            },
        ]);
        var client = engagement.As(guest, [Roles.Coordinator], ["*"]);
        (await client.GetAsync("/mentorships")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_linked_account_signs_its_person_in()
    {
        var (person, account) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await engagement.Deliver(EngagementHost.Person(person, "CHI", "America/Chicago"));
        using var client = engagement.As(account);
        (await client.GetAsync("/me/mentorships")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await engagement.Deliver(
            new AccountsRecorded(person, 1, [TestTokens.AccountOf(account)], engagement.Clock.GetUtcNow())
        );
        await Eventually.Passes(async () =>
            (await client.GetAsync("/me/mentorships")).StatusCode.ShouldBe(HttpStatusCode.OK)
        );
    }

    private Task Move(Guid person, string department, long version) =>
        engagement.DeliverAtOnce([
            EngagementHost.Person(person, "CHI", "America/Chicago", version) with
            {
                Department = department,
            },
        ]);

    private static async Task<Guid[]> MentorshipsOf(HttpClient coordinator) =>
        [
            .. (await coordinator.GetFromJsonAsync<JsonElement>("/mentorships"))
                .GetProperty("items")
                .EnumerateArray()
                .Select(m => m.GetProperty("id").GetGuid()),
        ];

    private static async Task<HttpStatusCode> Close(HttpClient client, Guid mentorship) =>
        (
            await client.PostAsJsonAsync(
                $"/mentorships/{mentorship}/close",
                new { outcome = "neverStarted", reason = "No time." }
            )
        ).StatusCode;

    private async Task<HttpClient> Holder(string[] sites, Guid program, params string[] departments)
    {
        var (person, since) = (Guid.CreateVersion7(), engagement.Clock.GetUtcNow());
        var role = new RoleRecorded(
            Guid.CreateVersion7(),
            Roles.Coordinator,
            sites,
            [program],
            departments,
            since,
            null
        );
        await engagement.Deliver(EngagementHost.Person(person, "CHI", "America/Chicago"));
        await engagement.Deliver(new RolesRecorded(person, 1, [role], since));
        var client = engagement.As(person);
        await Eventually.Passes(async () =>
            (await client.GetAsync("/mentorships")).StatusCode.ShouldBe(HttpStatusCode.OK)
        );
        return client;
    }
}
