using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>The person whose account at the provider a token is of.</summary>
/// <param name="Active">False once the person has left the company.</param>
public sealed record AccountHolder(Guid Person, bool Active);

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
}

/// <summary>
/// The id of an account at the OpenID Connect provider: HMAC-SHA-256 of issuer and subject. A subject may be an e-mail
/// address; the id says nothing without the key, so it may be stored and published.
/// </summary>
public sealed class AccountIds(IOptions<AccountSettings> account, IOptions<TokenSettings> tokens)
{
    private readonly Lazy<byte[]> _key = new(() => Convert.FromBase64String(account.Value.AccountKey!));

    public Guid Of(string subject) => Of(_key.Value, tokens.Value.Issuer!, subject);

    /// <param name="key">32 bytes; all services of an installation have the same.</param>
    public static Guid Of(byte[] key, string issuer, string subject) => HashedId.Of(key, issuer, subject);
}

/// <summary>
/// What <see cref="Accounts"/>, or a service with tokens of its own, adds to the token's identity; no token can contain
/// it.
/// </summary>
public sealed class AccountIdentity(Guid id) : ClaimsIdentity
{
    public Guid Id => id;
}

/// <summary>Maps the account of a token to a person.</summary>
public static class Accounts
{
    private const string UnknownPerson = "unknown-person";
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<AccountSettings>(TokenSettings.Section);
        builder.Services.AddMemoryCache();
        builder.Services.AddSingleton<AccountIds>();
    }

    /// <summary>
    /// Maps the account of each token to a person, between authentication and authorization. An account without a
    /// person gets in only with a role beyond that of an employee; an account of a person who left does not get in. A
    /// service without an <see cref="IAccountDirectory"/> knows accounts alone.
    /// </summary>
    internal static void UseAccounts(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<AccountIds>() is not { } ids)
            return;
        var cache = app.ApplicationServices.GetRequiredService<IMemoryCache>();
        var settings = app.ApplicationServices.GetRequiredService<IOptions<TokenSettings>>();
        app.Use(
            async (context, next) =>
            {
                if (context.User.FindFirstValue(settings.Value.SubjectClaim) is { } subject && NeedsUser(context))
                    await Identify(context, ids.Of(subject), cache);
                await next(context);
            }
        );
    }

    private static async Task Identify(HttpContext context, Guid account, IMemoryCache cache)
    {
        var holder = cache.Get<AccountHolder>(account);
        if (holder is null && context.RequestServices.GetService<IAccountDirectory>() is { } directory)
        {
            holder = await directory.FindHolder(account, context.RequestAborted);
            if (holder is null && !context.User.HasOffice())
                throw Unknown("No person of the company is linked to your account. Ask human resources to link it.");
            if (holder is { Active: false })
                throw Unknown("The person who is linked to your account has left the company.");
            if (holder is not null)
                cache.Set(account, holder, MaxAge);
        }

        context.User.AddIdentity(new AccountIdentity(holder?.Person ?? account));
    }

    private static DomainException Unknown(string message) =>
        new(DomainError.Forbidden, message) { Code = UnknownPerson };

    private static bool NeedsUser(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;
}
