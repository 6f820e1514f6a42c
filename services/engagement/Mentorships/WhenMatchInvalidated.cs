using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// A match broke a rule: its mentorship ends with a neutral outcome, or one mentee leaves a group. A mentorship whose
/// start was not heard of yet starts first, so that a start that is heard of later changes nothing.
/// </summary>
public sealed class WhenMatchInvalidated(EventStreams events) : IConsumer<MatchInvalidated>
{
    public Task Consume(ConsumeContext<MatchInvalidated> context) =>
        events.Update<Mentorship, MentorshipEvent>(
            context.Message.Match,
            Mentorship.Evolve,
            mentorship => Decide(mentorship, context.Message),
            context.CancellationToken
        );

    public static MentorshipEvent[] Decide(Mentorship? mentorship, MatchInvalidated m)
    {
        if (mentorship is { Closing: not null })
            return [];
        if (mentorship is not null)
            return End(mentorship, m);
        var started = new MentorshipStarted(
            new(m.Match),
            new(m.Program),
            m.SiteCode,
            Enum.Parse<RelationshipKind>(m.Kind, ignoreCase: true),
            [.. m.Members.Select(Member.From)],
            m.At
        );
        return [started, .. End(Mentorship.Evolve(null, started), m)];
    }

    private static MentorshipEvent[] End(Mentorship mentorship, MatchInvalidated m) =>
        m.Leaving is { } mentee
            ? mentorship.Leave(new(mentee), LeaveCause.ReportingLine, by: null, reason: null, m.At)
            : mentorship.Close(Outcome.ReportingLine, by: null, reason: null, m.At);
}
