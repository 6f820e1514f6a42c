using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace PeerNetwork.Portal.SignIn;

/// <summary>A sign-in: what is known of the user, and the tokens. The browser has its id alone.</summary>
public sealed record SessionTicket(string Id, byte[] Content, DateTimeOffset ExpiresAt);

/// <summary>Keeps sign-ins in the database, encrypted.</summary>
internal sealed class SessionTickets(IDocumentStore store, IDataProtectionProvider protection, TimeProvider clock)
    : ITicketStore
{
    /// <summary>The claim that names the sign-in, by which a circuit finds its tokens.</summary>
    public const string SessionClaim = "portal_session";

    private const int KeyBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("session tickets");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        ticket.Principal.AddIdentity(new ClaimsIdentity([new Claim(SessionClaim, key)]));
        await RenewAsync(key, ticket);
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var now = clock.GetUtcNow();
        var content = _protector.Protect(TicketSerializer.Default.Serialize(ticket));
        await using var session = store.LightweightSession();
        session.Store(new SessionTicket(key, content, ticket.Properties.ExpiresUtc ?? now));
        session.DeleteWhere<SessionTicket>(old => old.ExpiresAt < now);
        await session.SaveChangesAsync();
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<SessionTicket>(key) is { } stored && stored.ExpiresAt > clock.GetUtcNow()
            ? TicketSerializer.Default.Deserialize(_protector.Unprotect(stored.Content))
            : null;
    }

    public async Task RemoveAsync(string key)
    {
        await using var session = store.LightweightSession();
        session.Delete<SessionTicket>(key);
        await session.SaveChangesAsync();
    }
}
