using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.Enrollment.Tests.Scim;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Merges;

/// <summary>What a SCIM client, an export and an erasure make of a person who was recorded twice.</summary>
public class MergedPersonTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string Header = "no,name,mail,site,boss,level,years\n";

    [Fact]
    public async Task The_SCIM_user_of_a_person_without_one_comes_with_the_duplicate()
    {
        var scim = await ScimClient.Register(enrollment);
        var survivor = await Hire("S1");
        var duplicate = Guid.Parse((await scim.Post("/Users", User("sam@corp.example", null))).Id);
        await Merge(survivor, duplicate);

        (await scim.Get($"/Users/{duplicate}")).ShouldBeError(HttpStatusCode.NotFound);
        (await scim.Patch($"/Users/{duplicate}", Deactivation)).ShouldBeError(HttpStatusCode.NotFound);
        var found = await scim.Get("/Users?filter=userName%20eq%20%22sam@corp.example%22");
        found.Resources.ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe($"{survivor}");
        (await scim.Patch($"/Users/{survivor}", Deactivation)).ShouldBe(HttpStatusCode.OK);
        (await Get($"/people/{survivor}")).GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_SCIM_users_the_one_of_the_other_record_is_gone_and_is_not_created_again()
    {
        var scim = await ScimClient.Register(enrollment);
        var survivor = Guid.Parse((await scim.Post("/Users", User("tia@corp.example", "T1"))).Id);
        var duplicate = Guid.Parse((await scim.Post("/Users", User("tia2@corp.example", "T2"))).Id);
        var merge = await Merge(survivor, duplicate);

        (await scim.Get($"/Users/{duplicate}")).ShouldBeError(HttpStatusCode.NotFound);
        (await scim.Get($"/Users/{survivor}")).ShouldBe(HttpStatusCode.OK);
        (await scim.Get("/Users?filter=userName%20eq%20%22tia2@corp.example%22")).Resources.ShouldBeEmpty();
        foreach (var body in (string[])[User("tia2@corp.example", null), User("tia3@corp.example", "T2")])
            (await scim.Post("/Users", body)).ShouldBeError(HttpStatusCode.Conflict, detailPart: "merged");
        // A client that reports to the survivor and to the duplicate alike: only one of them is a person.
        var report = User("tom@corp.example", "T3", manager: duplicate);
        (await scim.Post("/Users", report)).ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", "manager");

        await EnrollmentHost.Done(
            await enrollment.Admin.PostAsJsonAsync($"/people/{survivor}/merges/{merge}/undo", new { reason = "Wrong." })
        );
        (await scim.Get($"/Users/{duplicate}")).ShouldBe(HttpStatusCode.OK).Body["userName"]!
            .GetValue<string>()
            .ShouldBe("tia2@corp.example");
        (await scim.Get($"/Users/{survivor}")).Body["userName"]!.GetValue<string>().ShouldBe("tia@corp.example");
    }

    [Fact]
    public async Task An_export_of_the_survivor_has_what_is_held_under_both_ids()
    {
        var (survivor, duplicate) = (await Hire("X1", "Xenia First"), await Hire("X2", "Xenia Second"));
        await EnrollmentHost.Done(
            await enrollment.Admin.PutAsJsonAsync(
                $"/people/{duplicate}/profile",
                new { hoursPerMonth = 4, interests = new[] { "rare orchids" } }
            )
        );
        await Merge(survivor, duplicate);
        var export = (await Get($"/people/{survivor}/personal-data")).GetRawText();
        foreach (var word in (string[])["Xenia First", "Xenia Second", "rare orchids", "merged into"])
            export.ShouldContain(word);
    }

    [Fact]
    public async Task An_erasure_of_the_survivor_destroys_both_and_has_one_receipt()
    {
        var survivor = await Hire("canaryY1", "Yara canaryFirst");
        var duplicate = await Hire("canaryY2", "Yara canarySecond");
        var merge = await Merge(survivor, duplicate);
        await Leave(survivor);
        await EnrollmentHost.Refused(await Erase(duplicate), HttpStatusCode.Conflict);
        (await Erase(survivor)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var bus = enrollment.Services.GetRequiredService<IBus>();
        await Answer(bus, survivor);
        await Eventually.Passes(async () =>
            (await Erasure(survivor)).GetProperty("destroyed").GetArrayLength().ShouldBe(4)
        );
        (await Erasure(survivor)).GetProperty("state").GetString().ShouldBe("running", "the duplicate is missing");
        await Answer(bus, duplicate);
        await Eventually.Passes(async () =>
            (await Erasure(survivor)).GetProperty("state").GetString().ShouldBe("complete")
        );
        var receipt = await Erasure(survivor);
        receipt.GetProperty("duplicates").EnumerateArray().Single().GetGuid().ShouldBe(duplicate);
        receipt
            .GetProperty("destroyed")[0]
            .GetProperty("data")[0]
            .GetProperty("count")
            .GetInt32()
            .ShouldBe(2, "both keys");

        (await DatabaseDump.ReadAll(enrollment.Database)).ShouldNotContain("canary", Case.Insensitive);
        var upload = await enrollment.Upload(
            $"{Header}canaryY1,Comes Again,,BER,,1,1\ncanaryY2,Comes Again,,BER,,1,1\n"
        );
        upload.GetProperty("erased").GetInt32().ShouldBe(2);
        await EnrollmentHost.Refused(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{survivor}/merges/{merge}/undo",
                new { reason = "Wrong." }
            ),
            HttpStatusCode.Conflict
        );
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_duplicate_who_had_left_is_not_kept_or_destroyed_on_its_own()
    {
        var (survivor, duplicate) = (await Hire("R1"), await Hire("R2"));
        await Leave(duplicate);
        (await IsOver(duplicate)).ShouldBeTrue();
        var merge = await Merge(survivor, duplicate);
        (await IsOver(duplicate)).ShouldBeFalse();
        await EnrollmentHost.Done(
            await enrollment.Admin.PostAsJsonAsync($"/people/{survivor}/merges/{merge}/undo", new { reason = "Wrong." })
        );
        (await IsOver(duplicate)).ShouldBeTrue();
        (await IsOver(survivor)).ShouldBeFalse();
    }

    /// <summary>Whether the retention period of the person has begun.</summary>
    private Task<bool> IsOver(Guid person) =>
        enrollment
            .Services.GetRequiredService<ReadModels>()
            .QueryFirstOrDefault<bool>($"select exists (select from ended_data where id = {person})", default);

    private const string Deactivation = """{ "op": "replace", "path": "active", "value": false }""";

    private static Task Answer(IBus bus, Guid person) =>
        Task.WhenAll(
            ((string[])["analytics", "matching", "engagement"]).Select(service =>
                bus.Publish(
                    new PersonalDataErased(person, service, [new("encryption key", 1)], DateTimeOffset.UnixEpoch),
                    context => context.MessageId = Guid.CreateVersion7()
                )
            )
        );

    private static string User(string userName, string? number, Guid? manager = null)
    {
        var enterprise = new Dictionary<string, object?>();
        if (number is not null)
            enterprise["employeeNumber"] = number;
        if (manager is not null)
            enterprise["manager"] = new { value = manager };
        return JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["schemas"] = new[]
                {
                    "urn:ietf:params:scim:schemas:core:2.0:User",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                },
                ["userName"] = userName,
                ["active"] = true,
                ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = enterprise,
            }
        );
    }

    private async Task<Guid> Hire(string number, string name = "Sam Twice")
    {
        await enrollment.Upload($"{Header}{number},{name},,BER,,3,3\n");
        var found = await EnrollmentHost.Items(enrollment.Admin, $"/people?employeeNumber={number}");
        return found.ShouldHaveSingleItem().GetProperty("id").GetGuid();
    }

    private async Task<Guid> Merge(Guid survivor, Guid duplicate) =>
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{survivor}/merges",
                new
                {
                    duplicate,
                    record = "survivor",
                    reason = "The same person.",
                }
            )
        );

    private async Task Leave(Guid person) =>
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{person}/scheduled-changes",
                new { on = "2020-01-01", status = "left" }
            )
        );

    private Task<HttpResponseMessage> Erase(Guid person) =>
        enrollment.Admin.PostAsJsonAsync($"/people/{person}/erasure", new { reason = "personRequest" });

    private Task<JsonElement> Erasure(Guid person) => Get($"/people/{person}/erasure");

    private Task<JsonElement> Get(string path) => EnrollmentHost.Get(enrollment.Admin, path);
}
