using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Rosters;

public class UploadRosterTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string DemoMapping = "apphost/Tools/Demo/ibm-hr-attrition.mapping.json";

    [Fact]
    public async Task The_same_file_again_yields_no_event()
    {
        var before = await Events();
        var answer = await enrollment.Upload(EnrollmentHost.Roster);
        Counts(answer).ShouldBe((0, 0, 0, 7));
        (await Events()).ShouldBe(before);
    }

    [Fact]
    public async Task A_dry_run_shows_the_difference_and_writes_nothing()
    {
        var before = await Events();
        var answer = await enrollment.Upload(
            EnrollmentHost.Roster.Replace("BER,E2,2,3", "BER,E1,3,3", StringComparison.Ordinal) + "N1,New,,BER,,,\n",
            dryRun: true
        );
        Counts(answer).ShouldBe((1, 1, 0, 6));
        answer
            .GetProperty("changes")
            .EnumerateArray()
            .Select(change =>
                string.Join(
                    ' ',
                    new[] { "line", "employeeNumber", "field", "old", "new" }.Select(name => change.GetProperty(name))
                )
            )
            .ShouldBe(["9 N1 added  ", "6 E5 manager E2 E1", "6 E5 jobLevel 2 3"], ignoreOrder: true);
        (await Events()).ShouldBe(before);
    }

    [Fact]
    public async Task Good_lines_are_written_beside_bad_ones()
    {
        var answer = await enrollment.Upload(
            "no,name,mail,site,boss,level,years\nG1,Good,,BER,E1,1,1\nG2,Bad,no-address,BER,E1,1,1\n"
        );
        Counts(answer).ShouldBe((1, 0, 0, 0));
        answer.GetProperty("errors")[0].GetProperty("line").GetInt32().ShouldBe(3);
        answer.GetProperty("errors")[0].GetProperty("column").GetString().ShouldBe("mail");
        (await EnrollmentHost.Items(enrollment.Admin, "/people?employeeNumber=G1")).ShouldHaveSingleItem();
        (await EnrollmentHost.Items(enrollment.Admin, "/people?employeeNumber=G2")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_are_sealed_in_the_store()
    {
        await enrollment.Upload("no,name,mail,site,boss,level,years\nS1,Secretname,secret@example.com,BER,,1,1\n");
        (
            await Scalar<long>(
                """
                select count(*) from enrollment.mt_events
                where data::text like '%Secretname%' or data::text like '%secret@%'
                """
            )
        ).ShouldBe(0);
    }

    [Theory]
    [InlineData("no;name\n1;Al\n", EnrollmentHost.Mapping)]
    [InlineData("", EnrollmentHost.Mapping)]
    [InlineData("no,name,mail,site,boss,level,years\nE1,Ada,,BER,,,\n", "{")]
    [InlineData("no,name,mail,site,boss,level,years\nE1,Ada,,BER,,,\n", "null")]
    [InlineData("no,name,mail,site,boss,level,years\nE1,Ada,,BER,,,\n", """{ "fields": null }""")]
    [InlineData(
        "no,name,mail,site,boss,level,years\nE1,Ada,,BER,,,\n",
        """{ "sites": [null], "fields": { "employeeNumber": { "column": "no" }, "site": { "column": "site" } } }"""
    )]
    [InlineData(
        "no,name,mail,site,boss,level,years\nE1,Ada,,BER,,,\n",
        """{ "fields": { "employeeNumber": { "columns": [null] }, "site": { "column": "site" } } }"""
    )]
    [InlineData(
        "no,name,mail,site,boss,level,years\nE1,Ada,,BER,,,\n",
        """{ "fields": { "employeeNumber": { "column": "no" }, "site": { "column": "si\u0000te" } } }"""
    )]
    [InlineData(
        "no,name,mail,site,boss,level,years\nE1,Ada,,BER,,,\n",
        """{ "unknown": 1, "fields": { "employeeNumber": { "column": "no" }, "site": { "column": "site" } } }"""
    )]
    public async Task What_cannot_be_read_is_refused(string csv, string mapping) =>
        await EnrollmentHost.Refused(
            await EnrollmentHost.Send(enrollment.Admin, csv, mapping),
            HttpStatusCode.UnprocessableEntity
        );

    [Fact]
    public async Task A_request_without_a_file_is_malformed() =>
        await EnrollmentHost.Refused(
            await enrollment.Admin.PostAsync(
                "/rosters",
                new MultipartFormDataContent { { new StringContent(EnrollmentHost.Mapping), "mapping" } }
            ),
            HttpStatusCode.BadRequest
        );

    [Fact]
    public async Task Only_the_people_administration_uploads() =>
        await EnrollmentHost.Refused(
            await EnrollmentHost.Send(enrollment.Coordinator("*"), EnrollmentHost.Roster),
            HttpStatusCode.Forbidden
        );

    [Fact]
    public async Task Five_thousand_people_come_in_and_again_change_nothing()
    {
        var lines = new StringBuilder("no,name,mail,site,boss,level,years\n");
        for (var n = 1; n <= 5000; n++)
            lines.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"M{n},Person {n},p{n}@example.com,CHI,{ManagerOf(n)},{n % 5},{n % 30}\n"
            );
        Counts(await enrollment.Upload(lines.ToString())).ShouldBe((5000, 0, 0, 0));
        Counts(await enrollment.Upload(lines.ToString())).ShouldBe((0, 0, 0, 5000));

        // Each manager has eight reports.
        static string ManagerOf(int n) => n == 1 ? "" : $"M{n / 8 + (n < 8 ? 1 : 0)}";
    }

    [Fact]
    public async Task What_a_crash_left_undone_is_done_by_sending_the_file_again()
    {
        var lines = new StringBuilder("no,name,mail,site,boss,level,years\n");
        for (var n = 1; n <= 1200; n++)
            lines.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"C{n},Person {n},,CHI,{(n == 1 ? "" : "C1")},1,1\n"
            );
        var key = enrollment.Services.GetRequiredService<UserKeyIndex>().OfEmployeeNumber("C1100");
        await Execute(
            $"""
            create function fail() returns trigger language plpgsql
                as $$ begin raise exception 'the disk is full'; end $$;
            create trigger crash before insert on enrollment.mt_events
                for each row when (new.data -> 'employeeNumber' ->> 'key' = '{key}') execute function fail();
            """
        );
        var crashed = await EnrollmentHost.Send(enrollment.Admin, lines.ToString());
        await Execute("drop trigger crash on enrollment.mt_events; drop function fail()");
        ((int)crashed.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
        Counts(await enrollment.Upload(lines.ToString())).ShouldBe((200, 0, 0, 1000));
    }

    [Theory]
    [InlineData("people")]
    [InlineData("sites")]
    [InlineData("applications")]
    [InlineData("programs")]
    [InlineData("program_capacity")]
    public async Task A_projection_rebuilt_is_as_it_was(string projection)
    {
        var program = await enrollment.Published(new { capacity = new { maxMentees = 2 } });
        var application = await EnrollmentHost.Created(await enrollment.Apply("E3", program));
        await EnrollmentHost.Done(
            await enrollment.Coordinator("*").PostAsync($"/applications/{application}/approve", null)
        );
        await enrollment.Becomes(application, "ready");
        foreach (var name in new[] { "Old", "New" })
            await enrollment.Upload($"no,name,mail,site,boss,level,years\nR1,{name},,CHI,E6,1,2\n");
        await Eventually.Holds(async () => (await EnrollmentHost.Items(enrollment.Admin, "/programs")).Count > 0);
        var sql = $"select md5(string_agg(t::text, ';' order by id)) from {projection} t";
        var before = await Scalar<string>(sql);
        await enrollment.Services.GetRequiredService<ProjectionRebuild>().Run(projection, CancellationToken.None);
        (await Scalar<string>(sql)).ShouldBe(before);
    }

    [Fact]
    public async Task The_same_file_sent_several_times_at_once_is_written_once()
    {
        const int People = 1_200;
        for (var round = 0; round < 4; round++)
        {
            var numbers = Enumerable.Range(0, People).Select(n => $"R{round}-{n}").ToArray();
            var site = $"S{round}";
            var csv =
                "no,name,mail,site,boss,level,years\n"
                + string.Concat(
                    numbers.Select((number, n) => $"{number},Name,,{site},{(n == 0 ? "" : numbers[0])},1,1\n")
                );
            var mapping = EnrollmentHost.Mapping.Replace(
                "\"sites\": [",
                $$"""
                "sites": [ { "code": "{{site}}", "name": "New", "timeZone": "Europe/Rome" },
                """,
                StringComparison.Ordinal
            );

            var answers = await Task.WhenAll(
                Enumerable.Range(0, 3).Select(_ => EnrollmentHost.Send(enrollment.Admin, csv, mapping))
            );

            foreach (var answer in answers)
                answer.StatusCode.ShouldBeOneOf(
                    [HttpStatusCode.OK, HttpStatusCode.Conflict],
                    await answer.Content.ReadAsStringAsync()
                );
            Counts(await enrollment.Upload(csv, mapping)).Changed.ShouldBe(0);
            Counts(await enrollment.Upload(csv, mapping)).ShouldBe((0, 0, 0, People));
        }
    }

    [Fact]
    public async Task A_file_in_the_format_of_the_demo_comes_in()
    {
        const string Csv = """
            "Age","Department","JobRole","JobLevel","TotalWorkingYears","YearsAtCompany"
            41,"Sales","Sales_Executive",2,8,6
            49,"Research_Development","Research_Scientist",2,10,10
            33,"Human_Resources","Human_Resources",1,3,1

            """;
        var mapping = (await File.ReadAllTextAsync(InRepository(DemoMapping))).Replace(
            "IBM-",
            "DEMO-",
            StringComparison.Ordinal
        );
        var answer = await enrollment.Upload(Csv, mapping);
        answer.GetProperty("errors").GetArrayLength().ShouldBe(0);
        Counts(answer).ShouldBe((3, 0, 0, 0));
        Counts(await enrollment.Upload(Csv, mapping)).ShouldBe((0, 0, 0, 3));
        await ShouldBeTheFirstPerson("DEMO-1");
    }

    [RealRosterFact]
    public async Task A_real_file_without_numbers_and_names_comes_in()
    {
        var csv = await File.ReadAllTextAsync(InRepository(RealRosterFactAttribute.Roster));
        var mapping = await File.ReadAllTextAsync(InRepository(DemoMapping));
        var answer = await enrollment.Upload(csv, mapping);
        Counts(answer).ShouldBe((1470, 0, 0, 0));
        answer.GetProperty("errors").GetArrayLength().ShouldBe(0);
        Counts(await enrollment.Upload(csv, mapping)).ShouldBe((0, 0, 0, 1470));
        await ShouldBeTheFirstPerson("IBM-1");
    }

    private async Task ShouldBeTheFirstPerson(string number)
    {
        var first = (
            await EnrollmentHost.Items(enrollment.Admin, $"/people?employeeNumber={number}")
        ).ShouldHaveSingleItem();
        first.GetProperty("name").GetString().ShouldBeNull();
        first.GetProperty("siteCode").GetString().ShouldBe("STL");
        first.GetProperty("jobLevel").GetInt32().ShouldBe(2);
        first.GetProperty("yearsOfExperience").GetDecimal().ShouldBe(8);
    }

    private static (int Added, int Changed, int Left, int Unchanged) Counts(System.Text.Json.JsonElement answer) =>
        (
            answer.GetProperty("added").GetInt32(),
            answer.GetProperty("changed").GetInt32(),
            answer.GetProperty("left").GetInt32(),
            answer.GetProperty("unchanged").GetInt32()
        );

    internal static string InRepository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PeerNetwork.sln")))
            folder = folder.Parent!;
        return Path.GetFullPath(Path.Combine(folder.FullName, path));
    }

    private Task<long> Events() =>
        Scalar<long>(@"select count(*) from enrollment.mt_events where type like 'person\_%' or type like 'site\_%'");

    private async Task<T> Scalar<T>(string sql)
    {
        await using var command = enrollment.Services.GetRequiredService<EventDatabase>().Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task Execute(string sql)
    {
        await using var command = enrollment.Services.GetRequiredService<EventDatabase>().Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>
/// A test that needs a file outside the repository; it is reported as skipped where the file is missing.
/// </summary>
internal sealed class RealRosterFactAttribute : FactAttribute
{
    public const string Roster = "../shared/data/ibm-hr-attrition.csv";

    public RealRosterFactAttribute()
    {
        if (!File.Exists(UploadRosterTests.InRepository(Roster)))
            Skip = $"{Roster} is missing.";
    }
}
