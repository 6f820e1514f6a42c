using System.Security.Claims;
using FluentValidation;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// What the slices about a run share: the access checks, the choice of the variant, and the rule for a reason.
/// </summary>
internal static class RunAccess
{
    private const int MaxReasonLength = 1_000;

    /// <summary>The roles that may verify a run. The answers name no person.</summary>
    public static readonly string[] AuditRoles =
    [
        Roles.Coordinator,
        Roles.Sponsor,
        Roles.CommitteeMember,
        Roles.Overseer,
    ];

    /// <summary>
    /// A run matches people of all sites of its program, so only a user with access to all of them may change it.
    /// </summary>
    /// <exception cref="DomainException">There is no such run, or the user has no access to one of the
    /// sites.</exception>
    public static async Task<Run> RequireManageRun(
        this EventStreams events,
        Guid id,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var (run, program) = await LoadRun(events, id, ct);
        program?.RequireManage(user);
        return run;
    }

    /// <summary>
    /// A coordinator of one of the program's sites may see its runs, and of the results those of these sites.
    /// </summary>
    /// <exception cref="DomainException">There is no such run, or the user coordinates none of the sites, or only
    /// departments.</exception>
    public static Task<Run> RequireViewRun(
        this EventStreams events,
        Guid id,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => events.RequireRun(id, user.ScopeOf(Roles.Coordinator), ct);

    /// <summary>A coordinator, also one of departments alone, may see the results of their mentees.</summary>
    /// <exception cref="DomainException">There is no such run, or the user coordinates none of the sites.</exception>
    public static async Task<Run> RequireViewResults(
        this EventStreams events,
        Guid id,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var (run, program) = await LoadRun(events, id, ct);
        program!.RequireViewPart(user.ScopeOf(Roles.Coordinator));
        return run;
    }

    /// <summary>Each of <see cref="AuditRoles"/> at one of the program's sites may verify its runs.</summary>
    /// <exception cref="DomainException">There is no such run, or the user has access to none of the
    /// sites.</exception>
    public static Task<Run> RequireAuditRun(
        this EventStreams events,
        Guid id,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => events.RequireRun(id, user.ScopeOf(AuditRoles), ct);

    private static async Task<Run> RequireRun(
        this EventStreams events,
        Guid id,
        AccessScope scope,
        CancellationToken ct
    )
    {
        var (run, program) = await LoadRun(events, id, ct);
        program!.RequireView(scope);
        return run;
    }

    private static async Task<(Run Run, ProgramReplica? Program)> LoadRun(
        EventStreams events,
        Guid id,
        CancellationToken ct
    )
    {
        var run =
            await events.Read<Run, RunEvent>(id, Run.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such run.");
        return (run, await events.Load<ProgramReplica>(run.Program.Value, ct));
    }

    /// <exception cref="DomainException">The run has no such variant.</exception>
    public static Variant GetVariantOrThrow(this Run run, int variant) =>
        run.Find(variant) ?? throw new DomainException(DomainError.NotFound, $"The run has no variant {variant}.");

    /// <summary>
    /// The variant that a request names; without a name the reviewed one, or the only one.
    /// </summary>
    /// <exception cref="DomainException">The run has no such variant, or several and none was named.</exception>
    public static Variant GetSelectedVariantOrThrow(this Run run, int? variant) =>
        variant switch
        {
            { } number => run.GetVariantOrThrow(number),
            null when run.Decision is not null || run.Variants.Count == 1 => run.Variant,
            _ => throw new DomainException(
                DomainError.Conflict,
                $"The run has {run.Variants.Count} variants: name one of them."
            )
            {
                Code = "variant-needed",
            },
        };

    /// <summary>One variant, or all of them.</summary>
    /// <exception cref="DomainException">The run has no such variant.</exception>
    public static IReadOnlyList<Variant> SelectVariants(this Run run, int? variant) =>
        variant is { } number ? [run.GetVariantOrThrow(number)] : [.. run.Variants.Values];

    /// <summary>Why a coordinator changes or publishes a run. Null is valid.</summary>
    public static IRuleBuilderOptions<T, string?> Reason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Text(MaxReasonLength);
}
