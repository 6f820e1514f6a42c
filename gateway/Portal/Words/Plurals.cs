using System.Globalization;
using Microsoft.Extensions.Localization;

namespace PeerNetwork.Portal.Words;

public static class Plurals
{
    /// <summary>
    /// The words with a number in them. They have two keys, which end in <c>.One</c> and <c>.Other</c>.
    /// </summary>
    public static string Plural(this IStringLocalizer words, string key, int number) =>
        words[$"{key}.{(IsOne(number) ? "One" : "Other")}", number];

    // As the CLDR says: French uses the singular for 0 too, Japanese has none.
    private static bool IsOne(int number) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName switch
        {
            "fr" => number is 0 or 1,
            "ja" => false,
            _ => number is 1,
        };
}
