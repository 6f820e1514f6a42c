using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class AuditImportTests
{
    [Fact]
    public async Task Imported_events_have_the_same_links_as_before_and_their_chain_is_intact()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        await using var old = await AuditFixture.StartAudited();
        await old.Scalar<long>("select nextval('accounts.mt_events_sequence')"); // As an append that was rolled back.
        var account = await old.OpenAccount();
        await old.PayIn(account, 1);
        await old.WaitUntilChained();
        using var file = new MemoryStream();
        await old.Services.GetRequiredService<StreamsExport>().Write(file, key, default);
        file.Position = 0;
        await using var other = await AuditFixture.StartAudited();

        await other.Services.GetRequiredService<StreamsImport>().Read(file, key, default);
        await other.PayIn(account, 1);
        await other.WaitUntilChained();

        (await other.CheckChain()).Faults.ShouldBeEmpty();
        (await Links(other))[..2].ShouldBe(await Links(old));
    }

    private static Task<string[]> Links(AccountsService service) =>
        service.Scalar<string[]>("select array_agg(encode(link, 'hex') order by number) from accounts.audit_links");
}
