using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>A person who has not done what a notice asks for is reminded once, in time.</summary>
public sealed class NoticeReminderRule() : DeadlineRule("notice_reminder")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            NoticeRaised { RemindAt: { } due } r => [new(r.Notice.Value, e.StreamId, due)],
            NoticeSettled s => [new(s.Notice.Value, e.StreamId, null)],
            NoticeReminded r => [new(r.Notice.Value, e.StreamId, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var notice = await writes.Fetch<Notice, NoticeEvent>(deadline.Stream, Notice.Evolve);
        writes.Append<Notice, NoticeEvent>(deadline.Stream, Decide(notice, now));
    }

    public static NoticeEvent[] Decide(Notice? notice, DateTimeOffset now) =>
        notice is { RemindAt: { } due } n && due <= now ? [new NoticeReminded(n.Id, n.Person, now)] : [];
}
