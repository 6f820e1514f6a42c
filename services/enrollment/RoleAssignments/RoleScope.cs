using FluentValidation;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>A request that names a role, and the sites, programs and departments for which it holds.</summary>
public interface IRoleScope
{
    string Role { get; }

    IReadOnlyList<string> SiteCodes { get; }

    IReadOnlyList<Guid>? Programs { get; }

    IReadOnlyList<string>? Departments { get; }
}

/// <summary>The rules for a role and its scope.</summary>
public sealed class RoleScopeValidator : AbstractValidator<IRoleScope>
{
    private const int MaxScope = 200;

    public RoleScopeValidator()
    {
        RuleFor(r => r.Role)
            .Must(role => Roles.Assignable.Contains(role))
            .WithMessage($"must be one of {string.Join(", ", Roles.Assignable)}");
        RuleFor(r => r.SiteCodes)
            .Must(IsSetOfSites)
            .WithMessage($"must name 1 to {MaxScope} different sites, or * alone");
        RuleFor(r => r.Programs)
            .Must(ids => ids is null || (ids.Count is > 0 and <= MaxScope && ids.Distinct().Count() == ids.Count))
            .WithMessage($"must name 1 to {MaxScope} different programs; left out it means all");
        RuleFor(r => r.Departments)
            .Must(names => names is not [])
            .WithMessage("must name a department; left out it means all")
            .Tags(MaxScope);
        When(
            r => Roles.OfCompany.Contains(r.Role),
            () =>
            {
                const string Message = "this role is for the whole company";
                RuleFor(r => r.SiteCodes).Must(codes => codes is ["*"]).WithMessage($"must be * alone: {Message}");
                RuleFor(r => r.Programs).Null().WithMessage($"must be left out: {Message}");
                RuleFor(r => r.Departments).Null().WithMessage($"must be left out: {Message}");
            }
        );
    }

    private static bool IsSetOfSites(IReadOnlyList<string> codes) =>
        codes is [RoleGrant.EverySite]
        || (
            codes.Count is > 0 and <= MaxScope
            && codes.Distinct().Count() == codes.Count
            && !codes.Contains(RoleGrant.EverySite)
        );
}

internal static class RoleRequests
{
    /// <summary>The last day of a term. Null is valid.</summary>
    /// <param name="from">The first day; null where the request names none.</param>
    public static IRuleBuilderOptions<T, DateOnly?> LastDayFrom<T>(
        this IRuleBuilder<T, DateOnly?> rule,
        Func<T, DateOnly?> from
    ) =>
        rule.Day()
            .Must((request, until) => until is null || from(request) is not { } first || until >= first)
            .WithMessage("must not be before from");

    public static RoleGrant ToGrant(this IRoleScope scope) =>
        new(scope.Role, scope.SiteCodes, scope.Programs ?? [], scope.Departments ?? []);

    /// <exception cref="DomainException">A site or a program does not exist, or no person works in a
    /// department.</exception>
    public static async Task RequireKnown(
        this IRoleScope scope,
        ReadModels models,
        EventStreams events,
        CancellationToken ct
    )
    {
        var known = (await SitesProjection.LoadAll(models, ct)).Select(s => s.Code).Append(RoleGrant.EverySite);
        if (scope.SiteCodes.Except(known).Any())
            throw new InvalidFieldException("siteCodes", $"must be known sites: {string.Join(", ", known.Order())}");
        foreach (var program in scope.Programs ?? [])
            if (await events.Read<MentoringProgram, ProgramEvent>(program, MentoringProgram.Evolve, ct) is null)
                throw new InvalidFieldException("programs", $"must be known programs, which {program} is not");
        await scope.RequireKnownDepartments(models, ct);
    }

    private static async Task RequireKnownDepartments(this IRoleScope scope, ReadModels models, CancellationToken ct)
    {
        string[] named = [.. scope.Departments ?? []];
        var unknown = await models.QueryFirstOrDefault<string>(
            $"""
            select named.department from unnest({named}) as named (department)
            where not exists (select from people p where p.department = named.department and p.active)
            """,
            ct
        );
        if (unknown is not null)
            throw new InvalidFieldException(
                "departments",
                $"must be departments in which people work, which \"{unknown}\" is not"
            );
    }
}
