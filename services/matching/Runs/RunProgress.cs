using Npgsql;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// The progress of the variants that are being computed, and their replicas. Progress is no decision and no event: it
/// is held in a table beside the streams.
/// </summary>
public sealed partial class RunProgress(
    EventDatabase database,
    ReadModels tables,
    TimeProvider clock,
    ILogger<RunProgress> log
)
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    /// <summary>A replica without a heartbeat for so long has died. The broker gives the variant to another.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(15);

    private readonly string _replica = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <param name="Stage">What is being computed.</param>
    /// <param name="Progress">How much of the stage is done.</param>
    /// <param name="Replica">Host and process that compute it.</param>
    public sealed record Entry(int Variant, string Stage, int Progress, string Replica, DateTimeOffset At);

    /// <summary>The table, which Marten creates with the others.</summary>
    public static Table Table
    {
        get
        {
            var table = new Table("matching.run_progress");
            table.AddColumn("run", "uuid").AsPrimaryKey();
            table.AddColumn("variant", "integer").AsPrimaryKey();
            table.AddColumn("replica", "text").AsPrimaryKey();
            table.AddColumn("stage", "text").NotNull();
            table.AddColumn("progress", "integer").NotNull();
            table.AddColumn("at", "timestamptz").NotNull();
            return table;
        }
    }

    /// <summary>
    /// The variants of a run that are being computed now; of several replicas that compute the same, the one that is
    /// furthest.
    /// </summary>
    public async Task<IReadOnlyDictionary<int, Entry>> Of(RunId run, CancellationToken ct) =>
        (
            await tables.Query<Entry>(
                $"""
                select distinct on (variant) variant, stage, progress, replica, at from matching.run_progress
                where run = {run.Value} and at > {clock.GetUtcNow() - StaleAfter} order by variant, at desc
                """,
                ct
            )
        ).ToDictionary(line => line.Variant);

    /// <summary>Starts to report the progress of a computation, and to check whether the variant still waits.</summary>
    public Computation Track(RunId run, int variant, TimeSpan timeout, CancellationToken ct) =>
        new(this, run, variant, timeout, ct);

    private async Task Save(RunId run, int variant, MatchingProgress progress, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(
            """
            insert into matching.run_progress (run, variant, replica, stage, progress, at)
                values ($1, $2, $3, $4, $5, $6)
            on conflict (run, variant, replica) do update set stage = excluded.stage,
                progress = excluded.progress, at = excluded.at
            """
        );
        foreach (
            var value in (object[])
                [run.Value, variant, _replica, EnumText.Of(progress.Stage), progress.Progress, clock.GetUtcNow()]
        )
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task Delete(RunId run, int variant)
    {
        await using var command = database.Source.CreateCommand(
            "delete from matching.run_progress where run = $1 and variant = $2 and (replica = $3 or at < $4)"
        );
        foreach (var value in (object[])[run.Value, variant, _replica, clock.GetUtcNow() - StaleAfter])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> IsWaiting(RunId run, int variant, CancellationToken ct) =>
        await tables.QueryFirstOrDefault<bool>(
            $"""
            select exists (select from run_variants
                where run = {run.Value} and variant = {variant} and state = 'waiting')
            """,
            ct
        );

    [LoggerMessage(LogLevel.Warning, "The progress of variant {Variant} of run {Run} was not saved: {Reason}")]
    private partial void LogProgressNotSaved(int variant, Guid run, string reason);

    /// <summary>
    /// A running computation. Its progress is saved once a second, and it stops when its variant waits no longer.
    /// </summary>
    public sealed class Computation : IProgress<MatchingProgress>, IAsyncDisposable
    {
        private readonly RunProgress _progress;
        private readonly RunId _run;
        private readonly int _variant;
        private readonly CancellationTokenSource _timeout,
            _stop;
        private readonly CancellationTokenSource _disposed = new();
        private readonly Task _heartbeat;

        /// <summary>Stage and progress in one word, which is written and read whole.</summary>
        private long _latest;

        private volatile bool _isNoLongerWaiting;

        internal Computation(RunProgress progress, RunId run, int variant, TimeSpan timeout, CancellationToken ct)
        {
            (_progress, _run, _variant) = (progress, run, variant);
            _timeout = new(timeout, progress.Clock);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(_timeout.Token, ct);
            _heartbeat = Task.Run(SendHeartbeats, CancellationToken.None);
        }

        /// <summary>Cancelled when the computation is to stop, for whatever reason.</summary>
        public CancellationToken Token => _stop.Token;

        /// <summary>
        /// Whether the variant waits no longer: a coordinator cancelled it, or another replica was faster.
        /// </summary>
        public bool IsNoLongerWaiting => _isNoLongerWaiting;

        /// <summary>Whether it took longer than it may.</summary>
        public bool IsTimedOut => _timeout.IsCancellationRequested;

        public void Report(MatchingProgress value) =>
            Volatile.Write(ref _latest, ((long)value.Stage << 32) | (uint)value.Progress);

        public async ValueTask DisposeAsync()
        {
            await _disposed.CancelAsync();
            await _heartbeat;
            _stop.Dispose();
            _timeout.Dispose();
            _disposed.Dispose();
        }

        private async Task SendHeartbeats()
        {
            using var timer = new PeriodicTimer(HeartbeatInterval, _progress.Clock);
            do
            {
                await IgnoreOutage(async () =>
                {
                    var latest = Volatile.Read(ref _latest);
                    await _progress.Save(
                        _run,
                        _variant,
                        new((MatchingStage)(latest >> 32), (int)latest),
                        _disposed.Token
                    );
                    if (await _progress.IsWaiting(_run, _variant, _disposed.Token))
                        return;
                    _isNoLongerWaiting = true;
                    await _stop.CancelAsync();
                });
            } while (await WaitForNextTick(timer));
            await IgnoreOutage(() => _progress.Delete(_run, _variant));
        }

        private async Task<bool> WaitForNextTick(PeriodicTimer timer)
        {
            try
            {
                return await timer.WaitForNextTickAsync(_disposed.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        /// <summary>An outage of the database does not stop a computation.</summary>
        private async Task IgnoreOutage(Func<Task> tell)
        {
            try
            {
                await tell();
            }
            catch (OperationCanceledException)
            {
                // It is over.
            }
            catch (Exception e)
                when (e is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
            {
                _progress.LogProgressNotSaved(_variant, _run.Value, e.Message);
            }
        }
    }

    private TimeProvider Clock => clock;
}
