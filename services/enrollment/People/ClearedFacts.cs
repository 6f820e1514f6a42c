namespace PeerNetwork.Enrollment.People;

/// <summary>A fact of a person that may be unknown. A person always has a site.</summary>
public enum ClearableFact
{
    Manager,
    Department,
    JobTitle,
    JobLevel,
    CostCentre,
    WorkingTime,
    WorkMode,
}

/// <summary>The facts of which nothing is known any more from a day on.</summary>
public sealed record ClearedFacts(
    bool Manager = false,
    bool Department = false,
    bool JobTitle = false,
    bool JobLevel = false,
    bool CostCentre = false,
    bool WorkingTime = false,
    bool WorkMode = false
)
{
    public static readonly ClearedFacts None = new();

    /// <summary>Null where there is none.</summary>
    public static ClearedFacts? Of(IReadOnlyCollection<ClearableFact> facts) =>
        facts.Count == 0
            ? null
            : new(
                facts.Contains(ClearableFact.Manager),
                facts.Contains(ClearableFact.Department),
                facts.Contains(ClearableFact.JobTitle),
                facts.Contains(ClearableFact.JobLevel),
                facts.Contains(ClearableFact.CostCentre),
                facts.Contains(ClearableFact.WorkingTime),
                facts.Contains(ClearableFact.WorkMode)
            );

    /// <summary>The facts that an employment has and a later one has not; null where there is none.</summary>
    public static ClearedFacts? Between(Employment before, Employment after)
    {
        var cleared = new ClearedFacts(
            before.Manager is not null && after.Manager is null,
            before.Department is not null && after.Department is null,
            before.JobTitle is not null && after.JobTitle is null,
            before.JobLevel is not null && after.JobLevel is null,
            before.CostCentre is not null && after.CostCentre is null,
            before.WorkingTime is not null && after.WorkingTime is null,
            before.WorkMode is not null && after.WorkMode is null
        );
        return cleared == None ? null : cleared;
    }

    public IReadOnlyList<ClearableFact> ToList() =>
        [
            .. new (ClearableFact Fact, bool IsCleared)[]
            {
                (ClearableFact.Manager, Manager),
                (ClearableFact.Department, Department),
                (ClearableFact.JobTitle, JobTitle),
                (ClearableFact.JobLevel, JobLevel),
                (ClearableFact.CostCentre, CostCentre),
                (ClearableFact.WorkingTime, WorkingTime),
                (ClearableFact.WorkMode, WorkMode),
            }
                .Where(f => f.IsCleared)
                .Select(f => f.Fact),
        ];
}
