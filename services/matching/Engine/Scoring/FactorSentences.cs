using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>What the factors say of two people, where it takes more than a line.</summary>
internal static class FactorSentences
{
    public static string LearningGoals(Profile mentee, Profile mentor)
    {
        var offered = mentor.Skills.ToDictionary(s => s.Id, s => s.Level);
        var served = mentee
            .Skills.Where(w => offered.ContainsKey(w.Id))
            .OrderBy(w => mentee.Terms.TermOf(w.Id), StringComparer.Ordinal)
            .ToArray();
        if (served is [])
            return "The mentor offers none of the wanted skills and goals.";
        var note = served.Select(w =>
            mentee.Terms.TermOf(w.Id)
            + Coverage(w.Level, offered[w.Id]) switch
            {
                Full => "",
                _ when offered[w.Id] is null => " (level not recorded, counted as half)",
                _ => $" (level {offered[w.Id]} of {w.Level})",
            }
        );
        return $"The mentor offers {served.Length} of {mentee.Skills.Length} wanted skills and goals: "
            + $"{string.Join(", ", note)}.";
    }

    /// <summary>Names no field of work: who told of one told it for the matching alone.</summary>
    public static string CareerChange(Profile mentee, Profile mentor) =>
        FactorValues.CareerChange(mentee, mentor) switch
        {
            Full => "The mentor has made the move that the mentee wants to make.",
            FactorValues.TargetOnly => "The mentor has worked in the mentee's target field.",
            _ => "The mentor has not worked in the mentee's target field.",
        };

    /// <inheritdoc cref="CareerChange"/>
    public static string Background(Profile mentee, Profile mentor) =>
        CountCommon(mentee.Fields, mentor.Fields) > 0
            ? "They have worked in the same field."
            : "They have worked in no common field that is recorded.";

    public static string Experience(Profile mentee, Profile mentor, Policy policy) =>
        $"The mentor has {TextFormat.Count(mentor.Years!.Value, "year")} of experience, the mentee {mentee.Years}; "
        + $"{policy.ExperienceTarget.From} to {policy.ExperienceTarget.To} more are sought.";

    public static string Site(Profile mentee, Profile mentor) =>
        mentee.Site == mentor.Site ? "They work at the same site." : "They work at different sites.";

    public static string Shared(Profile mentee, int[] mine, int[] theirs, string none) =>
        mentee.Terms.TermsOf(mine.Intersect(theirs)) is { Length: > 0 } note ? string.Join(", ", note) : none;
}
