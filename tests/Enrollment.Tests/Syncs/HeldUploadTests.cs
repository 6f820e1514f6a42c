using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Syncs;

public class HeldUploadTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const int People = 30;

    [Fact]
    public async Task A_file_that_would_make_many_leave_writes_nothing_until_it_is_approved()
    {
        await enrollment.Upload(Company(_ => ""), WithLastDay);
        var answer = await Send(Company(i => i < 15 ? "2020-01-01" : ""));
        answer.Headers.Location!.ToString().ShouldStartWith("/syncs/");
        var held = await EnrollmentHost.Json(answer, HttpStatusCode.Accepted);
        held.GetProperty("left").GetInt32().ShouldBe(15);
        (await Active()).ShouldBe(People);

        var sync = held.GetProperty("sync").GetGuid();
        var shown = await EnrollmentHost.Get(enrollment.Admin, $"/syncs/{sync}");
        shown.GetProperty("heldBecause").GetString().ShouldBe("brake");
        shown.GetProperty("source").ValueKind.ShouldBe(JsonValueKind.Null);
        (await EnrollmentHost.Items(enrollment.Admin, $"/syncs/{sync}/changes"))
            .Count(c => c.GetProperty("field").GetString() == "left")
            .ShouldBe(15);

        await EnrollmentHost.Done(
            await enrollment.Admin.PostAsJsonAsync($"/syncs/{sync}/approve", new { plan = 1, reason = "A spin-off." })
        );
        await Eventually.Passes(async () =>
            (await EnrollmentHost.Get(enrollment.Admin, $"/syncs/{sync}"))
                .GetProperty("status")
                .GetString()
                .ShouldBe("completed")
        );
        (await Active()).ShouldBe(People - 15);
    }

    [Fact]
    public async Task An_approval_can_be_asked_for_and_is_not_needed_where_nothing_changes()
    {
        const string Csv = "no,name,mail,site,boss,level,years\nE1,Ada Chief,ada@example.com,BER,,5,20\n";
        var held = await EnrollmentHost.Json(
            await Send(Csv, EnrollmentHost.Mapping, needsApproval: true),
            HttpStatusCode.Accepted
        );
        var sync = held.GetProperty("sync").GetGuid();
        var change = (await EnrollmentHost.Items(enrollment.Admin, $"/syncs/{sync}/changes")).ShouldHaveSingleItem();
        change.GetProperty("old").GetString().ShouldBe("Ada Boss");
        change.GetProperty("new").GetString().ShouldBe("Ada Chief");
        await EnrollmentHost.Done(
            await enrollment.Admin.PostAsJsonAsync($"/syncs/{sync}/reject", new { reason = "She is not." })
        );

        var unchanged = Csv.Replace("Chief", "Boss", StringComparison.Ordinal);
        var answer = await EnrollmentHost.Json(await Send(unchanged, EnrollmentHost.Mapping, needsApproval: true));
        answer.GetProperty("unchanged").GetInt32().ShouldBe(1);
        answer.GetProperty("sync").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static string Company(Func<int, string> lastDay)
    {
        var csv = new StringBuilder("no,name,mail,site,boss,level,years,last\n");
        for (var i = 0; i < People; i++)
            csv.Append(CultureInfo.InvariantCulture, $"U{i},Name {i},,CHI,,1,1,{lastDay(i)}\n");
        return csv.ToString();
    }

    private static readonly string WithLastDay = EnrollmentHost.Mapping.Replace(
        "\"fields\": {",
        "\"fields\": { \"lastDay\": { \"column\": \"last\" },",
        StringComparison.Ordinal
    );

    private async Task<HttpResponseMessage> Send(string csv, string? mapping = null, bool needsApproval = false)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(csv), "file", "roster.csv" },
            { new StringContent(mapping ?? WithLastDay), "mapping" },
        };
        if (needsApproval)
            form.Add(new StringContent("true"), "needsApproval");
        return await enrollment.Admin.PostAsync("/rosters", form);
    }

    private async Task<int> Active() =>
        (await EnrollmentHost.Items(enrollment.Admin, "/people?limit=200")).Count(p =>
            p.GetProperty("employeeNumber").GetString()!.StartsWith('U')
            && p.GetProperty("status").GetString() == "active"
        );
}
