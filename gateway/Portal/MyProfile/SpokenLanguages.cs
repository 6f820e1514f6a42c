using System.Globalization;

namespace PeerNetwork.Portal.MyProfile;

/// <summary>The ISO 639-1 codes from which people choose.</summary>
public static class SpokenLanguages
{
    /// <summary>In the order of what their speakers call them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. CultureInfo
            .GetCultures(CultureTypes.NeutralCultures)
            .Where(culture => culture.Name.Length == 2)
            .OrderBy(culture => culture.NativeName, StringComparer.InvariantCultureIgnoreCase)
            .Select(culture => culture.Name),
    ];
}
