using System.Net;

namespace PeerNetwork.Enrollment.Tests.People;

public class AccountTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task A_roster_links_the_account_of_a_person_and_a_leaver_loses_it()
    {
        const string Mapping = """
            {
              "fields": {
                "employeeNumber": { "column": "no" }, "site": { "column": "site" }, "subject": { "column": "login" }
              }
            }
            """;
        await enrollment.Upload("no,site,login\nE90,BER,\nE91,BER,gina\n", Mapping);
        var refused = await enrollment.Account("hal").GetAsync("/sites");
        (await EnrollmentHost.Refused(refused, HttpStatusCode.Forbidden)).ShouldContain("unknown-person");

        await enrollment.Upload("no,site,login\nE90,BER,hal\n", Mapping);
        (await enrollment.Account("hal").GetAsync("/sites")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await EnrollmentHost.Items(enrollment.Admin, "/people?employeeNumber=E90"))
            .Single()
            .GetProperty("hasAccount")
            .GetBoolean()
            .ShouldBeTrue();

        await enrollment.Upload(
            EnrollmentHost.Roster + "E90,Hal,,BER,,,\n",
            EnrollmentHost.Mapping.Replace("\"subjectIsEmployeeNumber\": true,", "\"absent\": \"leave\",")
        );
        var left = await enrollment.Account("gina").GetAsync("/sites");
        (await EnrollmentHost.Refused(left, HttpStatusCode.Forbidden)).ShouldContain("has left the company");
    }
}
