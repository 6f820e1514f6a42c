using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>A service whose events are chained.</summary>
internal static class AuditFixture
{
    public static Task<AccountsService> StartAudited(string? database = null) =>
        AccountsService.Start(
            database,
            options => options.AddAuditTrail(),
            services => services.AddAudit(_ => new byte[32])
        );

    public static Task WaitUntilChained(this AccountsService service) =>
        Eventually.Holds(
            async () =>
                await service.Scalar<bool>(
                    """
                    select coalesce((select max(seq_id) from accounts.mt_events where type <> 'tombstone'), 0)
                        <= coalesce((select max(last_sequence) from accounts.audit_heads), 0)
                    """
                ),
            "all events to be chained"
        );

    public static Task<AuditReport> CheckChain(this AccountsService service) =>
        service.Services.GetRequiredService<AuditChainCheck>().Run(default);

    public static Task<IReadOnlyList<AuditHead>> ReadHeads(this AccountsService service) =>
        service.Services.GetRequiredService<AuditChainCheck>().Heads(default);

    public static async Task Execute(this AccountsService service, string sql)
    {
        await using var command = service.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
