namespace PeerNetwork.Enrollment.People;

/// <summary>Where a person works most of the time.</summary>
public enum WorkMode
{
    OnSite,
    Hybrid,
    Remote,
}

public static class WorkModes
{
    public const string Message = "must be onSite, hybrid or remote";

    /// <summary>The mode of this name, in any case; null for every other word.</summary>
    public static WorkMode? Of(string? text) =>
        text?.ToLowerInvariant() switch
        {
            "onsite" => WorkMode.OnSite,
            "hybrid" => WorkMode.Hybrid,
            "remote" => WorkMode.Remote,
            _ => null,
        };
}
