using Npgsql;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// How far the variants are that are being computed, and by whom. Nobody decided that, so it is no event: a table
/// beside the streams, from which nothing follows.
/// </summary>
public sealed partial class RunProgress(
    EventDatabase database,
    ReadModels tables,
    TimeProvider clock,
    ILogger<RunProgress> log
)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Who has said nothing for so long is gone; the broker gives the variant to another.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly string _replica = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <param name="Stage">What is being computed.</param>
    /// <param name="Thousandths">How much of the stage is done.</param>
    /// <param name="Replica">Host and process that compute it.</param>
    public sealed record Line(int Variant, string Stage, int Thousandths, string Replica, DateTimeOffset At);

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
            table.AddColumn("thousandths", "integer").NotNull();
            table.AddColumn("at", "timestamptz").NotNull();
            return table;
        }
    }

    /// <summary>
    /// The variants of a run that are being computed now; of several replicas that compute the same, the one that is
    /// furthest.
    /// </summary>
    public async Task<IReadOnlyDictionary<int, Line>> Of(RunId run, CancellationToken ct) =>
        (
            await tables.Query<Line>(
                $"""
                select distinct on (variant) variant, stage, thousandths, replica, at from matching.run_progress
                where run = {run.Value} and at > {clock.GetUtcNow() - Silence} order by variant, at desc
                """,
                ct
            )
        ).ToDictionary(line => line.Variant);

    /// <summary>Begins to tell of a computation, and to look whether anybody still wants it.</summary>
    public Computation Watch(RunId run, int variant, TimeSpan longest, CancellationToken ct) =>
        new(this, run, variant, longest, ct);

    private async Task Tell(RunId run, int variant, MatchingProgress progress, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(
            """
            insert into matching.run_progress (run, variant, replica, stage, thousandths, at)
                values ($1, $2, $3, $4, $5, $6)
            on conflict (run, variant, replica) do update set stage = excluded.stage,
                thousandths = excluded.thousandths, at = excluded.at
            """
        );
        foreach (
            var value in (object[])
                [run.Value, variant, _replica, Word(progress.Stage), progress.Thousandths, clock.GetUtcNow()]
        )
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task Forget(RunId run, int variant)
    {
        await using var command = database.Source.CreateCommand(
            "delete from matching.run_progress where run = $1 and variant = $2 and (replica = $3 or at < $4)"
        );
        foreach (var value in (object[])[run.Value, variant, _replica, clock.GetUtcNow() - Silence])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> IsWanted(RunId run, int variant, CancellationToken ct) =>
        await tables.One<bool>(
            $"select exists (select from run_variants where run = {run.Value} and variant = {variant} and state = 'waiting')",
            ct
        );

    private static string Word(MatchingStage stage) =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{stage}");

    [LoggerMessage(LogLevel.Warning, "Cannot tell how far variant {Variant} of run {Run} is: {Reason}")]
    private partial void LogSilence(int variant, Guid run, string reason);

    /// <summary>
    /// A computation under way: it is told of once a second, and stopped when nobody wants it any more.
    /// </summary>
    public sealed class Computation : IProgress<MatchingProgress>, IAsyncDisposable
    {
        private readonly RunProgress _progress;
        private readonly RunId _run;
        private readonly int _variant;
        private readonly CancellationTokenSource _late,
            _stop;
        private readonly CancellationTokenSource _over = new();
        private readonly Task _beats;

        /// <summary>Stage and thousandths in one word, which is written and read whole.</summary>
        private long _latest;

        private volatile bool _unwanted;

        internal Computation(RunProgress progress, RunId run, int variant, TimeSpan longest, CancellationToken ct)
        {
            (_progress, _run, _variant) = (progress, run, variant);
            _late = new(longest, progress.Clock);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, ct);
            _beats = Task.Run(Tell, CancellationToken.None);
        }

        /// <summary>Cancelled when the computation is to stop, for whatever reason.</summary>
        public CancellationToken Token => _stop.Token;

        /// <summary>
        /// Whether the variant waits no longer: somebody cancelled it, or another replica was faster.
        /// </summary>
        public bool IsUnwanted => _unwanted;

        /// <summary>Whether it took longer than it may.</summary>
        public bool IsLate => _late.IsCancellationRequested;

        public void Report(MatchingProgress value) =>
            Volatile.Write(ref _latest, ((long)value.Stage << 32) | (uint)value.Thousandths);

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await _beats;
            _stop.Dispose();
            _late.Dispose();
            _over.Dispose();
        }

        private async Task Tell()
        {
            using var beat = new PeriodicTimer(Beat, _progress.Clock);
            do
            {
                await Quietly(async () =>
                {
                    var latest = Volatile.Read(ref _latest);
                    await _progress.Tell(_run, _variant, new((MatchingStage)(latest >> 32), (int)latest), _over.Token);
                    if (await _progress.IsWanted(_run, _variant, _over.Token))
                        return;
                    _unwanted = true;
                    await _stop.CancelAsync();
                });
            } while (await Next(beat));
            await Quietly(() => _progress.Forget(_run, _variant));
        }

        private async Task<bool> Next(PeriodicTimer beat)
        {
            try
            {
                return await beat.WaitForNextTickAsync(_over.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        /// <summary>A database that is away is no reason to stop a computation.</summary>
        private async Task Quietly(Func<Task> tell)
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
                _progress.LogSilence(_variant, _run.Value, e.Message);
            }
        }
    }

    private TimeProvider Clock => clock;
}
