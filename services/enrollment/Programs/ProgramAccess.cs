using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>
/// What a coordinator may do with a program. A change of the program itself (draft, settings, publish, close) needs all
/// of its sites; what concerns one site (its applications, the training of its people) needs that site; a draft is seen
/// with any of its sites.
/// </summary>
internal static class ProgramAccess
{
    public static bool MayViewProgram(this ClaimsPrincipal user, [NotNullWhen(true)] MentoringProgram? program) =>
        program is not null && (program.Status != ProgramStatus.Draft || user.CoordinatesSiteOf(program));

    /// <returns>A program of which the user coordinates a site.</returns>
    /// <exception cref="DomainException">There is none, or the user coordinates none of its sites.</exception>
    public static async Task<MentoringProgram> RequireCoordinatedProgram(
        this EventStreams events,
        Guid id,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var program = await ProgramView.RequireViewProgram(id, user, events, ct);
        return user.CoordinatesSiteOf(program)
            ? program
            : throw new DomainException(DomainError.Forbidden, "You coordinate none of the sites of the program.");
    }

    /// <returns>The program; null where it does not exist for the user.</returns>
    /// <exception cref="DomainException">The user sees the program, but does not coordinate all of its
    /// sites.</exception>
    public static MentoringProgram? RequireManageProgram(this ClaimsPrincipal user, MentoringProgram? program)
    {
        if (!user.MayViewProgram(program))
            return null;
        user.ScopeOf(Roles.Coordinator).Require(program.Plan.SiteCodes, program.Id.Value);
        return program;
    }

    /// <exception cref="DomainException">A site does not exist, or the user does not coordinate it.</exception>
    public static async Task RequireSites(
        this ReadModels models,
        ProgramId program,
        IReadOnlyList<string> codes,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var known = (await SitesProjection.LoadAll(models, ct)).Select(s => s.Code).ToHashSet();
        if (!codes.All(c => c is not null && known.Contains(c)))
            throw new InvalidFieldException("siteCodes", $"must be known sites: {string.Join(", ", known.Order())}");
        user.ScopeOf(Roles.Coordinator).Require(codes, program.Value);
    }

    /// <summary>Whether the user coordinates the program at one of its sites, or departments of it.</summary>
    public static bool CoordinatesPartOf(this ClaimsPrincipal user, MentoringProgram program) =>
        program.Plan.SiteCodes.Any(site => user.ScopeOf(Roles.Coordinator).CoversPartOf(site, program.Id.Value));

    private static bool CoordinatesSiteOf(this ClaimsPrincipal user, MentoringProgram program) =>
        program.Plan.SiteCodes.Any(site => user.ScopeOf(Roles.Coordinator).Covers(site, program.Id.Value));
}
