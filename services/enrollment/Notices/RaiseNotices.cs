using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>
/// Tells people what this service decides about them, and settles what is over: each event in one unit of work.
/// </summary>
public sealed class RaiseNotices : EventHandlingSubscription
{
    public RaiseNotices(IServiceScopeFactory scopes)
        : base("raise_notices", scopes)
    {
        Tell<ApplicationApproved>(a => new(NoticeKind.ApplicationApproved, a.Person, a.Program, a.Application.Value));
        Tell<ApplicationRejected>(a => new(NoticeKind.ApplicationRejected, a.Person, a.Program, a.Application.Value));
        Tell<ApplicantNoLongerReady>(a => new(NoticeKind.TrainingDue, a.Person, a.Program, a.Application.Value, a.At));
        Settle<ApplicantBecameReady>(a => (a.Person, NoticeKind.TrainingDue, a.Application.Value));
        Tell<InterviewPlanned>(i => DraftOf(i, i.Interview));
        Change<InterviewRescheduled>(
            async (i, notices, writes, ct) =>
            {
                await SettleInterview(i, notices, writes, ct);
                await notices.Raise(writes, DraftOf(i, i.Interview));
            }
        );
        Change<InterviewCancelled>(
            async (i, notices, writes, ct) =>
            {
                foreach (var time in await SettleInterview(i, notices, writes, ct))
                    await notices.Raise(
                        writes,
                        new(NoticeKind.InterviewCancelled, i.Person, i.Program, i.Application.Value, time)
                    );
            }
        );
        Tell<MentorInvited>(i => new(NoticeKind.MentorInvited, i.Person, i.Program, i.Invitation.Value, i.ExpiresAt));
        Settle<MentorInvitationDeclined>(i => (i.Person, NoticeKind.MentorInvited, i.Invitation.Value));
        Settle<MentorInvitationTakenUp>(i => (i.Person, NoticeKind.MentorInvited, i.Invitation.Value));
        Settle<MentorInvitationExpired>(i => (i.Person, NoticeKind.MentorInvited, i.Invitation.Value));
        Change<NoticeReminded>((r, notices, writes, _) => Remind(r, notices, writes));
    }

    private void Tell<T>(Func<T, NoticeDraft> draft)
        where T : class => Change<T>((e, notices, writes, _) => notices.Raise(writes, draft(e)));

    private void Settle<T>(Func<T, (PersonId Person, NoticeKind Kind, Guid Subject)> told)
        where T : class =>
        Change<T>(
            (e, notices, writes, ct) =>
            {
                var (person, kind, subject) = told(e);
                return notices.SettleAll(writes, person, kind, subject, ct);
            }
        );

    private void Change<T>(Func<T, NoticeWriter, StreamWrites, CancellationToken, Task> change)
        where T : class =>
        Handle<T>(
            (e, services, ct) =>
            {
                var notices = services.GetRequiredService<NoticeWriter>();
                return services.GetRequiredService<EventStreams>().Update(writes => change(e, notices, writes, ct), ct);
            }
        );

    private static Task<IReadOnlyList<DateTimeOffset?>> SettleInterview(
        SelectionEvent e,
        NoticeWriter notices,
        StreamWrites writes,
        CancellationToken ct
    ) => notices.SettleAll(writes, e.Person, NoticeKind.InterviewPlanned, e.Application.Value, ct);

    private static async Task Remind(NoticeReminded e, NoticeWriter notices, StreamWrites writes)
    {
        var notice = await writes.Fetch<Notice, NoticeEvent>(e.Notice.Value, Notice.Evolve);
        if (notice is { Kind: NoticeKind.MatchProposed, Settled: false } n)
            await notices.Raise(writes, new(NoticeKind.MatchReminder, n.Person, n.Program, n.Subject, n.Time));
    }

    private static NoticeDraft DraftOf(SelectionEvent e, Interview interview) =>
        new(NoticeKind.InterviewPlanned, e.Person, e.Program, e.Application.Value, interview.StartsAt);
}
