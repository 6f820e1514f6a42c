using System.Globalization;
using System.Resources;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>What a notice says.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Body">A few sentences.</param>
public sealed record NoticeText(string Subject, string Body);

/// <summary>The texts of notices and mails, from the resource files in <c>Texts</c>.</summary>
public static class NoticeTexts
{
    private static readonly ResourceManager Texts = new(
        "PeerNetwork.Enrollment.Notices.Texts.NoticeTexts",
        typeof(NoticeTexts).Assembly
    );

    /// <summary>The languages in which there are texts.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["de", "en", "es", "fr", "ja"];

    /// <param name="program">Null where the program is not known yet.</param>
    /// <param name="time">Shown in the zone, as the language writes it.</param>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    public static NoticeText Of(
        NoticeKind kind,
        string? program,
        DateTimeOffset? time,
        DateTimeZone zone,
        string language
    )
    {
        var (name, moment) = (program ?? "PeerNetwork", time is { } t ? Format(t, zone, language) : "");
        return new(Get($"{kind}.Subject", language, name, moment), Get($"{kind}.Text", language, name, moment));
    }

    /// <summary>A text of the mails themselves.</summary>
    public static string Get(string key, string language, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var text = Texts.GetString(key, culture) ?? throw new MissingManifestResourceException($"No text for {key}.");
        return string.Format(culture, text, values);
    }

    /// <summary>The first language that a client accepts and that there is; null for none.</summary>
    public static string? Choose(IList<StringWithQualityHeaderValue> accepted) =>
        accepted
            .Where(language => language.Quality is not 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value?.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language is not null && Languages.Contains(language));

    private static string Format(DateTimeOffset time, DateTimeZone zone, string language) =>
        Instant.FromDateTimeOffset(time).InZone(zone).LocalDateTime.ToString("f", CultureInfo.GetCultureInfo(language))
        + $" ({zone.Id})";
}
