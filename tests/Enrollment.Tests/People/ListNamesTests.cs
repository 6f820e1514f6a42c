using System.Net;

namespace PeerNetwork.Enrollment.Tests.People;

public class ListNamesTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task Names_come_in_the_order_of_the_ids_once_each_and_the_unknown_are_left_out()
    {
        var (bo, gus) = (enrollment.People["E2"], enrollment.People["E7"]);
        var names = await Names(enrollment.Employee("E3"), gus, Guid.CreateVersion7(), bo, gus);
        names.ShouldBe([(gus, "Gus Mentee"), (bo, "Bo Mentor")]);
    }

    [Theory]
    [InlineData("CHI")]
    [InlineData("BER")]
    [InlineData("*")]
    public async Task A_coordinator_gets_the_names_of_those_who_are_shown_one_by_one(string site)
    {
        var coordinator = enrollment.Coordinator(site);
        var shown = new List<Guid>();
        foreach (var person in enrollment.People.Values)
        {
            using var answer = await coordinator.GetAsync($"/people/{person}");
            if (answer.IsSuccessStatusCode)
                shown.Add(person);
        }

        var names = await Names(coordinator, [.. enrollment.People.Values]);

        names.Select(name => name.Id).ShouldBe(shown);
        shown.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_hundred_people_are_named_at_once()
    {
        (
            await Names(enrollment.Admin, [.. Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7())])
        ).ShouldBeEmpty();
        (await Refused(string.Join(',', Enumerable.Range(0, 101).Select(_ => Guid.CreateVersion7())))).ShouldContain(
            "1 to 100 people"
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("E2")]
    [InlineData("01a21eff-a723-7ae6-8cc9-c0dc7d5e3007,")]
    public async Task What_is_no_list_of_ids_is_refused(string ids) =>
        (await Refused(ids)).ShouldContain("ids must be UUIDs with commas between them.");

    private static async Task<(Guid Id, string? Name)[]> Names(HttpClient client, params Guid[] people) =>
        [
            .. (await EnrollmentHost.Items(client, $"/people/names?ids={string.Join(',', people)}")).Select(item =>
                (item.GetProperty("id").GetGuid(), item.GetProperty("name").GetString())
            ),
        ];

    private async Task<string> Refused(string ids)
    {
        using var answer = await enrollment.Admin.GetAsync($"/people/names?ids={ids}");
        return await EnrollmentHost.Refused(answer, HttpStatusCode.BadRequest);
    }
}
