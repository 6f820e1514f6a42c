using System.Diagnostics;
using NodaTime;
using NodaTime.TimeZones;
using PeerNetwork.Enrollment.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>When a person gets a kind of notice by mail. The portal shows every notice at once.</summary>
public enum MailChoice
{
    AtOnce,

    /// <summary>Once a day, all in one mail.</summary>
    Daily,
    Never,
}

/// <summary>The time of day at which a person wants no mail.</summary>
/// <param name="From">In the zone of the person.</param>
/// <param name="Until">The first moment of mail again; earlier than <paramref name="From"/> where a night lies
/// between.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly Until)
{
    public bool Contains(TimeOnly time) => time.IsBetween(From, Until);
}

public abstract record NoticePreferencesEvent;

/// <param name="Mails">By kind; a kind that is not named is sent at once.</param>
/// <param name="DailyAt">In the zone of the person.</param>
/// <param name="Language">One of <see cref="NoticeTexts.Languages"/>; null for the one that the person's profile
/// suggests.</param>
public sealed record NoticePreferencesSet(
    PersonId Person,
    IReadOnlyDictionary<NoticeKind, MailChoice> Mails,
    TimeOnly DailyAt,
    QuietHours? Quiet,
    string? Language,
    DateTimeOffset At
) : NoticePreferencesEvent;

/// <summary>How a person wants to hear.</summary>
public sealed record NoticePreferences(
    IReadOnlyDictionary<NoticeKind, MailChoice> Mails,
    TimeOnly DailyAt,
    QuietHours? Quiet = null,
    string? Language = null
)
{
    public static readonly NoticePreferences Default = new(new Dictionary<NoticeKind, MailChoice>(), new(8, 0));

    public static Guid StreamOf(PersonId person) => DerivedId.From("notice-preferences", person.Value);

    public MailChoice ChoiceFor(NoticeKind kind) => Mails.GetValueOrDefault(kind);

    public bool ContentEquals(NoticePreferences other) =>
        (this with { Mails = other.Mails }) == other
        && Enum.GetValues<NoticeKind>().All(kind => ChoiceFor(kind) == other.ChoiceFor(kind));

    /// <summary>When a notice that is raised now is to be sent by mail; null for never.</summary>
    public DateTimeOffset? MailDue(NoticeKind kind, DateTimeZone zone, DateTimeOffset now) =>
        ChoiceFor(kind) switch
        {
            MailChoice.Never => null,
            MailChoice.Daily => Next(DailyAt, zone, now),
            _ => EndOfQuiet(zone, now) ?? now,
        };

    /// <summary>Null where it is not quiet now.</summary>
    public DateTimeOffset? EndOfQuiet(DateTimeZone zone, DateTimeOffset now) =>
        Quiet is { } quiet && quiet.Contains(InZone(zone, now).TimeOfDay.ToTimeOnly())
            ? Next(quiet.Until, zone, now)
            : null;

    /// <summary>The first moment from now on at which the clocks of the zone show this time.</summary>
    private static DateTimeOffset Next(TimeOnly time, DateTimeZone zone, DateTimeOffset now)
    {
        var today = InZone(zone, now).Date;
        var next = At(today);
        return next >= now ? next : At(today.PlusDays(1));

        DateTimeOffset At(LocalDate day) =>
            zone.ResolveLocal(day + LocalTime.FromTimeOnly(time), Resolvers.LenientResolver)
                .ToInstant()
                .ToDateTimeOffset();
    }

    private static LocalDateTime InZone(DateTimeZone zone, DateTimeOffset now) =>
        Instant.FromDateTimeOffset(now).InZone(zone).LocalDateTime;

    public static NoticePreferences Evolve(NoticePreferences? preferences, NoticePreferencesEvent e) =>
        e switch
        {
            NoticePreferencesSet s => new(s.Mails, s.DailyAt, s.Quiet, s.Language),
            _ => throw new UnreachableException($"{e} cannot follow {preferences}"),
        };
}
