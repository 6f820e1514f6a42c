namespace PeerNetwork.Matching.Engine;

/// <summary>The chosen edge of each mentee (-1 for none) and the total of the mentees' scores.</summary>
public sealed record StableMatching(int[] Edges, int Matched, long TotalScore);
