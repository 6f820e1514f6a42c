using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Runs;

/// <summary>A mentee in the record of a run.</summary>
/// <param name="Profile">Without what <see cref="Background"/> holds.</param>
/// <param name="Background">Encrypted under the mentee's key; null where there is nothing.</param>
public sealed record RecordedMentee(
    Mentee Profile,
    string SiteCode,
    DateTimeOffset ReadyAt,
    PersonalValue<Background>? Background
)
{
    public static RecordedMentee Of(WaitingMentee mentee) =>
        new(
            mentee.Profile.With(null) with
            {
                TargetField = null,
            },
            mentee.SiteCode,
            mentee.ReadyAt,
            mentee.Profile.BackgroundWith(mentee.Profile.TargetField)
        );

    public WaitingMentee ToMentee()
    {
        var background = Background?.Value;
        return new(Profile.With(background) with { TargetField = background?.TargetField }, SiteCode, ReadyAt);
    }
}

/// <summary>A mentor in the record of a run.</summary>
/// <param name="Profile">Without what <see cref="Background"/> holds.</param>
/// <param name="Background">Encrypted under the mentor's key; null where there is nothing.</param>
public sealed record RecordedMentor(Mentor Profile, PersonalValue<Background>? Background)
{
    public static RecordedMentor Of(Mentor mentor) => new(mentor.With(null), mentor.BackgroundWith(null));

    public Mentor ToMentor() => Profile.With(Background?.Value);
}

internal static class RecordedPeople
{
    public static T With<T>(this T person, Background? background)
        where T : Person =>
        person with
        {
            Fields = background?.Fields,
            Values = background?.Values,
            Personality = background?.Personality,
        };

    public static PersonalValue<Background>? BackgroundWith(this Person person, string? targetField) =>
        (targetField, person.Fields, person.Values, person.Personality) is (null, null, null, null)
            ? null
            : new(person.Id, new(targetField, person.Fields, person.Values, person.Personality));
}
