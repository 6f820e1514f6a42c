namespace PeerNetwork.Matching.Runs;

/// <summary>
/// What a replica of matching does. Setting <c>Runs:Role</c>; computing can so be scaled apart from everything else.
/// </summary>
public enum ReplicaRole
{
    /// <summary>It answers requests, runs projections and subscriptions, and computes variants of runs.</summary>
    All,

    /// <summary>It does all but compute.</summary>
    Api,

    /// <summary>It only computes.</summary>
    Worker,
}
