using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Agreements;

/// <summary>
/// One side puts terms forward, for the first time or to change what was agreed; they replace a proposal that still
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

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        new Check()
            .That(
                TextValidation.IsText(request.Goals, TextValidation.MaxTextLength),
                "goals",
                TextValidation.TextMessage(TextValidation.MaxTextLength)
            )
            .That(request.MeetingEveryDays is >= 1 and <= 180, "meetingEveryDays", "must be 1 to 180")
            .That(
                TextValidation.IsText(request.Boundaries, TextValidation.MaxTextLength),
                "boundaries",
                TextValidation.TextMessage(TextValidation.MaxTextLength)
            )
            .That(
                TextValidation.IsText(request.Confidentiality, TextValidation.MaxTextLength),
                "confidentiality",
                TextValidation.TextMessage(TextValidation.MaxTextLength)
            )
            .That(TextValidation.IsLine(request.Channel), "channel", TextValidation.LineMessage)
            .That(request.AnswerWithinHours is >= 1 and <= 720, "answerWithinHours", "must be 1 to 720")
            .Throw();
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
