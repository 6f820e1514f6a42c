using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What a user may work with in given roles.</summary>
/// <remarks>
/// A role for departments covers what is about people of these departments. What is about a whole site, such as the
/// design of a program, it does not cover.
/// </remarks>
public sealed class AccessScope(IReadOnlyList<RoleGrant> grants)
{
    private readonly RoleGrant[] _forAllDepartments = [.. grants.Where(g => g.Departments.Count == 0)];

    /// <summary>The sites at which the user has the role, for all programs and departments or for some.</summary>
    public string[] Sites => [.. grants.SelectMany(g => g.Sites).Distinct()];

    /// <summary>The sites at which the user has the role for this program and all departments.</summary>
    public string[] SitesIn(Guid program) =>
        [.. _forAllDepartments.Where(g => g.Covers(program)).SelectMany(g => g.Sites).Distinct()];

    /// <summary>The rights in JSON, for SQL:
    /// <c>jsonb_to_recordset(…::jsonb) as scope (sites text[], programs uuid[], departments text[])</c>. The sites
    /// may be <c>*</c> for all; no programs or departments stand for all of them.</summary>
    public string ToJson() => JsonSerializer.Serialize(grants, JsonSerializerOptions.Web);

    /// <summary>The condition that the user has the role for what a program has of a person, as a part of a statement
    /// (<see cref="ReadModels"/>).</summary>
    /// <param name="site">The column of the site that counts for the person in the program.</param>
    /// <param name="program">The column of the program.</param>
    /// <param name="department">An expression for the present department of the person.</param>
    public FormattableString ToSql(
        [ConstantExpected] string site,
        [ConstantExpected] string program,
        [ConstantExpected] string department
    ) =>
        FormattableStringFactory.Create(
            $$"""
            exists (
                select from jsonb_to_recordset({0}::jsonb) as scope (sites text[], programs uuid[], departments text[])
                where scope.sites && array['*', {{site}}]
                    and (scope.programs = array[]::uuid[] or {{program}} = any(scope.programs))
                    and (scope.departments = array[]::text[] or {{department}} = any(scope.departments)))
            """,
            ToJson()
        );

    /// <summary>Whether the user has the role at this site for all departments, and for all programs or for
    /// some.</summary>
    public bool Covers(string site) => _forAllDepartments.Any(g => g.Covers(site));

    /// <summary>Whether the user has the role at this site for the program and all departments.</summary>
    public bool Covers(string site, Guid program) => _forAllDepartments.Any(g => g.Covers(site) && g.Covers(program));

    /// <summary>Whether the user has the role for what the program has of a person.</summary>
    /// <param name="site">The site that counts for the person in the program.</param>
    /// <param name="program">The program.</param>
    /// <param name="department">The present department of the person; null where it is not known.</param>
    public bool Covers(string site, Guid program, string? department) =>
        grants.Any(g => g.Covers(site) && g.Covers(program) && g.CoversDepartment(department));

    /// <summary>Whether the user has the role for a person, in all programs or in some.</summary>
    public bool CoversPerson(string site, string? department) =>
        grants.Any(g => g.Covers(site) && g.CoversDepartment(department));

    /// <summary>Whether the user has the role at this site, for all programs and departments or for some.</summary>
    public bool CoversPartOf(string site) => grants.Any(g => g.Covers(site));

    /// <summary>Whether the user has the role at this site for the program, for all departments or for
    /// some.</summary>
    public bool CoversPartOf(string site, Guid program) => grants.Any(g => g.Covers(site) && g.Covers(program));

    /// <summary>Whether all that another grant covers is covered by one of the grants.</summary>
    public bool Includes(RoleGrant other) =>
        grants.Any(g =>
            other.Sites.All(g.Covers)
            && (g.Programs.Count == 0 || (other.Programs.Count > 0 && other.Programs.All(g.Covers)))
            && (g.Departments.Count == 0 || (other.Departments.Count > 0 && other.Departments.All(g.CoversDepartment)))
        );

    /// <exception cref="DomainException">The user has not the role at this site for all departments.</exception>
    public void Require(string site)
    {
        if (!Covers(site))
            throw NoAccess(site, CoversPartOf(site));
    }

    /// <exception cref="DomainException">The user has not the role for the program and all departments at one of the
    /// sites.</exception>
    public void Require(IEnumerable<string> sites, Guid program)
    {
        foreach (var site in sites)
            if (!Covers(site, program))
                throw NoAccess(site, CoversPartOf(site, program));
    }

    /// <exception cref="DomainException">The user has not the role at this site for any department.</exception>
    public void RequirePartOf(string site)
    {
        if (!CoversPartOf(site))
            throw NoAccess(site, isForDepartments: false);
    }

    /// <exception cref="DomainException">The user has not the role for this person.</exception>
    public void RequirePerson(string site, string? department)
    {
        RequirePartOf(site);
        if (!CoversPerson(site, department))
            throw new DomainException(DomainError.Forbidden, "You have no access to people of this department.");
    }

    /// <exception cref="DomainException">Every role of the user is for departments.</exception>
    public void RequireAllDepartments()
    {
        if (_forAllDepartments is [] && grants is not [])
            throw new DomainException(
                DomainError.Forbidden,
                "This is about whole sites, and your role is for departments: ask for a role without departments."
            );
    }

    private static DomainException NoAccess(string site, bool isForDepartments) =>
        new(
            DomainError.Forbidden,
            isForDepartments
                ? $"This is about the whole site {site}, and your role there is for departments: "
                    + "ask for a role without departments."
                : $"You have no access to the site {site}."
        );
}
