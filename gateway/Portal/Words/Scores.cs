using System.Globalization;

namespace PeerNetwork.Portal.Words;

/// <summary>Figures of the API as texts.</summary>
internal static class Scores
{
    /// <summary>Millionths of a full score, as points of 100.</summary>
    public static string Points(long millionths) => (millionths / 10_000m).ToString("0.#", CultureInfo.CurrentCulture);

    /// <summary>Thousandths, as per cent.</summary>
    public static string Percent(int thousandths) => (thousandths / 1000m).ToString("P0", CultureInfo.CurrentCulture);
}
