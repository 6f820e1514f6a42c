using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// A match broke a rule: its mentorship ends with a neutral outcome. A mentorship whose start was not heard of yet
/// starts and ends at once, so that the start does not open it later.
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
            return mentorship.Close(Outcome.ReportingLine, by: null, reason: null, m.At);
        var started = new MentorshipStarted(
            new(m.Match),
            new(m.Program),
            m.SiteCode,
            Enum.Parse<RelationshipKind>(m.Kind, ignoreCase: true),
            [.. m.Members.Select(Member.From)],
            m.At
        );
        return [started, .. Mentorship.Evolve(null, started).Close(Outcome.ReportingLine, null, null, m.At)];
    }
}
