using NodaTime;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>A person with all that decides how they hear.</summary>
/// <param name="Person">Null where the account belongs to no person.</param>
public sealed record Recipient(PersonId Id, Person? Person, NoticePreferences Preferences)
{
    /// <summary>The zone of the person's site.</summary>
    public DateTimeZone Zone =>
        Person is null
            ? DateTimeZone.Utc
            : DateTimeZoneProviders.Tzdb.GetZoneOrNull(Person.Employment.TimeZone) ?? DateTimeZone.Utc;

    /// <summary>The chosen language, else the first of ours that the person speaks, else English.</summary>
    public string Language =>
        Preferences.Language
        ?? (Person?.Profile?.Languages ?? []).FirstOrDefault(NoticeTexts.Languages.Contains)
        ?? Person?.Employment.Languages.FirstOrDefault(NoticeTexts.Languages.Contains)
        ?? "en";

    /// <summary>Null where the person has left, or HR names no address.</summary>
    public PersonalText? Address => Person is { Active: true, Email: { Text: not null } email } ? email : null;

    public static async Task<Recipient> Read(EventStreams events, PersonId id, CancellationToken ct) =>
        new(
            id,
            await events.Read<Person, PersonEvent>(id.Value, Person.Evolve, ct),
            await events.Read<NoticePreferences, NoticePreferencesEvent>(
                NoticePreferences.StreamOf(id),
                NoticePreferences.Evolve,
                ct
            ) ?? NoticePreferences.Default
        );

    public static async Task<Recipient> Fetch(StreamWrites writes, PersonId id) =>
        new(
            id,
            await writes.Fetch<Person, PersonEvent>(id.Value, Person.Evolve),
            await writes.Fetch<NoticePreferences, NoticePreferencesEvent>(
                NoticePreferences.StreamOf(id),
                NoticePreferences.Evolve
            ) ?? NoticePreferences.Default
        );

    /// <summary>When a mail server refused the present address for good; null where none did.</summary>
    public async Task<DateTimeOffset?> RefusedAt(ReadModels models, CancellationToken ct)
    {
        var refused = await models.QueryFirstOrDefault<DateTimeOffset?>(
            $"select refused_at from refused_addresses where person = {Id.Value}",
            ct
        );
        return Person?.Emails is [.., { Until: null } present] && present.From < refused ? refused : null;
    }
}
