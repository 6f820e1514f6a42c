namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A solution: the chosen edge of each mentee (-1 for none), what it amounts to, and the proof that nothing beats it.
/// </summary>
public sealed record Assignment(int[] Edges, int Matched, long TotalScore, Certificate Certificate);
