using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>The section <c>Syncs</c> of the configuration.</summary>
public sealed class SyncSettings
{
    [Range(0.0, 1.0, ErrorMessage = "a number from {1} to {2}")]
    [Description("A sync or an upload stops and asks when a greater share of the active people would leave.")]
    public double BrakeShare { get; set; } = 0.05;

    [Range(0, 1_000_000, ErrorMessage = "a whole number from {1} to {2}")]
    [Description("So many people may leave in any case without an approval.")]
    public int BrakeMinimum { get; set; } = 10;

    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00", ErrorMessage = "a time from {1} to {2}")]
    [Description("A sync of changes alone is followed by one of all people when the last one is older than this.")]
    public TimeSpan FullInterval { get; set; } = TimeSpan.FromDays(1);

    [Description("The folder below which the watched folders of HR systems lie; none where it is left out.")]
    public string? DropFolder { get; set; }

    [DisplayName("Syncs__Sources__{name}__{setting}")]
    // What is wrong with a source is said by the rules of the registration.
    [MustBe("a value of that setting")]
    [Description(
        "Of an HR system: ConnectorFile, the path of the JSON with the settings of its connector, which holds secrets; "
            + "MappingFile, the path of the JSON that maps its fields; Interval, the time between two syncs, without "
            + "which they are only requested; NeedsApproval, true if a person approves each sync."
    )]
    public Dictionary<string, SourceSettings> Sources { get; set; } = [];

    /// <summary>Whether the plan needs an approval because of the people who would leave.</summary>
    public bool Stops(RosterPlan plan) => plan.Leaving > Math.Max(BrakeMinimum, BrakeShare * plan.Active);
}

/// <summary>The section <c>Syncs:Sources:{name}</c> of the configuration.</summary>
public sealed class SourceSettings
{
    public string? ConnectorFile { get; set; }

    public string? MappingFile { get; set; }

    public TimeSpan? Interval { get; set; }

    public bool NeedsApproval { get; set; }
}
