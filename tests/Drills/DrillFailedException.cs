namespace PeerNetwork.Drills;

/// <summary>What was drilled did not come out as it has to.</summary>
internal sealed class DrillFailedException(string message) : Exception(message);
