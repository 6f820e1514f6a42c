using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Shell;

namespace PeerNetwork.Portal.Oversight;

/// <summary>What an overseer looks for in the audit trail of a service, as the address says.</summary>
/// <param name="Person">Whom the entries name.</param>
/// <param name="Actor">Who acted: a person or an account.</param>
/// <param name="Record">What was changed: the id of a stream.</param>
/// <param name="Action">The stored name of an event.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
public sealed record AuditQuery(
    string Service,
    Guid? Person = null,
    Guid? Actor = null,
    Guid? Record = null,
    string? Action = null,
    DateOnly? From = null,
    DateOnly? To = null,
    string? Cursor = null
)
{
    public const string Path = "/oversight/audit";

    /// <summary>The event that says that personal data was read.</summary>
    public const string Read = "personal_data_read";

    private const string DayFormat = "yyyy-MM-dd";

    public static string ServiceIn(string? text) =>
        OverseerClients.Services.FirstOrDefault(service => service == text) ?? OverseerClients.Services[0];

    public static Guid? IdIn(string? text) => Guid.TryParse(text, out var id) ? id : null;

    public static DateOnly? DayIn(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>The first moment, by the clocks of a zone.</summary>
    public DateTimeOffset? Start(string zone) => From is { } day ? StartOf(day, zone) : null;

    /// <summary>The first moment after the last day.</summary>
    public DateTimeOffset? End(string zone) => To is { } day ? StartOf(day.AddDays(1), zone) : null;

    /// <summary>The page with these entries.</summary>
    public string Address => AddressOf(Path, Text(From), Text(To), Cursor);

    /// <summary>The file with all these entries.</summary>
    public string ExportAddress(string zone) =>
        AddressOf(Routes.ExportPath, Start(zone)?.ToString("O"), End(zone)?.ToString("O"), cursor: null);

    private string AddressOf(string path, string? from, string? to, string? cursor) =>
        QueryHelpers.AddQueryString(
            path,
            new Dictionary<string, string?>
            {
                ["service"] = Service,
                ["person"] = Person?.ToString(),
                ["actor"] = Actor?.ToString(),
                ["record"] = Record?.ToString(),
                ["action"] = Action,
                ["from"] = from,
                ["to"] = to,
                ["cursor"] = cursor,
            }
        );

    // Clients write moments without their offset, which the API reads as UTC.
    private static DateTimeOffset StartOf(DateOnly day, string zone) =>
        Zones.At(zone, day.ToDateTime(TimeOnly.MinValue)).ToUniversalTime();

    private static string? Text(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);
}
