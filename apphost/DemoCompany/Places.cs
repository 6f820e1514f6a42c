namespace PeerNetwork.DemoCompany;

/// <param name="Code">The company's short name for the site.</param>
/// <param name="TimeZone">IANA time zone.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code.</param>
/// <param name="Languages">ISO 639-1 codes that people there speak, the most common first.</param>
/// <param name="Names">The Bogus locale that names of people there come from.</param>
/// <param name="Weight">Its share of the people.</param>
public sealed record Site(
    string Code,
    string Name,
    string TimeZone,
    string Country,
    IReadOnlyList<string> Languages,
    string Names,
    float Weight
);

internal static class Places
{
    /// <summary>
    /// Two main sites, far apart, with enough people for a program of their own. Chicago and London change to
    /// daylight-saving time on different days, Singapore and Bengaluru never do.
    /// </summary>
    public static IReadOnlyList<Site> Sites { get; } =
    [
        new("CHI", "Chicago", "America/Chicago", "US", ["en", "es"], "en_US", 0.31f),
        new("SIN", "Singapore", "Asia/Singapore", "SG", ["en", "zh", "ms"], "en", 0.29f),
        new("LON", "London", "Europe/London", "GB", ["en"], "en_GB", 0.09f),
        new("BER", "Berlin", "Europe/Berlin", "DE", ["de", "en"], "de", 0.08f),
        new("BLR", "Bengaluru", "Asia/Kolkata", "IN", ["en", "hi", "kn"], "en_IND", 0.08f),
        new("NYC", "New York", "America/New_York", "US", ["en", "es"], "en_US", 0.04f),
        new("MAD", "Madrid", "Europe/Madrid", "ES", ["es", "en"], "es", 0.03f),
        new("TYO", "Tokyo", "Asia/Tokyo", "JP", ["ja", "en"], "en", 0.02f),
        new("SAO", "São Paulo", "America/Sao_Paulo", "BR", ["pt", "en"], "pt_BR", 0.02f),
        new("SYD", "Sydney", "Australia/Sydney", "AU", ["en"], "en_AU", 0.015f),
        new("JNB", "Johannesburg", "Africa/Johannesburg", "ZA", ["en", "zu", "af"], "en_ZA", 0.01f),
        new("YYZ", "Toronto", "America/Toronto", "CA", ["en", "fr"], "en_CA", 0.01f),
        new("REK", "Reykjavík", "Atlantic/Reykjavik", "IS", ["is", "en"], "en", 0.005f),
    ];
}
