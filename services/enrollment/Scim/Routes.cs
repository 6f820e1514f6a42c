using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.Scim.Groups;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Enrollment.Scim.Queries;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>Microsoft Entra ID asks for 25 requests a second at least; Okta sends them in bursts.</summary>
public sealed class ScimSettings
{
    [Range(1, int.MaxValue, ErrorMessage = "a whole number above 0")]
    [Description("The requests that a SCIM client may send each second; each replica counts for itself.")]
    public int PerSecond { get; set; } = 50;

    [Range(1, int.MaxValue, ErrorMessage = "a whole number above 0")]
    [Description("The requests that a SCIM client may send at once after a while without any.")]
    public int Burst { get; set; } = 200;
}

public static class Routes
{
    internal const string Root = "/scim/v2";

    private const string RateLimit = "scim";

    public static void AddScim(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UserKeyIndex>();
        builder.Services.AddScoped<UserCommands>();
        builder.Services.AddScoped<GroupCommands>();
        builder.Services.AddScoped<UserReads>();
        builder.Services.AddScoped<GroupReads>();
        builder
            .Services.AddAuthentication()
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ClientAuthentication>(
                ClientAuthentication.SchemeName,
                null
            );
        var settings = builder.AddSettings<ScimSettings>("Scim");
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokensPerPeriod = settings.PerSecond,
            TokenLimit = settings.Burst,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        };
        builder.Services.AddRateLimiter(limits =>
        {
            limits.AddPolicy(
                RateLimit,
                context => RateLimitPartition.GetTokenBucketLimiter(context.User.Id(), _ => bucket)
            );
            limits.OnRejected = RateLimitRejection.Write;
        });
    }

    /// <summary>
    /// SCIM 2.0. It describes itself (<c>/Schemas</c>), so that the OpenAPI document does not. Each command is a unit
    /// of work of its own.
    /// </summary>
    public static void MapScim(this WebApplication app)
    {
        app.UseRateLimiter();
        var scim = app.MapGroup(Root)
            .ExcludeFromDescription()
            .RequireRateLimiting(RateLimit)
            .AddEndpointFilter(ScimErrors.Answer);
        var reading = scim.MapGroup("").RequireAuthorization(ClientAuthentication.Require(ClientScope.ReadUsers));
        var writing = scim.MapGroup("").RequireAuthorization(ClientAuthentication.Require(ClientScope.WriteUsers));
        reading.MapDiscovery();
        MapResources<UserReads, UserCommands>(reading, writing, ScimResourceType.User);
        MapResources<GroupReads, GroupCommands>(reading, writing, ScimResourceType.Group);
        reading.MapPost("/.search", SearchEndpoint.Handle).AuditRead("scimResources");
        writing.MapPost("/Bulk", BulkEndpoint.Handle).WithRequestTimeout(TimeSpan.FromMinutes(2));
        reading.Map("/{**rest}", UnknownEndpoint.Handle);
    }

#pragma warning disable RDG011 // These routes are few: their handlers are built when the service starts.
    private static void MapResources<TReads, TCommands>(
        RouteGroupBuilder reading,
        RouteGroupBuilder writing,
        ScimResourceType type
    )
        where TReads : IScimResources
        where TCommands : IScimCommands
    {
        var kind = $"scim{type.Endpoint[1..]}";
        RouteHandlerBuilder[] reads =
        [
            reading.MapGet(type.Endpoint, ResourceEndpoints<TReads, TCommands>.List),
            reading.MapPost($"{type.Endpoint}/.search", ResourceEndpoints<TReads, TCommands>.Search),
            reading.MapGet($"{type.Endpoint}/{{id}}", ResourceEndpoints<TReads, TCommands>.Show),
        ];
        foreach (var read in reads)
            read.AuditSearch<ScimResult>(kind, result => type == ScimResourceType.User ? result.Shown : []);
        writing.MapPost(type.Endpoint, ResourceEndpoints<TReads, TCommands>.Create);
        writing.MapPut($"{type.Endpoint}/{{id}}", ResourceEndpoints<TReads, TCommands>.Replace);
        writing.MapPatch($"{type.Endpoint}/{{id}}", ResourceEndpoints<TReads, TCommands>.Patch);
        writing.MapDelete($"{type.Endpoint}/{{id}}", ResourceEndpoints<TReads, TCommands>.Delete);
    }
#pragma warning restore RDG011
}
