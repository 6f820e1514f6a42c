using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace PeerNetwork.Portal.Administration;

/// <summary>Which guests are listed, as the address says.</summary>
/// <param name="Partner">Those of one organisation; null for all.</param>
/// <param name="EndsBefore">Those whose last day is before this day; null for all.</param>
public sealed record GuestsQuery(Guid? Partner = null, DateOnly? EndsBefore = null, string? Cursor = null)
{
    public const string Path = "/administration/guests";

    private const string DayFormat = "yyyy-MM-dd";

    public static GuestsQuery Of(string? partner, string? endsBefore, string? cursor) =>
        new(
            Guid.TryParse(partner, out var id) ? id : null,
            DateOnly.TryParseExact(
                endsBefore,
                DayFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
                ? day
                : null,
            cursor
        );

    /// <summary>The page with these guests.</summary>
    public string Address =>
        QueryHelpers.AddQueryString(
            Path,
            new Dictionary<string, string?>
            {
                ["partner"] = Partner?.ToString(),
                ["endsBefore"] = EndsBefore?.ToString(DayFormat, CultureInfo.InvariantCulture),
                ["cursor"] = Cursor,
            }
        );
}
