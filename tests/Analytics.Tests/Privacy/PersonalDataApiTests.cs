using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Privacy;

/// <summary>What the copy of this service says of a person, and to whom.</summary>
public class PersonalDataApiTests(ServiceHost<SourceStream> analytics) : IClassFixture<ServiceHost<SourceStream>>
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_person_and_the_administration_of_the_site_get_what_the_copy_says()
    {
        var (person, partner, other) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await Streams.Keep(
            analytics,
            [
                Person(person, "BER"),
                Person(other, "BER"),
                new MatchProposed(
                    Guid.CreateVersion7(),
                    1,
                    Guid.CreateVersion7(),
                    Guid.CreateVersion7(),
                    "reciprocal",
                    TestData.Peers(partner, person),
                    "BER",
                    700_000,
                    At.AddDays(10),
                    At
                ),
            ]
        );
        var path = $"/people/{person}/personal-data";

        foreach (
            var reader in (HttpClient[])
                [analytics.As(person), analytics.As(Guid.CreateVersion7(), [Roles.PeopleAdmin], ["BER"])]
        )
        {
            var report = await reader.GetFromJsonAsync<JsonElement>(path);
            report
                .GetProperty("kinds")
                .EnumerateArray()
                .Select(k => k.GetProperty("title").GetString())
                .ShouldBe(["Person", "Matches"], ignoreOrder: true);
            report.GetRawText().ShouldContain($"{partner}");
        }

        foreach (
            var reader in (HttpClient[])
                [
                    analytics.As(other),
                    analytics.As(Guid.CreateVersion7(), Roles.Overseer),
                    analytics.As(Guid.CreateVersion7(), [Roles.PeopleAdmin], ["CHI"]),
                ]
        )
            (await reader.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_a_group_did_after_a_person_left_it_is_no_data_of_that_person()
    {
        var (mentor, leaver, other) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (group, program, before, after) = (
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7()
        );
        var members = TestData.Group(mentor, leaver, other);
        // What comes late counts by its version.
        await Streams.Keep(
            analytics,
            [
                Person(leaver, "BER"),
                Person(other, "BER"),
                new GoalSet(group, 4, program, "BER", after, new(2026, 6, 1), At),
                new MemberLeft(group, 3, program, "group", new(leaver, "mentee"), "BER", "left", At),
                new GoalSet(group, 2, program, "BER", before, new(2026, 6, 1), At),
                new MentorshipStarted(group, 1, program, "group", members, "BER", At),
                new MatchConfirmed(group, 9, program, "group", members, "BER", At, At),
            ]
        );

        var report = await analytics.As(leaver).GetStringAsync($"/people/{leaver}/personal-data");
        report.ShouldContain($"{before}");
        report.ShouldContain("match confirmed");
        report.ShouldContain("member left");
        report.ShouldNotContain($"{after}");
        (await analytics.As(other).GetStringAsync($"/people/{other}/personal-data")).ShouldContain($"{after}");
    }

    [Fact]
    public async Task Of_unknown_and_erased_people_there_is_nothing()
    {
        var person = Guid.CreateVersion7();
        await Streams.Keep(analytics, [Person(person, "BER"), new PersonErased(person, 2, At)]);
        var administration = analytics.As(Guid.CreateVersion7(), Roles.PeopleAdmin);
        foreach (var id in (Guid[])[person, Guid.CreateVersion7()])
            (await administration.GetAsync($"/people/{id}/personal-data")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static PersonRecorded Person(Guid person, string site) =>
        TestData.PersonAt(site, person, At) with
        {
            Account = TestTokens.AccountOf(person),
        };
}
