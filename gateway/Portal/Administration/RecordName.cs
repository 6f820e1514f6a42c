using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>Two records of one person have the same name: they are told apart by their employee numbers.</summary>
internal static class RecordName
{
    public static string Of(PersonView person, IStringLocalizer words) =>
        person.EmployeeNumber is { Length: > 0 } number
            ? words["Duplicates.Record", number]
            : person.Name ?? words["Coordination.Unnamed"];
}
