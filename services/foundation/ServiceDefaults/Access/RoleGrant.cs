namespace PeerNetwork.ServiceDefaults;

/// <summary>A role that a user has, and for what.</summary>
/// <param name="Sites">Codes of sites; <c>*</c> stands for all sites.</param>
/// <param name="Programs">Empty for all programs.</param>
/// <param name="Departments">Departments as HR names them; empty for all.</param>
public sealed record RoleGrant(
    string Role,
    IReadOnlyList<string> Sites,
    IReadOnlyList<Guid> Programs,
    IReadOnlyList<string> Departments
)
{
    public const string EverySite = "*";

    public bool Covers(string site) => Sites.Contains(EverySite) || Sites.Contains(site);

    public bool Covers(Guid program) => Programs.Count == 0 || Programs.Contains(program);

    /// <param name="department">Null where it is not known: then only a role for all departments covers it.</param>
    public bool CoversDepartment(string? department) =>
        Departments.Count == 0 || (department is not null && Departments.Contains(department));
}

/// <summary>A role that was assigned to a person for a term.</summary>
/// <param name="Ends">The first moment without the role; null for a term without an end.</param>
/// <param name="OnBehalfOf">The person for whom the role is used, who delegated it; null for a role of one's
/// own.</param>
public sealed record AssignedRole(
    Guid Assignment,
    string Role,
    IReadOnlyList<string> Sites,
    IReadOnlyList<Guid> Programs,
    IReadOnlyList<string> Departments,
    DateTimeOffset Starts,
    DateTimeOffset? Ends,
    Guid? OnBehalfOf = null
)
{
    public bool IsInForce(DateTimeOffset now) => Starts <= now && (Ends is not { } end || now < end);

    public RoleGrant ToGrant() => new(Role, Sites, Programs, Departments);
}
