using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marten;
using Marten.Exceptions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace PeerNetwork.Portal.Drafts;

/// <summary>Drafts in the database, for a week. Without the database a form works, and is not kept.</summary>
internal sealed partial class StoredDrafts(
    IDocumentStore store,
    IDataProtectionProvider protection,
    AuthenticationStateProvider authentication,
    NavigationManager navigation,
    TimeProvider clock,
    ILogger<StoredDrafts> logger
) : IDrafts
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly IDataProtector _protector = protection.CreateProtector("drafts");

    public Task<bool> Save(string form, string input) =>
        Try(async () =>
        {
            var now = clock.GetUtcNow();
            var content = _protector.Protect(Encoding.UTF8.GetBytes(input));
            await using var session = store.LightweightSession();
            session.Store(new Draft(await IdOf(form), content, now + Lifetime));
            session.DeleteWhere<Draft>(old => old.ExpiresAt < now);
            await session.SaveChangesAsync();
            return true;
        });

    public Task<string?> Find(string form) =>
        Try(async () =>
        {
            await using var session = store.QuerySession();
            return await session.LoadAsync<Draft>(await IdOf(form)) is { } draft && draft.ExpiresAt > clock.GetUtcNow()
                ? Encoding.UTF8.GetString(_protector.Unprotect(draft.Content))
                : null;
        });

    public Task Forget(string form) =>
        Try(async () =>
        {
            await using var session = store.LightweightSession();
            session.Delete<Draft>(await IdOf(form));
            await session.SaveChangesAsync();
            return true;
        });

    private async Task<string> IdOf(string form)
    {
        var subject = (await authentication.GetAuthenticationStateAsync()).User.FindFirst("sub")!;
        string[] parts = [subject.Issuer, subject.Value, new Uri(navigation.Uri).AbsolutePath, form];
        return Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)));
    }

    private async Task<T?> Try<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is DbException or MartenException or CryptographicException)
        {
            LogFailure(e.GetType().Name);
            return default;
        }
    }

    // An exception may hold the draft.
    [LoggerMessage(LogLevel.Warning, "A draft was not kept or not found: {Failure}.")]
    private partial void LogFailure(string failure);
}
