using Microsoft.Extensions.Options;
using PeerNetwork.Analytics.Dashboard;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Installations;

/// <summary>
/// Releases the figures of closed periods to other installations, as the dashboard shows them to a sponsor at that
/// moment.
/// </summary>
/// <remarks>
/// The figures of a period are released once and never change. A partner reads every hour: if they changed, it could
/// subtract the answer of one hour from that of the next, and see what one person did.
/// </remarks>
public sealed class ReleaseFigures(
    IServiceScopeFactory scopes,
    DashboardReader dashboards,
    ReadModels tables,
    ShardStatuses shards,
    IOptions<InstallationSettings> settings,
    TimeProvider clock,
    ILogger<ReleaseFigures> log
) : BackgroundService
{
    /// <summary>How many closed periods are released and listed: a year.</summary>
    private const int Periods = 4;

    private static readonly TimeSpan ReleaseInterval = TimeSpan.FromHours(1);

    private static readonly ProgramFigures.Validator Rules = new();

    /// <summary>The latest periods that ended so many days ago, the newest first.</summary>
    public static IReadOnlyList<Period> ClosedPeriods(DateOnly today, int settlingDays)
    {
        var settled = today.AddDays(-settlingDays);
        List<Period> closed = [];
        for (var period = Period.OfDay(settled); closed.Count < Periods; period = period.Previous)
        {
            if (period.Ends < settled)
                closed.Add(period);
        }

        return closed;
    }

    public static SharedFiguresEvent[] Decide(
        SharedFigures? released,
        Guid id,
        ProgramFigures figures,
        DateTimeOffset now
    ) => released is null ? [new FiguresReleased(id, figures, now)] : [];

    /// <summary>
    /// Releases what is due. It waits for the next time while a projection is behind: the figures would lack what it
    /// has not applied, for good.
    /// </summary>
    public async Task Run(CancellationToken ct)
    {
        if (settings.Value.Name is null || (await shards.All(ct)).Any(shard => shard.Lag > 0 || !shard.IsBuilt))
            return;
        var now = clock.GetUtcNow();
        var periods = ClosedPeriods(DateOnly.FromDateTime(now.UtcDateTime), settings.Value.SettlingDays);
        var since = new DateTimeOffset(periods[^1].Starts, TimeOnly.MinValue, TimeSpan.Zero);
        var programs = await tables.Query<Guid>(
            $"select id from programs where version > 0 and (closed_at is null or closed_at >= {since})",
            ct
        );
        foreach (var program in programs)
            await Release(program, periods, now, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ReleaseInterval, clock);
        do
        {
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Figures could not be released to other installations; the next attempt is in an hour");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Release(Guid program, IReadOnlyList<Period> periods, DateTimeOffset now, CancellationToken ct)
    {
        var ids = periods.ToDictionary(period => SharedFigures.IdOf(program, $"{period}"));
        var known = await tables.Query<Guid>($"select id from shared_figures where id = any({ids.Keys.ToArray()})", ct);
        if (known.Count == ids.Count)
            return;
        var data = await dashboards.Load(program, ct);
        if (data.Cube.Weeks is not [var first, ..] weeks)
            return;
        foreach (var (id, period) in ids.ExceptBy(known, p => p.Key))
        {
            if (period.Ends < first || period.Starts > weeks[^1])
                continue;
            var figures = FiguresOf(data, period);
            // A partner would refuse all figures of this installation.
            if (Rules.Validate(figures) is { IsValid: false } invalid)
            {
                log.LogError("Figures of {Program} in {Period} are not released: {Reason}", program, period, invalid);
                continue;
            }

            await using var scope = scopes.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<EventStreams>()
                .Update<SharedFigures, SharedFiguresEvent>(
                    id,
                    SharedFigures.Evolve,
                    released => Decide(released, id, figures, now),
                    ct
                );
        }
    }

    /// <summary>What the dashboard shows to a sponsor about this period, at all sites and site by site.</summary>
    private static ProgramFigures FiguresOf(ProgramData data, Period period) =>
        new(
            data.Id,
            data.Name,
            $"{period}",
            FigureDefinitions.FiguresOf(data.MetricsFor(site: null, Interval.Of(period))),
            [
                .. data
                    .Sites.OrderBy(site => site.Key, StringComparer.Ordinal)
                    .Select(site => new SiteFigures(
                        site.Key,
                        site.Value,
                        FigureDefinitions.FiguresOf(data.MetricsFor(site.Key, Interval.Of(period)))
                    )),
            ]
        );
}
