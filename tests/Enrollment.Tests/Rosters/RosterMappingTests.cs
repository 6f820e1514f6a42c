using System.Text;
using FluentValidation;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Tests.Rosters;

public class RosterMappingTests
{
    [Theory]
    [InlineData("""{ "fields": { "site": { "constant": "BER" } } }""", "employeeNumber")]
    [InlineData("""{ "fields": { "employeeNumber": { "column": "no" } } }""", "site")]
    [InlineData(
        """{ "delimiter": ";;", "fields": { "employeeNumber": { "column": "no" }, "site": { "constant": "BER" } } }""",
        "delimiter"
    )]
    [InlineData(
        """{ "fields": { "employeeNumber": { "column": "no", "constant": "1" }, "site": { "constant": "BER" } } }""",
        "employeeNumber"
    )]
    [InlineData("""{ "fields": { "employeeNumber": {}, "site": { "constant": "BER" } } }""", "employeeNumber")]
    [InlineData(
        """
            { "key": { "fromLine": true },
              "fields": { "site": { "constant": "BER" }, "yearsInCompany": { "column": "y" } } }
            """,
        "asOf"
    )]
    [InlineData(
        """
            { "key": { "fromLine": true }, "sites": [{ "code": "*", "name": "All", "timeZone": "UTC" }],
              "fields": { "site": { "constant": "*" } } }
            """,
        "sites.code"
    )]
    [InlineData(
        """
            { "key": { "fromLine": true }, "sites": [{ "code": "BER", "name": "Berlin", "timeZone": "CET+1" }],
              "fields": { "site": { "constant": "BER" } } }
            """,
        "IANA"
    )]
    [InlineData(
        """{ "key": { "fromLine": true }, "fullTime": 0, "fields": { "site": { "constant": "BER" } } }""",
        "fullTime"
    )]
    public void A_mapping_that_cannot_be_right_is_refused_by_field(string json, string field) =>
        Problems
            .Of(Should.Throw<ValidationException>(() => RequireValid(RosterPlanTests.Read(json))))
            .Detail!.ShouldContain(field);

    [Fact]
    public void What_is_wrong_is_named_by_its_place_in_the_form()
    {
        var mapping = RosterPlanTests.Read(
            """
            { "asOf": "1999-12-31", "key": { "prefix": "?" },
              "sites": [{ "code": "", "name": "B\n", "timeZone": "CET+1" }],
              "fields": { "name": {}, "site": { "constant": "BER", "otherwise": "CHI" } } }
            """
        );

        var errors = Should.Throw<ValidationException>(() => RequireValid(mapping)).Errors;

        errors
            .Select(e => e.PropertyName)
            .ShouldBe([
                "mapping.fields.employeeNumber",
                "mapping.key.prefix",
                "mapping.asOf",
                "mapping.fields.name",
                "mapping.fields.site",
                "mapping.sites.code",
                "mapping.sites.name",
                "mapping.sites.timeZone",
            ]);
        errors.Last().ErrorMessage.ShouldBe("must be an IANA time zone, which 'CET+1' is not");
    }

    [Fact]
    public void A_file_without_numbers_gets_them_from_its_lines()
    {
        var mapping = RosterPlanTests.Read(
            """
            { "delimiter": "\t", "key": { "fromLine": true, "prefix": "X-" }, "asOf": "2026-01-01",
              "sites": [{ "code": "BER", "name": "Berlin", "timeZone": "Europe/Berlin" }],
              "fields": { "site": { "constant": "BER" }, "name": { "columns": ["first", "last"] },
                          "yearsInCompany": { "column": "years" }, "languages": { "constant": "en;de" },
                          "jobLevel": { "column": "grade", "values": { "top": "9" }, "otherwise": "1" },
                          "manager": { "column": "boss" } } }
            """
        );
        RequireValid(mapping);
        var file = RosterFile.Parse(
            Encoding.UTF8.GetBytes("first\tlast\tyears\tgrade\tboss\nAda\tLovelace\t2\ttop\t\nBo\t\t1.5\tany\tX-1\n"),
            mapping
        );
        var people = RosterPlan.Of(file, mapping, [], [], TestData.RosterKeys(), Guid.NewGuid, TestData.Now).People;
        people.Select(p => p.Entry.EmployeeNumber).ShouldBe(["X-1", "X-2"]);
        people.Select(p => p.Entry.Name).ShouldBe(["Ada Lovelace", "Bo"]);
        people.Select(p => p.Entry.Employment.HiredOn).ShouldBe([new DateOnly(2024, 1, 1), new DateOnly(2024, 7, 1)]);
        people.Select(p => p.Entry.Employment.JobLevel).ShouldBe([9, 1]);
        people[1].Entry.Employment.Manager.ShouldBe(people[0].Id);
        people[0].Entry.Employment.Languages.ShouldBe(["en", "de"]);
    }

    private static void RequireValid(RosterMapping mapping)
    {
        RequestValidation.Configure();
        new UploadRoster.Validator().ValidateAndThrow(new(mapping));
    }
}
