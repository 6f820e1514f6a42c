using MassTransit;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Enrollment.Notices;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.MentorInvitations;

/// <summary>
/// A mentorship ended: its members hear so, without the reason. Where it was completed, each mentee is invited to
/// become a mentor in the same program. A peer is a mentor already.
/// </summary>
public sealed class WhenMentorshipClosed(
    EventStreams events,
    ReadModels models,
    NoticeWriter notices,
    TimeProvider clock
) : IConsumer<MentorshipClosed>
{
    public async Task Consume(ConsumeContext<MentorshipClosed> context)
    {
        await Tell(context.Message, context.CancellationToken);
        foreach (var mentee in context.Message.Members.Where(member => member.Role == "mentee"))
            await Invite(context.Message, mentee.Person, context.CancellationToken);
    }

    private Task Tell(MentorshipClosed closed, CancellationToken ct) =>
        events.Update(
            async writes =>
            {
                foreach (var member in closed.Members)
                    await notices.Raise(
                        writes,
                        new(NoticeKind.MentorshipClosed, new(member.Person), new(closed.Program), closed.Mentorship)
                    );
            },
            ct
        );

    private Task Invite(MentorshipClosed closed, Guid mentee, CancellationToken ct)
    {
        var (id, now) = (MentorInvitationId.Of(new(closed.Program), new(mentee)), clock.GetUtcNow());
        return events.Update(
            async writes =>
            {
                var facts = await InvitationFacts.Fetch(writes, models, id, closed.Program, mentee, ct);
                writes.Append<MentorInvitation, MentorInvitationEvent>(
                    id.Value,
                    Decide(facts.Invitation, closed, facts.Program, facts.Person, facts.Applied, now)
                );
            },
            ct
        );
    }

    /// <param name="applied">Whether the person has an open application as mentor or both.</param>
    public static MentorInvitationEvent[] Decide(
        MentorInvitation? invitation,
        MentorshipClosed closed,
        MentoringProgram? program,
        Person? person,
        bool applied,
        DateTimeOffset now
    )
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (closed.Outcome != "completed" || applied || invitation?.AllowsAnother(closed.Mentorship) is false)
            return [];
        if (program?.IsOpenOn(today) is not true || person is not { Active: true })
            return [];
        if (MentorInvitation.BrokenRule(program, person, today) is not null)
            return [];
        return [MentorInvitation.Invite(program, person, now) with { Mentorship = closed.Mentorship }];
    }
}
