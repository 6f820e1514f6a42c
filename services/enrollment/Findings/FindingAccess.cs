using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Findings;

internal static class FindingAccess
{
    /// <exception cref="DomainException">There is no such finding, or it belongs to another program.</exception>
    public static Finding RequireOf(this Finding? finding, Guid program) =>
        finding?.Program.Value == program
            ? finding
            : throw new DomainException(DomainError.NotFound, "The program has no such finding.");

    /// <exception cref="DomainException">The finding is resolved or dismissed.</exception>
    public static void RequireUndecided(this Finding finding)
    {
        if (finding.IsDecided)
            throw new DomainException(
                DomainError.Conflict,
                $"The finding is {EnumText.Of(finding.Status)}. Reopen it first."
            );
    }
}
