namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// How many workers have each field. A field that all workers lack is mostly a missing permission or a wrong mapping,
/// which no single worker shows.
/// </summary>
/// <param name="Workers">The workers that were counted; those that the source reports as deleted are not.</param>
/// <param name="Filled">By field: the workers that have it.</param>
public sealed record HrisCoverage(int Workers, IReadOnlyDictionary<string, int> Filled)
{
    private static readonly IReadOnlyList<(string Field, Func<HrisWorker, bool> IsFilled)> Fields =
    [
        ("employeeNumber", w => w.EmployeeNumber is not null),
        ("name", w => w.Name is not null),
        ("email", w => w.Email is not null),
        ("status", w => w.Status != HrisStatus.Unknown),
        ("hiredOn", w => w.HiredOn is not null),
        ("lastDay", w => w.LastDay is not null),
        ("site", w => w.Assignments.Any(a => a.Site is not null)),
        ("department", w => w.Assignments.Any(a => a.Department is not null)),
        ("costCentre", w => w.Assignments.Any(a => a.CostCentre is not null)),
        ("manager", w => w.Assignments.Any(a => a.Manager is not null)),
        ("jobTitle", w => w.Assignments.Any(a => a.JobTitle is not null)),
        ("jobLevel", w => w.Assignments.Any(a => a.JobLevel is not null)),
        ("languages", w => w.Languages.Count > 0),
    ];

    /// <summary>Of no workers yet.</summary>
    public static HrisCoverage Empty { get; } = new(0, Fields.ToDictionary(f => f.Field, _ => 0));

    /// <summary>The fields that no worker has.</summary>
    public IEnumerable<string> EmptyFields => Workers == 0 ? [] : Filled.Where(f => f.Value == 0).Select(f => f.Key);

    /// <summary>The share of the workers that have the field, from 0 to 1; 0 where there are no workers.</summary>
    public double Share(string field) => Workers == 0 ? 0 : (double)Filled[field] / Workers;

    /// <summary>With the workers of another page.</summary>
    public HrisCoverage Add(IEnumerable<HrisWorker> workers)
    {
        var counted = workers.Where(w => !w.IsDeleted).ToList();
        return new(
            Workers + counted.Count,
            Fields.ToDictionary(f => f.Field, f => Filled[f.Field] + counted.Count(f.IsFilled))
        );
    }
}
