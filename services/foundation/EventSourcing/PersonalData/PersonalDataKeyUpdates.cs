using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>Loads the keys when the service starts, and listens for the erasures of other replicas.</summary>
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
                keys.DistrustCache();
                log.LogWarning(e, "The connection for erasures is gone and is opened again");
                await Task.Delay(RetryPause, stoppingToken);
            }
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = await database.OpenSession(ct);
        connection.Notification += (_, e) =>
        {
            if (Guid.TryParse(e.Payload, out var owner))
                keys.Forget(owner);
            else
                keys.ForgetAll();
        };
        await using (var listen = new NpgsqlCommand($"listen {keys.Channel}", connection))
            await listen.ExecuteNonQueryAsync(ct);
        keys.TrustCache();
        await keys.Warm(ct);
        while (true)
            await connection.WaitAsync(ct);
    }
}
