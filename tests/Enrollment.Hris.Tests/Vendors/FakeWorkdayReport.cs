using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>A custom report with a row for each job, in pages of rows.</summary>
public sealed class FakeWorkdayReport : FakeVendor
{
    private static readonly string Credentials =
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"isu_reader:{Secret}"));

    private static readonly Dictionary<string, string> Columns = new()
    {
        ["id"] = "Workday_ID",
        ["number"] = "Employee_ID",
        ["email"] = "Email_Work",
        ["status"] = "Worker_Status",
        ["hired"] = "Hire_Date",
        ["last_day"] = "Last_Day_of_Work",
        ["from"] = "Effective_Date",
        ["site"] = "Location_ID",
        ["site_name"] = "Location",
        ["zone"] = "Time_Zone",
        ["country"] = "Country_Code",
        ["department"] = "Supervisory_Organization",
        ["cost"] = "Cost_Center",
        ["manager"] = "Manager_Workday_ID",
        ["title"] = "Business_Title",
        ["level"] = "Management_Level",
        ["fte"] = "FTE",
        ["mode"] = "Work_Arrangement",
        ["languages"] = "Languages",
        ["primary"] = "Is_Primary_Job",
    };

    public override bool HasDeltas => false;

    public override bool HasCheckpoints => false;

    public override bool NoticesRemovals => false;

    public override HrisSourceSettings Settings(Uri address) =>
        new WorkdayReportSettings
        {
            Address = new(address, "/ccx/service/customreport2/acme/isu_reader/Workers?Include_Terminated=1"),
            UserName = "isu_reader",
            Password = Secret,
            PagePrompt = "Page",
            SizePrompt = "Rows",
            PageSize = PageSize,
        };

    public override HrisWorker Expected(HrisWorker worker) =>
        FakeRecords.Expected(worker) with
        {
            CustomFields = new Dictionary<string, string>(),
        };

    public override FakeAnswer Answer(FakeRequest request)
    {
        if (request.Authorization != Credentials)
            return Refusal(HttpStatusCode.Unauthorized);
        if (request.Query.GetValueOrDefault("format") != "json" || !request.Query.ContainsKey("Include_Terminated"))
            return Refusal(HttpStatusCode.BadRequest);
        BeforePage();
        var page = int.Parse(request.Query["Page"], CultureInfo.InvariantCulture);
        var size = Math.Min(PageSize, SizeLimit);
        var rows = People.SelectMany(FakeRecords.AllOf).Skip((page - 1) * size).Take(size);
        return Json(new JsonObject { ["Report_Entry"] = Array(rows.Select(Row)) });
    }

    private static JsonObject Row(IReadOnlyDictionary<string, string?> record)
    {
        var row = FakeRecords.ToJson(
            record.Where(f => Columns.ContainsKey(f.Key)).ToDictionary(f => Columns[f.Key], f => f.Value)
        );
        if (record["first"] is { } first)
            row["Preferred_Name"] = $"{first} {record["last"]}";
        // Days come with an offset in some reports.
        if (record["hired"] is { } hired)
            row["Hire_Date"] = $"{hired}-08:00";
        row["Position_ID"] = $"P-{record["id"]}-{record["hired"]}";
        return row;
    }
}
