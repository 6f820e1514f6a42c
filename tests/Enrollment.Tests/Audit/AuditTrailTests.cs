using System.Net;
using System.Text.Json;
using PeerNetwork.Enrollment.Tests.Scim;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Audit;

/// <summary>What the trail says of people: changes, and reads by others.</summary>
public class AuditTrailTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task Changes_are_found_by_the_person_whom_they_concern()
    {
        var person = enrollment.People["E5"];
        var entry = (await Search($"person={person}&action=person_hired", 1)).ShouldHaveSingleItem();
        entry.GetProperty("stream").GetGuid().ShouldBe(person);
        entry.GetProperty("peopleCount").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
        entry.GetProperty("people").EnumerateArray().Select(p => p.GetGuid()).ShouldContain(person);
    }

    [Fact]
    public async Task A_read_of_another_person_is_recorded_and_of_oneself_is_not()
    {
        var (reader, other) = (enrollment.People["E3"], enrollment.People["E2"]);
        var client = enrollment.Employee("E3");
        await EnrollmentHost.Get(client, $"/people/{reader}");
        await EnrollmentHost.Get(client, $"/people/{other}");

        var read = (await Search($"actor={reader}&action=personal_data_read", 1)).ShouldHaveSingleItem();

        read.GetProperty("people").EnumerateArray().Select(p => p.GetGuid()).ShouldBe([other]);
        (await Search($"person={other}&actor={reader}", 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_search_is_recorded_with_who_was_found_and_without_what_was_searched_for()
    {
        var (reader, found) = (enrollment.People["E7"], enrollment.People["E2"]);
        var client = enrollment.Employee("E7");
        var name = (await EnrollmentHost.Get(client, $"/people/{found}")).GetProperty("name").GetString()!;
        var people = await EnrollmentHost.Get(client, $"/people/search?q={Uri.EscapeDataString(name)}");
        await EnrollmentHost.Get(client, "/people/search?q=Zzyzxquery");

        var reads = await Search($"actor={reader}&action=personal_data_read", 3);

        reads
            .Select(read => read.GetProperty("peopleCount").GetInt32())
            .ShouldBe([0, people.GetProperty("items").GetArrayLength(), 1]);
        reads[1].GetProperty("people").EnumerateArray().Select(p => p.GetGuid()).ShouldContain(found);
        var stored = await DatabaseDump.ReadAll(enrollment.Database);
        stored.ShouldContain("peopleSearch");
        stored.ShouldNotContain("Zzyzxquery", Case.Insensitive);
    }

    [Fact]
    public async Task A_filter_of_a_SCIM_client_is_recorded_with_who_was_found_and_without_its_text()
    {
        var scim = await ScimClient.Register(enrollment);
        var user = await scim.Post("/Users", """{ "userName": "zyzzyva@corp.example" }""");
        await scim.Get("/Users?filter=userName+eq+%22zyzzyva@corp.example%22");
        await scim.Get("/Users?filter=userName+eq+%22zyzzyva-2@corp.example%22");

        var reads = await Search($"actor={scim.Id}&action=personal_data_read", 2);

        reads.Select(read => read.GetProperty("peopleCount").GetInt32()).ShouldBe([0, 1]);
        reads[1].GetProperty("people")[0].GetString().ShouldBe(user.Id);
        (await DatabaseDump.ReadAll(enrollment.Database)).ShouldNotContain("zyzzyva", Case.Insensitive);
    }

    [Fact]
    public async Task A_refused_read_is_not_recorded()
    {
        var reader = enrollment.People["E4"];
        var client = enrollment.Employee("E4");
        await EnrollmentHost.Refused(
            await client.GetAsync($"/people/{Guid.CreateVersion7()}"),
            HttpStatusCode.NotFound
        );
        await EnrollmentHost.Refused(await client.GetAsync("/people?employeeNumber=E1"), HttpStatusCode.Forbidden);
        await EnrollmentHost.Get(client, "/people?limit=1");

        (await Search($"actor={reader}&action=personal_data_read", 1)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_application_is_read_by_others_and_by_its_applicant()
    {
        var program = await enrollment.Published();
        var application = await EnrollmentHost.Created(await enrollment.Apply("E6", program, "mentor"));
        await EnrollmentHost.Get(enrollment.Employee("E6"), $"/applications/{application}");
        await EnrollmentHost.Get(enrollment.Coordinator("*"), $"/applications/{application}");

        var reads = await Search($"person={enrollment.People["E6"]}&action=personal_data_read", 1);

        reads.ShouldHaveSingleItem().GetProperty("actor").GetString().ShouldNotBe($"{enrollment.People["E6"]}");
    }

    [Fact]
    public async Task The_chain_of_the_service_is_intact() =>
        await Eventually.Passes(async () =>
        {
            var report = await EnrollmentHost.Json(
                await enrollment.Overseer.PostAsync("/operations/audit-verification", null)
            );
            report.GetProperty("faultCount").GetInt64().ShouldBe(0, $"{report}");
            report.GetProperty("unchained").GetInt64().ShouldBe(0);
            report.GetProperty("events").GetInt64().ShouldBePositive();
        });

    /// <summary>Waits until the trail has so many entries of the filter.</summary>
    private async Task<IReadOnlyList<JsonElement>> Search(string filter, int count)
    {
        IReadOnlyList<JsonElement> items = [];
        await Eventually.Passes(async () =>
        {
            items = await EnrollmentHost.Items(enrollment.Overseer, $"/audit?{filter}");
            items.Count.ShouldBe(count, string.Join('\n', items));
        });
        return items;
    }
}
