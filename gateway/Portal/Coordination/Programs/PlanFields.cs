using Microsoft.Extensions.Localization;

namespace PeerNetwork.Portal.Coordination.Programs;

/// <summary>The settings of a plan, as their users read them.</summary>
internal static class PlanFields
{
    /// <param name="words">The words of the user's language.</param>
    /// <param name="field">Named as in the API: <c>charter.purpose</c>.</param>
    public static string NameOf(this IStringLocalizer words, string field) =>
        field.Split('.') switch
        {
            ["eligibility", "mentor", var rule] => $"{words["Plan.Mentors"]}: {words[$"Plan.{rule}"]}",
            ["eligibility", "mentee", var rule] => $"{words["Plan.Mentees"]}: {words[$"Plan.{rule}"]}",
            ["eligibility", var rule] => words[$"Plan.{rule}"],
            _ => words[$"Plan.{field}"],
        };
}
