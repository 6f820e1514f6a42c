using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>Tells people what this service decides about them, and settles what is over.</summary>
public sealed class RaiseNotices : EventHandlingSubscription
{
    public RaiseNotices(IServiceScopeFactory scopes)
        : base("raise_notices", scopes)
    {
        Handle<ApplicationApproved>(
            (a, services, ct) =>
                Raise(new(NoticeKind.ApplicationApproved, a.Person, a.Program, a.Application.Value), services, ct)
        );
        Handle<ApplicationRejected>(
            (a, services, ct) =>
                Raise(new(NoticeKind.ApplicationRejected, a.Person, a.Program, a.Application.Value), services, ct)
        );
        Handle<ApplicantNoLongerReady>(
            (a, services, ct) =>
                Raise(new(NoticeKind.TrainingDue, a.Person, a.Program, a.Application.Value, a.At), services, ct)
        );
        Handle<ApplicantBecameReady>(
            (a, services, ct) => Settle(a.Person, NoticeKind.TrainingDue, a.Application.Value, services, ct)
        );
        Handle<InterviewPlanned>((i, services, ct) => Raise(DraftOf(i, i.Interview), services, ct));
        Handle<InterviewRescheduled>(
            async (i, services, ct) =>
            {
                await SettleInterview(i, services, ct);
                await Raise(DraftOf(i, i.Interview), services, ct);
            }
        );
        Handle<InterviewCancelled>(
            async (i, services, ct) =>
            {
                foreach (var time in await SettleInterview(i, services, ct))
                    await Raise(
                        new(NoticeKind.InterviewCancelled, i.Person, i.Program, i.Application.Value, time),
                        services,
                        ct
                    );
            }
        );
        Handle<MentorInvited>(
            (i, services, ct) =>
                Raise(new(NoticeKind.MentorInvited, i.Person, i.Program, i.Invitation.Value, i.ExpiresAt), services, ct)
        );
        Handle<MentorInvitationDeclined>((i, services, ct) => SettleInvitation(i.Person, i.Invitation, services, ct));
        Handle<MentorInvitationTakenUp>((i, services, ct) => SettleInvitation(i.Person, i.Invitation, services, ct));
        Handle<MentorInvitationExpired>((i, services, ct) => SettleInvitation(i.Person, i.Invitation, services, ct));
        Handle<NoticeReminded>(Remind);
    }

    private static Task Raise(NoticeDraft notice, IServiceProvider services, CancellationToken ct) =>
        services
            .GetRequiredService<EventStreams>()
            .Update(writes => services.GetRequiredService<RaiseNotice>().Raise(writes, notice), ct);

    private static Task<IReadOnlyList<DateTimeOffset?>> SettleInvitation(
        PersonId person,
        MentorInvitationId invitation,
        IServiceProvider services,
        CancellationToken ct
    ) => Settle(person, NoticeKind.MentorInvited, invitation.Value, services, ct);

    private static Task<IReadOnlyList<DateTimeOffset?>> SettleInterview(
        SelectionEvent e,
        IServiceProvider services,
        CancellationToken ct
    ) => Settle(e.Person, NoticeKind.InterviewPlanned, e.Application.Value, services, ct);

    /// <summary>Settles all that a person was told of this subject.</summary>
    /// <returns>The times that it named.</returns>
    private static async Task<IReadOnlyList<DateTimeOffset?>> Settle(
        PersonId person,
        NoticeKind kind,
        Guid subject,
        IServiceProvider services,
        CancellationToken ct
    )
    {
        var open = await NoticesProjection.FindOpen(
            services.GetRequiredService<ReadModels>(),
            person,
            kind,
            subject,
            ct
        );
        foreach (var notice in open)
            await services
                .GetRequiredService<EventStreams>()
                .Update(
                    writes => services.GetRequiredService<RaiseNotice>().Settle(writes, new(notice.Id), person),
                    ct
                );
        return [.. open.Select(notice => notice.Time)];
    }

    private static async Task Remind(NoticeReminded e, IServiceProvider services, CancellationToken ct)
    {
        var notice = await services
            .GetRequiredService<EventStreams>()
            .Read<Notice, NoticeEvent>(e.Notice.Value, Notice.Evolve, ct);
        if (notice is { Kind: NoticeKind.MatchProposed, Settled: false } n)
            await Raise(new(NoticeKind.MatchReminder, n.Person, n.Program, n.Subject, n.Time), services, ct);
    }

    private static NoticeDraft DraftOf(SelectionEvent e, Interview interview) =>
        new(NoticeKind.InterviewPlanned, e.Person, e.Program, e.Application.Value, interview.StartsAt);
}
