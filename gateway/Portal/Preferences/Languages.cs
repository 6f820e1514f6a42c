using System.Collections.Immutable;
using System.Globalization;

namespace PeerNetwork.Portal.Preferences;

/// <summary>The languages of the portal, the first where a browser asks for none of them.</summary>
public static class Languages
{
    public static readonly ImmutableArray<string> All = ["en", "de", "es", "fr", "ja"];

    /// <summary>What speakers of the language call it.</summary>
    public static string NameOf(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return culture.TextInfo.ToTitleCase(culture.NativeName);
    }
}
