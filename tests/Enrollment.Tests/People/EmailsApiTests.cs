using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

/// <summary>The mail addresses that a person has and had.</summary>
public class EmailsApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string Header = "no,name,mail,site,boss,level,years\n";

    [Fact]
    public async Task The_present_address_comes_first_and_the_former_ones_with_their_times()
    {
        var person = await Hire("M1", "mia@old.example");
        await Hire("M1", "mia@married.example");
        await Hire("M1", "mia@new.example");
        var answer = await enrollment.Admin.GetAsync($"/people/{person}/emails");
        answer.Headers.ETag!.Tag.ShouldBe("\"3\"");
        var emails = (await EnrollmentHost.Json(answer)).GetProperty("emails").EnumerateArray().ToArray();
        Addresses(emails).ShouldBe(["mia@new.example", "mia@married.example", "mia@old.example"]);
        emails[0].GetProperty("until").ValueKind.ShouldBe(JsonValueKind.Null);
        foreach (var (newer, older) in emails.Zip(emails.Skip(1)))
            older.GetProperty("until").GetDateTimeOffset().ShouldBe(newer.GetProperty("from").GetDateTimeOffset());

        await EnrollmentHost.Refused(
            await enrollment.Employee("M1").GetAsync($"/people/{person}/emails"),
            HttpStatusCode.Forbidden
        );
        await EnrollmentHost.Refused(
            await enrollment.Admin.GetAsync($"/people/{Guid.NewGuid()}/emails"),
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task The_reading_is_recorded()
    {
        var person = await Hire("N1", "ned@old.example");
        await Emails(person);
        await Eventually.Passes(async () =>
            (
                await EnrollmentHost.Items(enrollment.Overseer, $"/audit?person={person}&action=personal_data_read")
            ).ShouldHaveSingleItem()
        );
    }

    [Fact]
    public async Task The_export_of_a_person_has_them()
    {
        var person = await Hire("O1", "ora@old.example");
        await Hire("O1", "ora@new.example");
        var export = await EnrollmentHost.Get(enrollment.Employee("O1"), $"/people/{person}/personal-data");
        export
            .GetProperty("kinds")
            .EnumerateArray()
            .Single(k => k.GetProperty("title").GetString() == "Mail addresses")
            .GetProperty("records")
            .EnumerateArray()
            .Select(r => r.GetProperty("data").GetProperty("address").GetString())
            .ShouldBe(["ora@new.example", "ora@old.example"]);
    }

    [Fact]
    public async Task The_survivor_of_a_merge_has_those_of_both_until_the_merge_is_undone()
    {
        var (survivor, duplicate) = (await Hire("P1", "pia@one.example"), await Hire("P2", "pia@old.example"));
        await Hire("P2", "pia@two.example");
        var merge = await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{survivor}/merges",
                new
                {
                    duplicate,
                    record = "duplicate",
                    reason = "Hired again.",
                }
            )
        );
        (await Emails(survivor)).ShouldBe(["pia@two.example", "pia@one.example", "pia@old.example"]);
        var refusal = await enrollment.Admin.GetAsync($"/people/{duplicate}/emails");
        (await EnrollmentHost.Refused(refusal, HttpStatusCode.NotFound)).ShouldContain($"{survivor}");

        await EnrollmentHost.Done(
            await enrollment.Admin.PostAsJsonAsync($"/people/{survivor}/merges/{merge}/undo", new { reason = "Twins." })
        );
        (await Emails(survivor)).ShouldBe(["pia@one.example"]);
        (await Emails(duplicate)).ShouldBe(["pia@two.example", "pia@old.example"]);
    }

    [Fact]
    public async Task A_former_address_finds_no_person_and_makes_no_pair()
    {
        var person = await Hire("Q1", "quin@shared.example", "Quin One");
        await Hire("Q1", "quin@own.example", "Quin One");
        var other = await Hire("Q2", "quin@shared.example", "Another Name");
        await Eventually.Passes(async () => (await Found("quin@shared.example")).ShouldBe([other]));
        (await Found("quin@own.example")).ShouldBe([person]);
        (await EnrollmentHost.Items(enrollment.Admin, "/people/duplicates?limit=200"))
            .Select(pair => pair.GetRawText())
            .ShouldNotContain(pair => pair.Contains($"{person}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_erasure_leaves_none()
    {
        var person = await Hire("R1", "canaryRay@old.example", "Ray canary");
        await Hire("R1", "canaryRay@new.example", "Ray canary");
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{person}/scheduled-changes",
                new { on = "2020-01-01", status = "left" }
            )
        );
        (
            await enrollment.Admin.PostAsJsonAsync($"/people/{person}/erasure", new { reason = "personRequest" })
        ).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Emails(person)).ShouldBeEmpty();
        await Eventually.Passes(async () =>
            (await DatabaseDump.ReadAll(enrollment.Database)).ShouldNotContain("canaryRay", Case.Insensitive)
        );
    }

    private async Task<Guid> Hire(string number, string email, string name = "A Name")
    {
        var report = await enrollment.Upload($"{Header}{number},{name},{email},BER,,3,3\n");
        report.GetProperty("errors").GetArrayLength().ShouldBe(0);
        return (await EnrollmentHost.Items(enrollment.Admin, $"/people?employeeNumber={number}"))
            .Single()
            .GetProperty("id")
            .GetGuid();
    }

    private async Task<string?[]> Emails(Guid person) =>
        Addresses(
            (await EnrollmentHost.Get(enrollment.Admin, $"/people/{person}/emails"))
                .GetProperty("emails")
                .EnumerateArray()
        );

    private static string?[] Addresses(IEnumerable<JsonElement> emails) =>
        [.. emails.Select(e => e.GetProperty("address").GetString())];

    private async Task<Guid[]> Found(string q) =>
        [
            .. (await EnrollmentHost.Items(enrollment.Admin, $"/people/search?q={Uri.EscapeDataString(q)}")).Select(p =>
                p.GetProperty("id").GetGuid()
            ),
        ];
}
