using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Api.Engagement;

namespace PeerNetwork.Portal.Mentorships;

internal static class SessionStates
{
    /// <summary>Whether a session was cancelled, and who attended; null for one that is planned.</summary>
    /// <param name="you">The user.</param>
    /// <param name="names">Those of the members, as far as they are known.</param>
    public static string? StateOf(
        this IStringLocalizer words,
        SessionView session,
        Guid you,
        IReadOnlyDictionary<Guid, string?> names
    ) =>
        session switch
        {
            { Cancelled: true } => words["Mentorship.Cancelled"],
            { MissedBy: [] } => words["Mentorship.AttendanceHeld"],
            { MissedBy: { } missedBy } => words[
                "Mentorship.AttendanceMissedBy",
                string.Join(", ", missedBy.Select(person => words.NameOf(person, you, names)))
            ],
            _ => (string?)null,
        };
}
