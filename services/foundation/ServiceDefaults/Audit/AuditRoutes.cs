using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Overseers of all sites search the audit trail of a service and export it; the people of an entry may be of any site.
/// </summary>
internal static class AuditRoutes
{
    public static void AddAudit(this IHostApplicationBuilder builder) =>
        builder.Services.AddAudit(services =>
            services.GetRequiredService<IOptions<AccountSettings>>().Value.DeriveKey("audit heads, HMAC-SHA-256")
        );

    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/audit").RequireRoles(Roles.Overseer).WithTags("Audit");
        audit.MapGet("", Search).WithName("SearchAudit").AuditRead("audit");
        audit
            .MapGet("/entries.ndjson", Export)
            .WithName("ExportAudit")
            .AuditRead("audit")
            .Produces<AuditEntry>(StatusCodes.Status200OK, JsonLines.MediaType)
            .DisableRequestTimeout();
        audit.MapGet("/heads", Heads).WithName("ListAuditHeads");
    }

    internal static async Task<Ok<PageResponse<AuditEntry>>> Search(
        [AsParameters] AuditQuery query,
        Paging paging,
        ClaimsPrincipal user,
        AuditTrail trail,
        CancellationToken ct
    )
    {
        RequireEverySite(user);
        return paging.ToResponse(await trail.Search(query.ToFilter(), paging, ct));
    }

    internal static PushStreamHttpResult Export(
        [AsParameters] AuditQuery query,
        ClaimsPrincipal user,
        AuditTrail trail,
        CancellationToken ct
    )
    {
        RequireEverySite(user);
        var filter = query.ToFilter();
        return JsonLines.Stream(page => trail.Search(filter, page, ct), ct);
    }

    internal static async Task<Ok<IReadOnlyList<AuditHead>>> Heads(
        ClaimsPrincipal user,
        AuditChainCheck chain,
        CancellationToken ct
    )
    {
        RequireEverySite(user);
        return TypedResults.Ok(await chain.Heads(ct));
    }

    internal static async Task<Ok<AuditReport>> Verify(AuditChainCheck chain, CancellationToken ct) =>
        TypedResults.Ok(await chain.Run(ct));

    private static void RequireEverySite(ClaimsPrincipal user)
    {
        if (!user.ScopeOf(Roles.Overseer).Covers(RoleGrant.EverySite))
            throw new DomainException(
                DomainError.Forbidden,
                "The audit trail is for overseers of all sites. Ask for the role with the site *."
            );
    }
}

/// <summary>The filter of the audit trail, as query parameters.</summary>
internal sealed record AuditQuery
{
    /// <summary>The person or the account that acted.</summary>
    public Guid? Actor { get; init; }

    /// <summary>A person that the event names.</summary>
    public Guid? Person { get; init; }

    /// <summary>The id of what was changed.</summary>
    public Guid? Stream { get; init; }

    /// <summary>The stored name of the event, such as <c>role_assigned</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The first moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset? To { get; init; }

    public AuditFilter ToFilter() => new(Actor, Person, Stream, Action, From, To);
}
