using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Privacy;

/// <summary>The erasure of a person, from the request to the receipt.</summary>
public class ErasureApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string Mapping = """
        {
          "subjectIsEmployeeNumber": true,
          "fields": {
            "employeeNumber": { "column": "no" }, "name": { "column": "name" }, "email": { "column": "mail" },
            "site": { "constant": "BER" }, "department": { "column": "dep" }, "jobTitle": { "column": "job" },
            "costCentre": { "column": "cost" }, "lastDay": { "column": "last" }
          }
        }
        """;

    [Fact]
    public async Task An_erased_person_leaves_no_text_behind_and_HR_does_not_bring_them_back()
    {
        await Upload("K9canaryNumber,canaryName,canary@former.example,canaryDepartment,canaryJob,canaryCost,");
        await Upload("K9canaryNumber,canaryName,canary@mail.example,canaryDepartment,canaryJob,canaryCost,");
        var id = await IdOf("K9canaryNumber");
        var person = enrollment.Employee("K9canaryNumber");
        await EnrollmentHost.Done(
            await person.PutAsJsonAsync(
                $"/people/{id}/profile",
                new
                {
                    hoursPerMonth = 4,
                    interests = new[] { "canaryInterest" },
                    skillsOffered = new[] { new { name = "canarySkill", level = 3 } },
                    skillsWanted = new[] { new { name = "canaryWish", level = 3 } },
                }
            )
        );
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{id}/scheduled-changes",
                new
                {
                    on = "2100-01-01",
                    department = "canaryNextDepartment",
                    jobTitle = "canaryNextJob",
                    costCentre = "canaryNextCost",
                }
            )
        );
        var program = await enrollment.Published(
            new { eligibility = new { mentee = new { departments = new[] { "Research" } } } }
        );
        await EnrollmentHost.Json(await enrollment.Apply("K9canaryNumber", program), HttpStatusCode.Created);

        await EnrollmentHost.Refused(await Erase(id), HttpStatusCode.Conflict);
        const string left =
            "K9canaryNumber,canaryName,canary@mail.example,canaryDepartment,canaryJob,canaryCost,2020-01-01";
        await Upload(left);
        (await Erase(id)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.Passes(async () =>
            Services(await Erasure(id)).ShouldBe(["enrollment"], "its own part comes first")
        );

        (await DatabaseDump.ReadAll(enrollment.Database)).ShouldNotContain("canary", Case.Insensitive);
        (await Upload(left)).GetProperty("erased").GetInt32().ShouldBe(1);
        (await Upload("K9canaryNumber,Comes Again,again@mail.example,,,,"))
            .GetProperty("erased")
            .GetInt32()
            .ShouldBe(1);
        (await DatabaseDump.ReadAll(enrollment.Database)).ShouldNotContain("Comes Again");
        (await Get($"/people/{id}")).GetProperty("name").GetString().ShouldBe("erased");
        (await Get($"/people/{id}/emails")).GetProperty("emails").GetArrayLength().ShouldBe(0);
        (await Get($"/people/{id}")).GetProperty("employeeNumber").ValueKind.ShouldBe(JsonValueKind.Null);
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_receipt_is_complete_and_signed_once_every_service_has_answered()
    {
        await Upload("K8,Kay,kay@mail.example,,,,");
        await Upload("K8,Kay,kay@mail.example,,,,2020-01-01");
        var id = await IdOf("K8");
        await EnrollmentHost.Refused(await enrollment.Admin.GetAsync($"/people/{id}/erasure"), HttpStatusCode.NotFound);
        (await Erase(id)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Erase(id)).StatusCode.ShouldBe(HttpStatusCode.Accepted, "a repeat changes nothing");
        var running = await Erasure(id);
        running.GetProperty("state").GetString().ShouldBe("running");
        running.GetProperty("receipt").ValueKind.ShouldBe(JsonValueKind.Null);

        var bus = enrollment.Services.GetRequiredService<IBus>();
        foreach (var service in (string[])["analytics", "matching", "matching", "engagement"])
            await bus.Publish(
                new PersonalDataErased(id, service, [new("encryption key", 1)], DateTimeOffset.UnixEpoch),
                context => context.MessageId = Guid.CreateVersion7()
            );

        await Eventually.Passes(async () => (await Erasure(id)).GetProperty("state").GetString().ShouldBe("complete"));
        var complete = await Erasure(id);
        Services(complete).ShouldBe(["analytics", "engagement", "enrollment", "matching"]);
        var signed = await Verified(complete.GetProperty("receipt").GetString()!);
        signed.GetProperty("person").GetGuid().ShouldBe(id);
        Services(signed).ShouldBe(["analytics", "engagement", "enrollment", "matching"]);
        signed.GetProperty("reason").GetString().ShouldBe("personRequest");
    }

    [Fact]
    public async Task A_finding_outlives_the_words_of_the_person_who_recorded_it()
    {
        await Upload("K7,Kim,kim@mail.example,,,,");
        var (id, program) = (await IdOf("K7"), await enrollment.Published(null, "BER"));
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{id}/roles",
                new
                {
                    role = "coordinator",
                    siteCodes = new[] { "BER" },
                    reason = "It is needed.",
                }
            )
        );
        var finding = await EnrollmentHost.Created(
            await enrollment
                .Employee("K7")
                .PostAsJsonAsync($"/programs/{program}/findings", new { source = "person", text = "Kestrels wait." })
        );
        await Upload("K7,Kim,kim@mail.example,,,,2020-01-01");

        (await Erase(id)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await Eventually.Passes(async () => Services(await Erasure(id)).ShouldBe(["enrollment"]));
        var shown = await EnrollmentHost.Get(enrollment.Coordinator("BER"), $"/programs/{program}/findings/{finding}");
        (shown.GetProperty("text").GetString(), shown.GetProperty("recordedBy").GetGuid()).ShouldBe(("erased", id));
        (await DatabaseDump.ReadAll(enrollment.Database)).ShouldNotContain("Kestrels");
    }

    [Fact]
    public async Task A_changed_receipt_is_not_valid()
    {
        var signer = enrollment.Services.GetRequiredService<Enrollment.Privacy.ReceiptSigner>();
        var parts = signer.Sign("""{"person":"a"}""").Split('.');
        var forged = string.Join('.', parts[0], Base64UrlEncoder.Encode("""{"person":"b"}"""), parts[2]);
        (await Validate(forged)).IsValid.ShouldBeFalse();
    }

    private async Task<JsonElement> Verified(string receipt)
    {
        var result = await Validate(receipt);
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        return JsonDocument.Parse(Base64UrlEncoder.Decode(receipt.Split('.')[1])).RootElement;
    }

    private async Task<TokenValidationResult> Validate(string receipt)
    {
        var keys = new JsonWebKeySet((await Get("/erasure-receipt-keys")).GetRawText());
        return await new JsonWebTokenHandler().ValidateTokenAsync(
            receipt,
            new()
            {
                IssuerSigningKeys = keys.GetSigningKeys(),
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
    }

    private static string[] Services(JsonElement erasure) =>
        [.. erasure.GetProperty("destroyed").EnumerateArray().Select(p => p.GetProperty("service").GetString()!)];

    private Task<JsonElement> Upload(string line) =>
        enrollment.Upload($"no,name,mail,dep,job,cost,last\n{line}\n", Mapping);

    private Task<HttpResponseMessage> Erase(Guid id) =>
        enrollment.Admin.PostAsJsonAsync($"/people/{id}/erasure", new { reason = "personRequest" });

    private Task<JsonElement> Erasure(Guid id) => Get($"/people/{id}/erasure");

    private Task<JsonElement> Get(string path) => EnrollmentHost.Get(enrollment.Admin, path);

    private async Task<Guid> IdOf(string number) =>
        (await EnrollmentHost.Items(enrollment.Admin, $"/people?employeeNumber={number}"))
            .ShouldHaveSingleItem()
            .GetProperty("id")
            .GetGuid();
}
