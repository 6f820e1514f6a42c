using System.Globalization;
using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>What HR says of a person, as text. Nothing stands for what is not known.</summary>
internal static class PersonFields
{
    /// <param name="person">The person.</param>
    /// <param name="site">The site as it is shown.</param>
    /// <param name="words">The words of the pages.</param>
    public static IEnumerable<(string Field, string? Value)> Of(
        PersonView person,
        string site,
        IStringLocalizer words
    ) =>
        [
            ("employeeNumber", person.EmployeeNumber),
            ("email", person.Email),
            ("site", site),
            ("timeZone", person.TimeZone),
            ("department", person.Department),
            ("jobTitle", person.JobTitle),
            ("jobLevel", person.JobLevel?.ToString(CultureInfo.CurrentCulture)),
            ("costCentre", person.CostCentre),
            ("workingTime", Percent(person.WorkingTime)),
            ("workMode", person.WorkMode is { } mode ? words[$"WorkMode.{mode}"].Value : null),
            ("hiredOn", person.HiredOn?.ToString("D", CultureInfo.CurrentCulture)),
            ("yearsOfExperience", person.YearsOfExperience?.ToString("0.#", CultureInfo.CurrentCulture)),
            ("languages", string.Join(", ", person.Languages ?? [])),
        ];

    public static string? Percent(int? value) =>
        value is { } share ? (share / 100m).ToString("P0", CultureInfo.CurrentCulture) : null;
}
