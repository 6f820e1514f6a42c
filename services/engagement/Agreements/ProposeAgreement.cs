using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Agreements;

/// <summary>
/// A member puts terms forward, for the first time or to change what was agreed; they replace a proposal that still
/// waits.
/// </summary>
public static class ProposeAgreement
{
    public sealed record Request(
        string Goals,
        int MeetingEveryDays,
        string Boundaries,
        string Confidentiality,
        string Channel,
        int AnswerWithinHours
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Goals).Text();
            RuleFor(r => r.MeetingEveryDays).InclusiveBetween(1, 180);
            RuleFor(r => r.Boundaries).Text();
            RuleFor(r => r.Confidentiality).Text();
            RuleFor(r => r.Channel).Line();
            RuleFor(r => r.AnswerWithinHours).InclusiveBetween(1, 720);
        }
    }

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
        var terms = new Terms(
            by.ToPersonalText(request.Goals),
            request.MeetingEveryDays,
            by.ToPersonalText(request.Boundaries),
            by.ToPersonalText(request.Confidentiality),
            by.ToPersonalText(request.Channel),
            request.AnswerWithinHours
        );
        await events.Update<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, m => Decide(m, by, terms, now), ct);
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(Mentorship? mentorship, PersonId by, Terms terms, DateTimeOffset now)
    {
        var m = mentorship.RequireOpenFor(by);
        return m.Agreement.Open is { } open && open.By == by && open.Terms == terms
            ? []
            : [new AgreementProposed(m.Id, m.Agreement.Proposals + 1, by, terms, now)];
    }
}
