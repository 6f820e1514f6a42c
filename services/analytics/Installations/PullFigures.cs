using Marten;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;
using Item = PeerNetwork.Analytics.Installations.ListSharedFigures.Item;

namespace PeerNetwork.Analytics.Installations;

/// <summary>How the last attempts to read a partner went: no decision, so it is no event.</summary>
/// <param name="Id">The name of the partner.</param>
/// <param name="LastSuccess">When its list was last read, or found to be still the same.</param>
/// <param name="Reason">Why the last failure happened.</param>
/// <param name="ETag">The tag of the list that was stored last.</param>
public sealed record PartnerStatus(
    string Id,
    DateTimeOffset? LastSuccess = null,
    DateTimeOffset? LastFailure = null,
    string? Reason = null,
    string? ETag = null
);

/// <summary>
/// Reads the figures of each partner and stores what is new. A list is stored whole or not at all.
/// </summary>
/// <remarks>Each replica reads; what another has stored already appends nothing.</remarks>
public sealed class PullFigures(
    IServiceScopeFactory scopes,
    IOptions<InstallationSettings> settings,
    IOptions<PartnersSettings> partners,
    TimeProvider clock,
    ILogger<PullFigures> log
) : BackgroundService
{
    /// <summary>For all pages of a partner.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(5);

    /// <exception cref="PartnerException">The partner changed figures without giving them a new version.</exception>
    public static SharedFiguresEvent[] Decide(SharedFigures? known, Guid id, Item item, DateTimeOffset now)
    {
        var figures = item.ToFigures();
        if (known is null || known.Version < item.Version)
            return [new FiguresReceived(id, item.Installation, item.Version, figures, item.ReleasedAt, now)];
        return known.Version > item.Version || known.Figures.ToJson() == figures.ToJson()
            ? []
            : throw new PartnerException($"{item.Id} was changed without a new version.");
    }

    public Task Run(CancellationToken ct) =>
        Task.WhenAll(partners.Value.Partners.Select(p => Pull(p.Key, p.Value, ct)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Value.PullInterval, clock);
        do
        {
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Figures of partner installations could not be stored; they are read again later");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Pull(string name, PartnerSettings partner, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<IDocumentSession>();
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        var status = await session.LoadAsync<PartnerStatus>(name, ct) ?? new(name);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(MaxDuration);
        try
        {
            var client = scope.ServiceProvider.GetRequiredService<PartnerClient>();
            var snapshot = await client.Read(name, partner, status.ETag, limit.Token);
            await events.Execute(() => Store(snapshot), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && ReasonOf(e) is { } reason)
        {
            log.LogWarning(e, "The figures of the installation {Partner} were refused: {Reason}", name, reason);
            session.Store(status with { LastFailure = clock.GetUtcNow(), Reason = reason });
            await session.SaveChangesAsync(ct);
        }

        async Task<bool> Store(PartnerSnapshot? snapshot)
        {
            var now = clock.GetUtcNow();
            foreach (var item in snapshot?.Items ?? [])
            {
                var id = SharedFigures.IdOf(name, item.Id);
                await events.Update<SharedFigures, SharedFiguresEvent>(
                    id,
                    SharedFigures.Evolve,
                    known => Decide(known, id, item, now),
                    ct
                );
            }

            session.Store(status with { LastSuccess = now, ETag = snapshot is null ? status.ETag : snapshot.ETag });
            return true;
        }
    }

    /// <returns>Null for a failure of this installation, such as of its database.</returns>
    private static string? ReasonOf(Exception e) =>
        e switch
        {
            PartnerException => e.Message,
            OperationCanceledException => $"The partner took longer than {MaxDuration.TotalMinutes} minutes.",
            _ => null,
        };
}
