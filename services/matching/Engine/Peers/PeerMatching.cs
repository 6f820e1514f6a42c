namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A solution: the partner of each person (-1 for none), what it amounts to, and the proof that nothing beats it.
/// </summary>
public sealed record PeerMatching(int[] Partners, int Pairs, long TotalScore, PeerCertificate Certificate);
