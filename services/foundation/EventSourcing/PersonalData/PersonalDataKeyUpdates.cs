using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>Loads the keys at startup, and listens for erasures on other replicas.</summary>
internal sealed class PersonalDataKeyUpdates(
    EventDatabase database,
    PersonalDataKeys keys,
    ILogger<PersonalDataKeyUpdates> log
) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                keys.DisableReadCache();
                log.LogWarning(e, "The connection that listens for erasures was lost and is opened again");
                await Task.Delay(RetryPause, stoppingToken);
            }
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = await database.OpenUnpooledConnection(ct);
        connection.Notification += (_, e) =>
        {
            if (Guid.TryParse(e.Payload, out var owner))
                keys.Evict(owner);
            else
                keys.EvictAll();
        };
        await using (var listen = new NpgsqlCommand($"listen {keys.Channel}", connection))
            await listen.ExecuteNonQueryAsync(ct);
        keys.EnableReadCache();
        await keys.LoadAll(ct);
        while (true)
            await connection.WaitAsync(ct);
    }
}
