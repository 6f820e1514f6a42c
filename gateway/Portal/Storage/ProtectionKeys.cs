using System.Xml.Linq;
using Marten;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace PeerNetwork.Portal.Storage;

/// <summary>A key of ASP.NET's data protection, encrypted by the master key.</summary>
public sealed record ProtectionKey(string Id, string Xml);

/// <summary>The keys of data protection in the database, which all replicas share.</summary>
internal sealed class ProtectionKeyRepository(Lazy<IDocumentStore> store) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Wait(Load);

    public void StoreElement(XElement element, string friendlyName) =>
        Wait(async () =>
        {
            await using var session = store.Value.LightweightSession();
            session.Store(new ProtectionKey(friendlyName, element.ToString(SaveOptions.DisableFormatting)));
            await session.SaveChangesAsync();
            return true;
        });

    private async Task<XElement[]> Load()
    {
        await using var session = store.Value.QuerySession();
        var keys = await session.Query<ProtectionKey>().ToListAsync();
        return [.. keys.Select(key => XElement.Parse(key.Xml))];
    }

    // The interface is synchronous. It is called at the start and once in a few weeks.
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
