namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// Reads the people of one HR system. It reports what the source says and compares nothing: the platform finds out what
/// is new.
/// </summary>
public interface IHrisConnector
{
    /// <summary>
    /// Reads page after page. A source that changes meanwhile may report a worker twice, on any page: the later report
    /// holds.
    /// </summary>
    /// <param name="request">Where the read begins.</param>
    /// <param name="ct">Stops the read.</param>
    /// <returns>At least one page. The last page, and no other, has no checkpoint.</returns>
    /// <exception cref="HrisException">The source refuses, does not answer, or answers what cannot be
    /// understood.</exception>
    IAsyncEnumerable<HrisPage> Read(HrisReadRequest request, CancellationToken ct);
}

/// <param name="Checkpoint">The checkpoint of the last page that was kept by a read that stopped; null to begin with
/// the first page.</param>
/// <param name="Watermark">The watermark of an earlier complete read: only what has changed since is wanted. Null to
/// read all workers.</param>
public sealed record HrisReadRequest(string? Checkpoint = null, string? Watermark = null);

/// <param name="Checkpoint">Lets a read go on after this page; null on the last page. It holds no secret and no
/// personal data.</param>
/// <param name="Watermark">On the last page: where the next delta read begins; null where the source has no
/// deltas.</param>
public sealed record HrisPage(
    IReadOnlyList<HrisWorker> Workers,
    IReadOnlyList<HrisSite> Sites,
    string? Checkpoint,
    string? Watermark
);

/// <summary>The states that HR systems distinguish, as far as the platform treats them differently.</summary>
public enum HrisStatus
{
    /// <summary>The source does not say; the dates decide.</summary>
    Unknown,
    PreHire,
    Active,
    OnLeave,
    Left,
}

/// <summary>A person in the source, over all their employments.</summary>
/// <param name="Id">The id of the person in the source; it never changes and is never given to another.</param>
/// <param name="EmployeeNumber">The number by which the company knows the person; null where the id serves.</param>
/// <param name="StatusCode">The status in the words of the source.</param>
/// <param name="HiredOn">The first day of the present, or else of the next or last employment.</param>
/// <param name="LastDay">The last day of that employment, where one is known.</param>
/// <param name="Assignments">What the person does from which day on, as far as the source tells: the present state,
/// and changes to come. The primary employment alone, the earliest first.</param>
/// <param name="Languages">ISO 639-1 codes.</param>
/// <param name="CustomFields">Further fields by their names in the source.</param>
/// <param name="IsDeleted">The source reports that it knows this worker no more. All else may then be empty.</param>
public sealed record HrisWorker(
    string Id,
    string? EmployeeNumber,
    string? Name,
    string? Email,
    HrisStatus Status,
    string? StatusCode,
    DateOnly? HiredOn,
    DateOnly? LastDay,
    IReadOnlyList<HrisAssignment> Assignments,
    IReadOnlyList<string> Languages,
    IReadOnlyDictionary<string, string> CustomFields,
    bool IsDeleted = false
)
{
    /// <summary>What the person does today beside the primary employment.</summary>
    public IReadOnlyList<HrisAssignment> OtherJobs { get; init; } = [];
}

/// <summary>Where and as what a person works from a day on, in the words of the source.</summary>
/// <param name="From">The first day; null where the source does not say.</param>
/// <param name="Site">The id or the name of the place in the source.</param>
/// <param name="Manager">The <see cref="HrisWorker.Id"/> of the manager.</param>
/// <param name="JobLevel">The level, grade or pay scale.</param>
/// <param name="WorkingTime">In percent of full time; what the source says where that cannot be told.</param>
/// <param name="WorkMode">Whether the person works at the site, at home, or both.</param>
public sealed record HrisAssignment(
    DateOnly? From,
    string? Site,
    string? Department,
    string? CostCentre,
    string? Manager,
    string? JobTitle,
    string? JobLevel,
    string? WorkingTime = null,
    string? WorkMode = null
);

/// <param name="Id">As <see cref="HrisAssignment.Site"/> names it.</param>
/// <param name="TimeZone">IANA time zone, where the source knows it.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code.</param>
public sealed record HrisSite(string Id, string Name, string? TimeZone, string? Country);

/// <summary>A read that failed. The message says what to look at, and holds no secret and no personal data.</summary>
/// <param name="isTransient">Whether the same read may succeed later without a change of the settings.</param>
public sealed class HrisException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    public bool IsTransient => isTransient;
}
