using System.Net;
using System.Net.Http.Json;
using PeerNetwork.Enrollment.Tests.Scim;

namespace PeerNetwork.Enrollment.Tests.Guests;

public sealed class PersonKindApiTests : GuestScenario
{
    private const string KindMapping = """
        {
          "fields": {
            "employeeNumber": { "column": "no" }, "name": { "column": "name" }, "site": { "column": "site" },
            "kind": { "column": "kind" }
          },
          "absent": "leave"
        }
        """;

    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Fact]
    public async Task A_roster_changes_contractors_to_employees_and_neither_names_nor_ends_guests()
    {
        await LeaveToday("E7");
        var alumnus = await EnrollmentHost.Created(
            await Enrollment.Admin.PostAsJsonAsync(
                "/guests",
                new
                {
                    kind = "alumnus",
                    person = Enrollment.People["E7"],
                    siteCode = "CHI",
                    sponsor = Enrollment.People["E1"],
                    lastDay = "2027-12-31",
                }
            )
        );
        alumnus.ShouldBe(Enrollment.People["E7"]);
        const string Header = "no,name,site,kind\nE1,Ada,BER,\nE4,Di,BER,\nE5,Ed,BER,\nE6,Fay,CHI,\n";
        await Enrollment.Upload(Header + "E2,Bo,BER,contractor\nE3,Cy,BER,employee\n", KindMapping);
        (await Person(Enrollment.People["E2"])).GetProperty("kind").GetString().ShouldBe("contractor");
        (await Person(Enrollment.People["E1"])).GetProperty("kind").GetString().ShouldBe("employee");
        var stays = await Person(alumnus);
        stays.GetProperty("active").GetBoolean().ShouldBeTrue();
        stays.GetProperty("kind").GetString().ShouldBe("alumnus");
        stays.GetProperty("name").GetString().ShouldBe("Gus Mentee");

        var report = await Enrollment.Upload(Header + "E2,Bo,BER,employee\nE3,Cy,BER,guest\n", KindMapping);
        report.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("invited");
        (await Person(Enrollment.People["E2"])).GetProperty("kind").GetString().ShouldBe("employee");
        (await Person(Enrollment.People["E3"])).GetProperty("kind").GetString().ShouldBe("employee");
    }

    [Fact]
    public async Task A_SCIM_client_says_who_is_a_contractor_and_reads_and_filters_it()
    {
        var scim = await ScimClient.Register(Enrollment);
        const string User = """
            {
              "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "con@corp.example",
              "displayName": "Con Tractor", "userType": "Contractor"
            }
            """;
        var id = (await scim.Post("/Users", User)).ShouldBe(HttpStatusCode.Created).Id;
        (await Person(new(id))).GetProperty("kind").GetString().ShouldBe("contractor");
        (await scim.Get("/Users?filter=userType%20eq%20%22Contractor%22")).Resources.Count.ShouldBe(1);

        await scim.Patch($"/Users/{id}", """{ "op": "replace", "path": "userType", "value": "Employee" }""");
        (await Person(new(id))).GetProperty("kind").GetString().ShouldBe("employee");
        (await scim.Get("/Users?filter=userType%20eq%20%22Contractor%22")).Resources.Count.ShouldBe(0);
        (
            await scim.Post("/Users", User.Replace("con@", "gus@", Ordinal).Replace("Contractor", "Guest", Ordinal))
        ).ShouldBeError(HttpStatusCode.BadRequest, "invalidValue", "invited");
    }
}
