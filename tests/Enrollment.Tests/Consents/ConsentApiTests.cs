using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Consents;

/// <summary>People see what they are asked, give and withdraw; the people administration counts.</summary>
public class ConsentApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task A_new_version_asks_again_and_the_former_consent_stays_what_it_was()
    {
        await Publish("surveys", ("en", "First text."), ("de", "Erster Text."));
        (await Own("E3", "surveys")).GetProperty("asked").GetProperty("version").GetInt32().ShouldBe(1);
        await EnrollmentHost.Done(await Give("E3", "surveys", 1, "de"));
        await EnrollmentHost.Done(await Give("E4", "surveys", 1, "en"));

        await Publish("surveys", ("en", "Second text."));
        await EnrollmentHost.Refused(await Give("E3", "surveys", 1, "de"), HttpStatusCode.Conflict);
        await EnrollmentHost.Refused(await Give("E3", "surveys", 2, "de"), HttpStatusCode.UnprocessableEntity);
        await EnrollmentHost.Done(await Give("E3", "surveys", 2, "en"));

        var own = await Own("E3", "surveys");
        own.GetProperty("asked").GetProperty("version").GetInt32().ShouldBe(2);
        Texts(own).ShouldBe(["2 Second text.", "1 Erster Text."]);
        (await Counts("surveys")).ShouldBe(["2: 1 given, 0 withdrawn", "1: 2 given, 0 withdrawn"]);

        await EnrollmentHost.Done(await enrollment.Employee("E3").DeleteAsync("/me/consents/surveys"));
        (await Own("E3", "surveys"))
            .GetProperty("consents")
            .EnumerateArray()
            .ShouldAllBe(c => c.GetProperty("withdrawnAt").ValueKind == JsonValueKind.String);
        (await Counts("surveys")).ShouldBe(["2: 0 given, 1 withdrawn", "1: 1 given, 1 withdrawn"]);
    }

    [Fact]
    public async Task What_ended_is_shown_to_those_who_had_consented()
    {
        await Publish("stories", ("en", "Your story is told."));
        await EnrollmentHost.Done(await Give("E5", "stories", 1, "en"));
        await EnrollmentHost.Done(await enrollment.Admin.DeleteAsync("/consent-kinds/stories"));

        var own = await Own("E5", "stories");
        own.GetProperty("asked").ValueKind.ShouldBe(JsonValueKind.Null);
        Texts(own).ShouldBe(["1 Your story is told."]);
        (await Items("E6")).ShouldNotContain(item => item.GetProperty("kind").GetString() == "stories");
        await EnrollmentHost.Refused(await Give("E6", "stories", 1, "en"), HttpStatusCode.NotFound);
        await EnrollmentHost.Done(await enrollment.Employee("E5").DeleteAsync("/me/consents/stories"));
    }

    [Fact]
    public async Task The_people_administration_reads_the_consents_of_a_person_and_the_read_is_recorded()
    {
        var person = enrollment.People["E6"];
        await Publish("photos", ("en", "Your photo is shown."));
        await EnrollmentHost.Done(await Give("E6", "photos", 1, "en"));

        var path = $"/people/{person}/consents";
        Texts(Of(await EnrollmentHost.Items(enrollment.Admin, path), "photos")).ShouldBe(["1 Your photo is shown."]);
        await EnrollmentHost.Refused(await enrollment.Coordinator("*").GetAsync(path), HttpStatusCode.Forbidden);
        await EnrollmentHost.Refused(
            await enrollment.Admin.GetAsync($"/people/{Guid.NewGuid()}/consents"),
            HttpStatusCode.NotFound
        );
        await Eventually.Holds(
            async () =>
                (
                    await EnrollmentHost.Items(enrollment.Overseer, $"/audit?person={person}&action=personal_data_read")
                ).Count == 1,
            "the read to be in the trail"
        );
    }

    [Fact]
    public async Task An_erased_person_counts_no_more_and_the_export_had_the_consents()
    {
        await Publish("research", ("en", "Research uses your data."));
        await EnrollmentHost.Done(await Give("E7", "research", 1, "en"));
        var person = enrollment.People["E7"];
        (await EnrollmentHost.Get(enrollment.Employee("E7"), $"/people/{person}/personal-data"))
            .GetRawText()
            .ShouldContain("research");

        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{person}/scheduled-changes",
                new { on = "2020-01-01", status = "left" }
            )
        );
        (
            await enrollment.Admin.PostAsJsonAsync($"/people/{person}/erasure", new { reason = "personRequest" })
        ).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        (await Counts("research")).ShouldBe(["1: 0 given, 0 withdrawn"]);
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_texts_are_refused_with_what_to_change()
    {
        foreach (
            var texts in (object[])
                [
                    Array.Empty<object>(),
                    new object?[] { null },
                    new[] { Text("en", "One."), Text("en", "Two.") },
                    new[] { Text("english", "One.") },
                    new[] { Text("en", " ") },
                ]
        )
            (
                await EnrollmentHost.Refused(
                    await enrollment.Admin.PutAsJsonAsync("/consent-kinds/wrong", new { texts }),
                    HttpStatusCode.UnprocessableEntity
                )
            ).ShouldContain("must");
        (
            await EnrollmentHost.Refused(
                await enrollment.Admin.PutAsJsonAsync(
                    "/consent-kinds/Wrong",
                    new { texts = new[] { Text("en", "One.") } }
                ),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("small letters");
        await EnrollmentHost.Refused(await enrollment.Admin.GetAsync("/consent-kinds/wrong"), HttpStatusCode.NotFound);
    }

    private async Task Publish(string kind, params (string Language, string Text)[] texts) =>
        await EnrollmentHost.Done(
            await enrollment.Admin.PutAsJsonAsync(
                $"/consent-kinds/{kind}",
                new { texts = texts.Select(t => Text(t.Language, t.Text)) }
            )
        );

    private static object Text(string language, string text) =>
        new
        {
            language,
            title = "A title",
            text,
        };

    private Task<HttpResponseMessage> Give(string number, string kind, int version, string language) =>
        enrollment.Employee(number).PutAsJsonAsync($"/me/consents/{kind}", new { version, language });

    private Task<IReadOnlyList<JsonElement>> Items(string number) =>
        EnrollmentHost.Items(enrollment.Employee(number), "/me/consents");

    private async Task<JsonElement> Own(string number, string kind) => Of(await Items(number), kind);

    private static JsonElement Of(IReadOnlyList<JsonElement> items, string kind) =>
        items.Single(item => item.GetProperty("kind").GetString() == kind);

    private static IEnumerable<string> Texts(JsonElement item) =>
        item.GetProperty("consents")
            .EnumerateArray()
            .Select(c => $"{c.GetProperty("version")} {c.GetProperty("text").GetProperty("text")}");

    private async Task<IEnumerable<string>> Counts(string kind) =>
        (await EnrollmentHost.Get(enrollment.Admin, $"/consent-kinds/{kind}"))
            .GetProperty("versions")
            .EnumerateArray()
            .Select(v =>
                $"{v.GetProperty("number")}: {v.GetProperty("given")} given, {v.GetProperty("withdrawn")} withdrawn"
            );
}
