using System.Globalization;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>Reads and writes the values of a SCIM user that are facts of a person.</summary>
internal static class UserValues
{
    private const string Day = "yyyy-MM-dd";

    public static PersonId? ParseManager(string? text, string attribute = "manager.value") =>
        text is null ? null
        : Guid.TryParse(text, out var id) ? new PersonId(id)
        : throw ScimException.InvalidValue(attribute, "must be the id of a user");

    public static int? ParseLevel(string? text) =>
        text is null ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var level) && level is >= 0 and <= 1000 ? level
        : throw ScimException.InvalidValue("level", "must be a whole number from 0 to 1000");

    public static int? ParseTime(string? text, string attribute = "workingTime") =>
        text is null ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var time) && WorkingTime.IsPossible(time) ? time
        : throw ScimException.InvalidValue(attribute, WorkingTime.Message);

    public static DateOnly? ParseHireDate(string? text) =>
        text is null ? null
        : DayOf(text) is { Year: >= 1900 and <= 2199 } day ? day
        : throw ScimException.InvalidValue("hireDate", "must be a day such as 2026-11-22T00:00:00Z");

    public static DateOnly? ParseEffectiveDay(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : DayOf(text) is { } day && FieldRules.IsDay(day) ? day
        : throw ScimException.InvalidValue("effectiveOn", $"{FieldRules.DayMessage}, such as 2027-04-01");

    /// <summary>The day that a moment names, whatever its offset; null for what is no moment.</summary>
    public static DateOnly? DayOf(string? text) =>
        text is { Length: >= 10 }
        && DateOnly.TryParseExact(text[..10], Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    public static string Text(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);

    public static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string? Text(WorkMode? mode) => mode is { } known ? EnumText.Of(known) : null;

    public static string? Line(string? text, string attribute, int maxLength) =>
        text is null ? null
        : text.Length > maxLength
            ? throw ScimException.InvalidValue(attribute, $"must not be longer than {maxLength} characters")
        : !TextValidation.IsLine(text)
            ? throw ScimException.InvalidValue(attribute, TextValidation.LineMessage.TrimEnd('.'))
        : FieldRules.IsFormula(text)
            ? throw ScimException.InvalidValue(attribute, $"must not begin with '{text[0]}', as formulas do")
        : text;
}
