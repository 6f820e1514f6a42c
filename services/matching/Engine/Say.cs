using System.Globalization;

namespace PeerNetwork.Matching.Engine;

/// <summary>Numbers in words.</summary>
internal static class Say
{
    public static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    public static string Tenths(int tenths) => string.Create(CultureInfo.InvariantCulture, $"{tenths / 10m:0.0}");

    public static string Hours(long minutes) =>
        string.Create(CultureInfo.InvariantCulture, $"{minutes / 60m:0.##} {(minutes == 60 ? "hour" : "hours")}");
}
