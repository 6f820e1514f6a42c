using MassTransit;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Matches;

/// <summary>A mentee left a mentorship of a group, and is part of the next run.</summary>
public sealed class WhenMemberLeft(EventStreams events) : IConsumer<MemberLeft>
{
    public Task Consume(ConsumeContext<MemberLeft> context) =>
        events.Update<Match, MatchEvent>(
            context.Message.Mentorship,
            Match.Evolve,
            match => Decide(match, context.Message),
            context.CancellationToken
        );

    public static MatchEvent[] Decide(Match? match, MemberLeft left) =>
        match is { State: MatchState.Confirmed } && match.Involves(new(left.Member.Person))
            ? [new GroupLeft(match.Id, match.Proposal.Program, new(left.Member.Person), left.Reason, left.At)]
            : [];
}
