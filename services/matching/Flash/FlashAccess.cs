using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Flash;

/// <summary>Which programs have flash sessions, and who books them.</summary>
public static class FlashAccess
{
    /// <summary>
    /// A part of a statement: whether the person <c>w</c> may book sessions of the program <c>g</c>. Guests, alumni and
    /// people of partner organisations are mentors only.
    /// </summary>
    public static FormattableString MayBook =>
        $"""
            w.active and not w.on_leave and {PersonReplica.IsStaff} and not g.ended
                and g.data -> 'formats' @> '["flash"]' and jsonb_exists(g.data -> 'siteCodes', w.data ->> 'siteCode')
            """;

    /// <exception cref="DomainException">There is no such program, or it has no flash sessions.</exception>
    public static async Task<ProgramReplica> RequireFlashProgram(
        this EventStreams events,
        Guid program,
        CancellationToken ct
    )
    {
        var known = await events.RequireProgram(program, ct);
        return !known.Ended && known.Formats.Contains(ProgramReplica.Flash)
            ? known
            : throw new DomainException(DomainError.Conflict, "This program has no flash sessions.")
            {
                Code = "no-flash-sessions",
            };
    }
}
