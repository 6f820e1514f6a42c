using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Components.Forms;
using PeerNetwork.Portal.Administration;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Tests.Administration;

public class RosterInputTests
{
    [Theory]
    [InlineData("Employee number;Site;Job-Title;Shoe size\n1;CHI;Clerk, junior;44\n", ";")]
    [InlineData("employeeNumber,site,JOB TITLE,shoe size\n1,CHI,Clerk,44\n", ",")]
    public async Task Usual_headings_and_the_delimiter_are_recognised(string csv, string delimiter)
    {
        var roster = await RosterInput.Read(new TextFile(csv));

        roster.Headings.Count.ShouldBe(4);
        roster.Columns.Keys.ShouldBe(["employeeNumber", "site", "jobTitle"]);
        roster.IsMapped.ShouldBeTrue();
        var mapping = roster.Mapping;
        mapping.Delimiter.ShouldBe(delimiter);
        mapping.Fields.JobTitle!.Column.ShouldBe(roster.Headings[2]);
        mapping.Fields.Name.ShouldBeNull();
    }

    [Fact]
    public async Task Without_the_columns_that_the_API_needs_a_file_is_not_mapped()
    {
        var roster = await RosterInput.Read(new TextFile("Pers-No,Site\n1,CHI\n"));
        roster.IsMapped.ShouldBeFalse();

        roster.Columns["employeeNumber"] = "Pers-No";

        roster.IsMapped.ShouldBeTrue();
        roster.Mapping.Fields.EmployeeNumber!.Column.ShouldBe("Pers-No");
    }

    [Theory]
    [InlineData(false, MappingAbsent.Ignore)]
    [InlineData(true, MappingAbsent.Leave)]
    public async Task Who_is_absent_leaves_only_where_the_user_says_so(bool leave, MappingAbsent expected)
    {
        var roster = await RosterInput.Read(new TextFile("employeeNumber,site\n1,CHI\n"));
        roster.AbsentLeave = leave;

        roster.Mapping.Absent.ShouldBe(expected);
    }

    [Fact]
    public async Task A_mapping_file_counts_in_place_of_the_columns_and_has_no_null_that_the_API_refuses()
    {
        var roster = await RosterInput.Read(new TextFile("number\n1\n"));
        roster.MappingFile = await RosterInput.ReadMapping(
            new TextFile(
                """
                { "fields": { "employeeNumber": { "column": "number" },
                    "site": { "column": "place", "values": { "Berlin office": "BER" } } } }
                """
            )
        );

        roster.IsMapped.ShouldBeTrue();
        var sent = JsonSerializer.SerializeToElement(roster.Mapping);
        foreach (var name in new[] { "delimiter", "key", "fullTime", "absent", "subjectIsEmployeeNumber", "sites" })
            sent.GetProperty(name).ValueKind.ShouldNotBe(JsonValueKind.Null, name);
        sent.GetProperty("fields")
            .GetProperty("site")
            .GetProperty("values")
            .GetProperty("Berlin office")
            .GetString()
            .ShouldBe("BER");
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    public Task What_is_no_mapping_is_an_error(string json) =>
        Should.ThrowAsync<JsonException>(() => RosterInput.ReadMapping(new TextFile(json)));

    [Fact]
    public async Task A_file_without_a_heading_has_no_columns() =>
        (await RosterInput.Read(new TextFile(""))).Headings.ShouldBeEmpty();

    private sealed class TextFile(string text) : IBrowserFile
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

        public string Name => "people.csv";

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public long Size => _bytes.Length;

        public string ContentType => "text/csv";

        public Stream OpenReadStream(long maxAllowedSize, CancellationToken cancellationToken) =>
            new MemoryStream(_bytes);
    }
}
