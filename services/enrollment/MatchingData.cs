using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;

namespace PeerNetwork.Enrollment;

/// <summary>What describes a person, as it is sent to matching alone, and only encrypted.</summary>
public static class MatchingData
{
    /// <returns>Null where the person was erased.</returns>
    public static PersonDescription? Of(StoredEmployment work, Profile? profile) =>
        work.Description.Value is { } details
            ? new(
                details.JobTitle,
                work.JobLevel,
                details.YearsOfExperience,
                profile?.Languages is { Count: > 0 } own ? own : details.Languages,
                profile?.Interests ?? [],
                Skills(profile?.SkillsOffered),
                Skills(profile?.SkillsWanted),
                profile?.HoursPerMonth
            )
            : null;

    /// <returns>Null where the applicant answered nothing, or was erased.</returns>
    public static QuestionnaireAnswers? Of(Background? background) =>
        background is null
            ? null
            : new(
                background.Goals,
                Answers(background.Values),
                Answers(background.Personality),
                background.TargetField,
                background.Fields
            );

    private static SkillRecorded[] Skills(IReadOnlyList<Skill>? skills) =>
        [.. (skills ?? []).Select(s => new SkillRecorded(s.Name, s.Level))];

    private static AnswerRecorded[] Answers(IReadOnlyDictionary<string, int> answers) =>
        [.. answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new AnswerRecorded(a.Key, a.Value))];
}
