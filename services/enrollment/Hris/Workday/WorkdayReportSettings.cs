using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// A custom report of Workday that is enabled as a web service (RaaS), read as JSON with an integration system user.
/// </summary>
public sealed class WorkdayReportSettings : HrisSourceSettings
{
    /// <summary>
    /// The address of the report, with the values of its prompts as query parameters, such as
    /// <c>https://wd2-impl-services1.workday.com/ccx/service/customreport2/tenant/owner/report</c>.
    /// </summary>
    [Required, SourceAddress]
    public required Uri Address { get; init; }

    [Required]
    public required string UserName { get; init; }

    /// <summary>Secret.</summary>
    [Required]
    public required string Password { get; init; }

    /// <summary>The columns of the report by their XML aliases.</summary>
    [Required]
    public FieldMapping Fields { get; init; } = DefaultFields;

    /// <summary>The prompt for the page, counted from 1; null where the report has one page.</summary>
    public string? PagePrompt { get; init; }

    /// <summary>The prompt for the size of a page.</summary>
    public string? SizePrompt { get; init; }

    [Range(1, 10_000)]
    public int PageSize { get; init; } = 1000;

    /// <summary>The prompt for the moment of the last read; null where the report always has all workers.</summary>
    public string? SincePrompt { get; init; }

    private static FieldMapping DefaultFields { get; } =
        new()
        {
            Id = "Workday_ID",
            EmployeeNumber = "Employee_ID",
            Name = ["Preferred_Name"],
            Email = "Email_Work",
            Status = "Worker_Status",
            Statuses = new Dictionary<string, HrisStatus>
            {
                ["Active"] = HrisStatus.Active,
                ["On Leave"] = HrisStatus.OnLeave,
                ["Terminated"] = HrisStatus.Left,
                ["Retired"] = HrisStatus.Left,
            },
            HiredOn = "Hire_Date",
            LastDay = "Last_Day_of_Work",
            From = "Effective_Date",
            Site = "Location_ID",
            SiteName = "Location",
            TimeZone = "Time_Zone",
            Country = "Country_Code",
            Department = "Supervisory_Organization",
            CostCentre = "Cost_Center",
            Manager = "Manager_Workday_ID",
            JobTitle = "Business_Title",
            JobLevel = "Management_Level",
            WorkingTime = "FTE",
            FullTime = 1,
            WorkMode = "Work_Arrangement",
            Languages = "Languages",
            Employment = "Position_ID",
            IsPrimary = "Is_Primary_Job",
            OtherJobs = new()
            {
                List = "Additional_Jobs",
                Site = "Location_ID",
                Department = "Supervisory_Organization",
                Manager = "Manager_Workday_ID",
                JobTitle = "Business_Title",
                WorkingTime = "FTE",
                FullTime = 1,
            },
        };

    private protected override IEnumerable<object?> Parts() => [this, Fields, Fields?.OtherJobs];

    internal FeedSettings ToFeed() =>
        new()
        {
            Address = Address.WithQuery("format", "json"),
            Records = "/Report_Entry",
            Fields = Fields,
            Paging = new()
            {
                Kind = PagePrompt is null ? FeedPagingKind.None : FeedPagingKind.PageNumber,
                Parameter = PagePrompt,
                SizeParameter = SizePrompt,
                Size = PageSize,
            },
            Credentials = new BasicCredentials { UserName = UserName, Password = Password },
            SinceParameter = SincePrompt,
            // A report has a row for each job of a person, in no order that Workday promises.
            PersonOnSeveralPages = true,
        };
}
