using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Schedules;

namespace PeerNetwork.Matching;

/// <summary>What becomes due in this service.</summary>
public sealed class MatchingDeadlinesProjection()
    : DeadlinesProjection(
        new AnswerTimeRule(),
        new CoffeeRoundRule(),
        new ConnectionAnswerRule(),
        new FlashSlotStartRule(),
        new PauseEndRule(),
        new ScheduledRunRule()
    );
