using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Agreements;

/// <summary>
/// A member accepts the proposal that was read, by its number. Once all have accepted it, the agreement holds.
/// </summary>
public static class AcceptAgreement
{
    public sealed record Request(int Proposal);

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, request.Proposal, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(Mentorship? mentorship, PersonId by, int proposal, DateTimeOffset now)
    {
        var m = mentorship.RequireOpenFor(by);
        return m.Agreement switch
        {
            { InForce.Number: var agreed } when agreed == proposal => [],
            { Open: null } => throw new DomainException(DomainError.Conflict, "No proposal waits for an answer."),
            { Open: var open } when open.Number != proposal => throw new DomainException(
                DomainError.Conflict,
                $"Proposal {open.Number} took its place: read it first."
            )
            {
                Code = "proposal-replaced",
            },
            { Open: var open } when open.By == by => throw new DomainException(
                DomainError.Conflict,
                "Your own proposal waits for the other members."
            ),
            { Open: var open } when open.AcceptedBy.Contains(by) => [],
            { Open: var open } =>
            [
                new ProposalAccepted(m.Id, proposal, by, now),
                .. m.HaveAllAccepted(open with { AcceptedBy = open.AcceptedBy.Add(by) })
                    ? (MentorshipEvent[])[new AgreementAccepted(m.Id, m.Program, m.SiteCode, proposal, now)]
                    : [],
            ],
        };
    }
}
