using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;

namespace PeerNetwork.Matching;

/// <summary>What becomes due in this service.</summary>
public sealed class MatchingDeadlinesProjection() : DeadlinesProjection(new AnswerTimeRule());
