using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// A connection broke a rule: its relationship ends with a neutral outcome. One whose start was not heard of yet starts
/// first, so that a start that is heard of later changes nothing.
/// </summary>
public sealed class WhenConnectionInvalidated(EventStreams events) : IConsumer<ConnectionInvalidated>
{
    public Task Consume(ConsumeContext<ConnectionInvalidated> context) =>
        events.Update<Mentorship, MentorshipEvent>(
            context.Message.Connection,
            Mentorship.Evolve,
            mentorship => Decide(mentorship, context.Message),
            context.CancellationToken
        );

    public static MentorshipEvent[] Decide(Mentorship? mentorship, ConnectionInvalidated c)
    {
        var started = WhenConnectionAccepted.Decide(
            mentorship,
            new(c.Connection, c.Version, c.From, c.To, c.SiteCode, c.At)
        );
        var known = started.Aggregate(mentorship, Mentorship.Evolve)!;
        return known is { Closing: not null }
            ? []
            : [.. started, .. known.Close(Outcome.ReportingLine, by: null, reason: null, c.At)];
    }
}
