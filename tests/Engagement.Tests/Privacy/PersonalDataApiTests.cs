using System.Net;
using PeerNetwork.Contracts.Privacy;

namespace PeerNetwork.Engagement.Tests.Privacy;

public sealed class PersonalDataApiTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    [Fact]
    public async Task A_person_gets_all_that_is_held_of_them_and_others_get_nothing()
    {
        var pair = await engagement.Pair();
        await pair.Made("/notes", new { text = "A private thought" });
        await pair.Made(
            "/goals",
            new
            {
                title = "Lead a team",
                due = "2030-01-01",
                milestones = Array.Empty<object>(),
            }
        );
        await pair.Session();
        var path = $"/people/{pair.Mentee}/personal-data";

        var own = await pair.MenteeClient.Get(path);
        own["kinds"]!
            .AsArray()
            .Select(kind => kind!["title"]!.GetValue<string>())
            .ShouldBe(["Person", "Mentorships", "Notes", "Goals", "Sessions"], ignoreOrder: true);
        own.ToJsonString().ShouldContain("A private thought");
        own.ToJsonString().ShouldContain("Lead a team");

        var mentors = (await pair.MentorClient.Get($"/people/{pair.Mentor}/personal-data")).ToJsonString();
        mentors.ShouldContain("Lead a team");
        mentors.ShouldNotContain("A private thought");

        var administration = engagement.As(Guid.CreateVersion7(), ["people-admin"], ["CHI"]);
        (await administration.Get(path)).ToJsonString().ShouldNotContain("A private thought");
        await administration.GetAsync($"/people/{pair.Mentor}/personal-data").ShouldBe(HttpStatusCode.Forbidden);
        await pair.MentorClient.GetAsync(path).ShouldBe(HttpStatusCode.Forbidden);
        await engagement
            .As(Guid.CreateVersion7(), ["coordinator"], ["*"])
            .GetAsync(path)
            .ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Of_unknown_and_erased_people_there_is_nothing()
    {
        var pair = await engagement.Pair();
        var administration = engagement.As(Guid.CreateVersion7(), ["people-admin"], ["*"]);
        await administration.GetAsync($"/people/{Guid.NewGuid()}/personal-data").ShouldBe(HttpStatusCode.NotFound);
        await engagement.DeliverAtOnce([new PersonErased(pair.Mentee, 9, engagement.Clock.GetUtcNow())]);
        await administration.GetAsync($"/people/{pair.Mentee}/personal-data").ShouldBe(HttpStatusCode.NotFound);
    }
}
