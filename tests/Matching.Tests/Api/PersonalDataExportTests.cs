using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>What the service shows of all that it holds on a person, and to whom.</summary>
[Collection(MatchingCollection.Name)]
public class PersonalDataExportTests(MatchingHost matching)
{
    [Fact]
    public async Task A_person_gets_all_that_is_held_of_them_and_nothing_of_others()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor", capacity: 1);
        var (mentee, other) = (await matching.Join(program, "mentee"), await matching.Join(program, "mentee"));
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);
        await matching.Publish(coordinator, run);

        foreach (var person in (Participant[])[mentee, other])
        {
            var own = await Export(matching.As(person.Person), person);
            Titles(own).ShouldContain("Participation in programs");
            Titles(own).ShouldContain("Matching runs");
            own.GetRawText().ShouldContain("chess");
            own.GetRawText().ShouldNotContain($"{(person == mentee ? other : mentee).Person}");
        }

        var mentors = await Export(matching.As(mentor.Person), mentor);
        Titles(mentors)
            .ShouldBe(
                [
                    "Person",
                    "Participation in programs",
                    "Places and time as a mentor",
                    "Matching runs",
                    "Proposals and matches",
                ],
                ignoreOrder: true
            );
        mentors.GetRawText().ShouldContain("sentences");
    }

    [Fact]
    public async Task Only_the_person_and_the_administration_of_the_site_get_it()
    {
        var program = await matching.NewProgram();
        var mentee = await matching.Join(program, "mentee");
        var path = $"/people/{mentee.Person}/personal-data";
        await Export(matching.As(Guid.CreateVersion7(), [Roles.PeopleAdmin], ["BER"]), mentee);
        foreach (
            var other in (HttpClient[])
                [
                    matching.As(Guid.CreateVersion7(), [Roles.PeopleAdmin], ["LIS"]),
                    matching.Coordinator(),
                    await matching.Colleague(),
                ]
        )
            await Problem(await other.GetAsync(path), HttpStatusCode.Forbidden);

        var administration = matching.As(Guid.CreateVersion7(), Roles.PeopleAdmin);
        await Problem(
            await administration.GetAsync($"/people/{Guid.NewGuid()}/personal-data"),
            HttpStatusCode.NotFound
        );
        await matching.Deliver(new PersonErased(mentee.Person, 9, DateTimeOffset.UnixEpoch));
        await Problem(await administration.GetAsync(path), HttpStatusCode.NotFound);
    }

    private static async Task<JsonElement> Export(HttpClient client, Participant person) =>
        await client.GetFromJsonAsync<JsonElement>($"/people/{person.Person}/personal-data");

    private static string[] Titles(JsonElement report) =>
        [.. report.GetProperty("kinds").EnumerateArray().Select(k => k.GetProperty("title").GetString()!)];
}
