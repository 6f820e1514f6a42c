using System.Globalization;

namespace PeerNetwork.Matching.Engine;

/// <summary>Numbers in words.</summary>
internal static class TextFormat
{
    public static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>The way people list things: "one", "one and two", "one, two and three".</summary>
    public static string List(IEnumerable<string> items) =>
        items.ToArray() switch
        {
            [] => "",
            [var only] => only,
            [.. var most, var last] => $"{string.Join(", ", most)} and {last}",
        };

    public static string Tenths(int tenths) => string.Create(CultureInfo.InvariantCulture, $"{tenths / 10m:0.0}");

    public static string Hours(long minutes) =>
        string.Create(CultureInfo.InvariantCulture, $"{minutes / 60m:0.##} {(minutes == 60 ? "hour" : "hours")}");
}
