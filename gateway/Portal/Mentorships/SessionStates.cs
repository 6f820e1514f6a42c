using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Api.Engagement;

namespace PeerNetwork.Portal.Mentorships;

internal static class SessionStates
{
    /// <summary>Whether a session was cancelled, and who attended; null for one that is planned.</summary>
    /// <param name="you">The user.</param>
    /// <param name="partner">The name of the partner; null where it is not known.</param>
    public static string? StateOf(this IStringLocalizer words, SessionView session, Guid you, string? partner) =>
        session switch
        {
            { Cancelled: true } => words["Mentorship.Cancelled"],
            { MissedBy: [] } => words["Mentorship.AttendanceHeld"],
            { MissedBy: { } missedBy } => words[
                "Mentorship.AttendanceMissedBy",
                string.Join(", ", missedBy.Select(person => words.NameOf(person, you, partner)))
            ],
            _ => (string?)null,
        };

    /// <summary>What a member is called for the user.</summary>
    public static string NameOf(this IStringLocalizer words, Guid member, Guid you, string? partner) =>
        member == you ? words["Mentorship.You"] : partner ?? words["Mentorship.UnknownPartner"];
}
