using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.Notices.Mails;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>What a person should hear.</summary>
/// <param name="Program">Null where it is about no program.</param>
/// <param name="Time">The time that its text names.</param>
/// <param name="RemindAt">When the person is reminded unless it is settled; null for never.</param>
public sealed record NoticeDraft(
    NoticeKind Kind,
    PersonId Person,
    ProgramId? Program,
    Guid Subject,
    DateTimeOffset? Time = null,
    DateTimeOffset? RemindAt = null
)
{
    /// <summary>An interview at another time, or another invitation, is told of again.</summary>
    public NoticeId Id => NoticeId.Of(Kind, Subject, Person, Kind.IsTimed() ? Time : null);
}

/// <summary>Raises and settles notices within a unit of work.</summary>
public sealed class NoticeWriter(ReadModels models, IOptions<MailSettings> mails, TimeProvider clock)
{
    public async Task Raise(StreamWrites writes, NoticeDraft draft)
    {
        var notice = await writes.Fetch<Notice, NoticeEvent>(draft.Id.Value, Notice.Evolve);
        var recipient = await Recipient.Fetch(writes, draft.Person);
        var now = clock.GetUtcNow();
        writes.Append<Notice, NoticeEvent>(
            draft.Id.Value,
            Decide(notice, draft, recipient, mails.Value.IsOn, Guid.CreateVersion7(now), now)
        );
    }

    public async Task Settle(StreamWrites writes, NoticeId id, PersonId person)
    {
        var notice = await writes.Fetch<Notice, NoticeEvent>(id.Value, Notice.Evolve);
        writes.Append<Notice, NoticeEvent>(id.Value, Settle(notice, id, person, clock.GetUtcNow()));
    }

    /// <summary>Settles all that a person was told of this kind and subject.</summary>
    /// <returns>The times that it named.</returns>
    public async Task<IReadOnlyList<DateTimeOffset?>> SettleAll(
        StreamWrites writes,
        PersonId person,
        NoticeKind kind,
        Guid subject,
        CancellationToken ct
    )
    {
        var open = await NoticesProjection.FindOpen(models, person, kind, subject, ct);
        foreach (var notice in open)
            await Settle(writes, new(notice.Id), person);
        return [.. open.Select(notice => notice.Time)];
    }

    /// <summary>Nothing is asked of the person about this match any more.</summary>
    /// <returns>What the person was told of the proposal; null for nothing yet.</returns>
    public async Task<Notice?> SettleProposal(StreamWrites writes, Guid match, PersonId person)
    {
        var proposed = NoticeId.Of(NoticeKind.MatchProposed, match, person);
        var told = await writes.Fetch<Notice, NoticeEvent>(proposed.Value, Notice.Evolve);
        await Settle(writes, proposed, person);
        await Settle(writes, NoticeId.Of(NoticeKind.MatchReminder, match, person), person);
        return told is { Kind: not null } ? told : null;
    }

    /// <param name="notice">What is known of it: a message may be late, or come twice.</param>
    /// <param name="byMail">Whether this installation sends mail.</param>
    /// <param name="entry">The id of the entry in the list of the person.</param>
    public static NoticeEvent[] Decide(
        Notice? notice,
        NoticeDraft draft,
        Recipient recipient,
        bool byMail,
        Guid entry,
        DateTimeOffset now
    )
    {
        if (notice is not null || recipient.Person is not { Active: true })
            return [];
        var due = byMail ? recipient.Preferences.MailDue(draft.Kind, recipient.Zone, now) : null;
        return
        [
            new NoticeRaised(
                draft.Id,
                entry,
                draft.Person,
                draft.Kind,
                draft.Program,
                draft.Subject,
                draft.Time,
                draft.RemindAt > now ? draft.RemindAt : null,
                due,
                now
            ),
        ];
    }

    /// <remarks>One that is settled before it is raised never is: what settles it may arrive first.</remarks>
    public static NoticeEvent[] Settle(Notice? notice, NoticeId id, PersonId person, DateTimeOffset now) =>
        notice is { Settled: true } ? [] : [new NoticeSettled(id, person, now)];
}
