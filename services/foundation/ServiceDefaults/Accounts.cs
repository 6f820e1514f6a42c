using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>The person whose account at the provider a token is of.</summary>
/// <param name="Active">False once the person has left the company.</param>
/// <param name="Roles">The roles that were assigned to the person, also for a term that is over or still to
/// come.</param>
/// <param name="IsExternal">Whether the person is a guest, an alumnus or of a partner organisation: such a person has
/// no roles.</param>
public sealed record AccountHolder(
    Guid Person,
    bool Active,
    IReadOnlyList<AssignedRole> Roles,
    bool IsExternal = false
);

/// <summary>What a service knows of accounts, in its own database.</summary>
public interface IAccountDirectory
{
    /// <returns>Null for an account that belongs to no person.</returns>
    Task<AccountHolder?> FindHolder(Guid account, CancellationToken ct);
}

/// <summary>How accounts are named: in the section <c>Auth</c>, beside the settings of tokens.</summary>
public sealed class AccountSettings
{
    [Required]
    [Secret]
    [Base64Key]
    [Description(
        "32 random bytes in Base64, the same for all services. Account ids follow from it, so it never changes."
    )]
    public string? AccountKey { get; set; }

    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = "a time from {1} to {2}")]
    [Description("How late a new or revoked role, or a departure, may take effect.")]
    public TimeSpan AccountMaxAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>32 bytes that follow from the key by HKDF: all services have the same for the same purpose.</summary>
    public byte[] DeriveKey(string purpose) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Convert.FromBase64String(AccountKey!),
            AuthenticatedCipher.KeyBytes,
            info: Encoding.UTF8.GetBytes(purpose)
        );
}

/// <summary>
/// The id of an account at the OpenID Connect provider: HMAC-SHA-256 of issuer and subject. A subject may be an e-mail
/// address; the id says nothing without the key, so it may be stored and published.
/// </summary>
public sealed class AccountIds(IOptions<AccountSettings> account, IOptions<TokenSettings> tokens)
{
    private readonly Lazy<byte[]> _key = new(() => Convert.FromBase64String(account.Value.AccountKey!));

    /// <summary>The account at the first provider of the settings.</summary>
    public Guid Of(string subject) => Of(tokens.Value.Issuer!, subject);

    public Guid Of(string issuer, string subject) => Of(_key.Value, issuer, subject);

    /// <param name="key">32 bytes; all services of an installation have the same.</param>
    public static Guid Of(byte[] key, string issuer, string subject) => HashedId.Of(key, issuer, subject);
}

/// <summary>
/// What <see cref="Accounts"/>, or a service with tokens of its own, adds to the token's identity; no token can contain
/// it.
/// </summary>
/// <param name="onBehalfOf">The person for whom the user acts; null where the user acts for themselves.</param>
/// <param name="isExternal">Whether the user is a guest, an alumnus or of a partner organisation.</param>
public sealed class AccountIdentity(
    Guid id,
    IReadOnlyList<RoleGrant> grants,
    Guid? onBehalfOf = null,
    bool isExternal = false
) : ClaimsIdentity
{
    public Guid Id => id;

    public Guid? OnBehalfOf => onBehalfOf;

    public bool IsExternal => isExternal;

    public IReadOnlyList<RoleGrant> Grants => grants;
}

/// <summary>Maps the account of a token to a person and their roles.</summary>
public static class Accounts
{
    /// <summary>The header in which an assistant names the person for whom the request is made.</summary>
    public const string OnBehalfOfHeader = "X-On-Behalf-Of";

    private const string UnknownPerson = "unknown-person";

    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<AccountSettings>(TokenSettings.Section);
        builder.Services.AddMemoryCache();
        builder.Services.AddSingleton<AccountIds>();
    }

    /// <summary>
    /// Maps the account of each token to a person and to roles, between authentication and authorization. A user has
    /// the roles that are assigned to the person, and those that the token may claim; who acts for another person has
    /// the roles that this person delegated, and no others. A guest has no roles. An account without a person gets
    /// in only with a role beyond that of an employee; an account of a person who left does not get in. A service
    /// without an <see cref="IAccountDirectory"/> knows accounts alone.
    /// </summary>
    internal static void UseAccounts(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<AccountIds>() is not { } ids)
            return;
        var settings = app.ApplicationServices.GetRequiredService<IOptions<TokenSettings>>();
        app.Use(
            async (context, next) =>
            {
                if (
                    settings.Value.Find(context.User.FindFirstValue(Claims.Issuer)) is { } provider
                    && context.User.FindFirstValue(provider.SubjectClaim) is { } subject
                    && NeedsUser(context)
                )
                {
                    var claimed = ClaimedRoles.Of(context.User, provider.RolesToAccept());
                    var account = ids.Of(provider.Issuer!, subject);
                    var holder = await FindOrLink(context, provider, account);
                    context.User.AddIdentity(Identify(context, account, holder, claimed));
                }

                await next(context);
            }
        );
    }

    private static AccountIdentity Identify(
        HttpContext context,
        Guid account,
        AccountHolder? holder,
        IReadOnlyList<RoleGrant> claimed
    )
    {
        var services = context.RequestServices;
        if (holder is null && services.GetService<IAccountDirectory>() is not null && !claimed.Any(IsOffice))
            throw Unknown("No person of the company is linked to your account. Ask human resources to link it.");
        if (holder is { Active: false })
            throw Unknown("The person who is linked to your account has left the company.");
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var leader = ReadOnBehalfOf(context.Request);
        var isExternal = holder is { IsExternal: true };
        var grants = (isExternal ? [] : holder?.Roles ?? [])
            .Where(role => role.IsInForce(now) && role.OnBehalfOf == leader)
            .Select(role => role.ToGrant())
            .ToArray();
        var person = holder?.Person ?? account;
        if (leader is null)
            return new(person, isExternal ? [] : [.. claimed, .. grants], isExternal: isExternal);
        return grants.Length > 0
            ? new(person, grants, leader)
            : throw new DomainException(
                DomainError.Forbidden,
                $"You do not act for the person {leader}. Ask the person to delegate a role to you."
            );
    }

    private static Guid? ReadOnBehalfOf(HttpRequest request) =>
        request.Headers[OnBehalfOfHeader].ToString() switch
        {
            "" => null,
            var text when Guid.TryParse(text, out var person) => person,
            _ => throw new MalformedRequestException($"{OnBehalfOfHeader} must be the id of a person."),
        };

    /// <summary>
    /// A partner installation has no office: it must not read what every employee may, such as the directory of
    /// colleagues.
    /// </summary>
    private static bool IsOffice(RoleGrant grant) => grant.Role is not (Roles.Employee or Roles.PartnerInstallation);

    /// <summary>An unknown account is linked by the rules of its provider, where they find a person.</summary>
    private static async Task<AccountHolder?> FindOrLink(HttpContext context, ProviderSettings provider, Guid account)
    {
        var (services, ct) = (context.RequestServices, context.RequestAborted);
        if (await FindHolder(services, account, ct) is { } known)
            return known;
        if (
            services.GetService<IAccountLinking>() is not { } linking
            || UnlinkedAccount.Of(context.User, provider, account) is not { } unlinked
        )
            return null;
        await linking.Link(unlinked, ct);
        return await FindHolder(services, account, ct);
    }

    /// <summary>Only the active are cached: who is linked or comes back gets in at once.</summary>
    private static async Task<AccountHolder?> FindHolder(IServiceProvider services, Guid account, CancellationToken ct)
    {
        var cache = services.GetRequiredService<IMemoryCache>();
        if (cache.Get<AccountHolder>(account) is { } known)
            return known;
        if (services.GetService<IAccountDirectory>() is not { } directory)
            return null;
        var holder = await directory.FindHolder(account, ct);
        if (holder is { Active: true })
            cache.Set(account, holder, services.GetRequiredService<IOptions<AccountSettings>>().Value.AccountMaxAge);
        return holder;
    }

    private static DomainException Unknown(string message) =>
        new(DomainError.Forbidden, message) { Code = UnknownPerson };

    private static bool NeedsUser(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;
}
