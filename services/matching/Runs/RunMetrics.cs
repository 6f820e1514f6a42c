using System.Diagnostics.Metrics;

namespace PeerNetwork.Matching.Runs;

/// <summary>How long this replica computes variants, with which outcome, and how many at the moment.</summary>
public sealed class RunMetrics
{
    /// <summary>In seconds.</summary>
    private static readonly InstrumentAdvice<double> DurationBuckets = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200, 2400],
    };

    private readonly TimeProvider _clock;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<int> _active;

    public RunMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create("PeerNetwork.Matching");
        _duration = meter.CreateHistogram(
            "peernetwork.matching.variant.duration",
            "s",
            "How long the computation of a variant took",
            tags: null,
            DurationBuckets
        );
        _active = meter.CreateUpDownCounter<int>(
            "peernetwork.matching.variant.active",
            "{variant}",
            "How many variants are being computed"
        );
    }

    /// <summary>Starts to measure a computation, which ends with the disposal.</summary>
    public Computation Begin() => new(this);

    public sealed class Computation : IDisposable
    {
        private readonly RunMetrics _metrics;
        private readonly long _start;

        internal Computation(RunMetrics metrics)
        {
            (_metrics, _start) = (metrics, metrics._clock.GetTimestamp());
            metrics._active.Add(1);
        }

        /// <summary>
        /// <c>completed</c>, <c>failed</c>, <c>timed-out</c>, <c>obsolete</c>, or <c>interrupted</c> if another replica
        /// begins anew.
        /// </summary>
        public string Outcome { get; set; } = "interrupted";

        public void Dispose()
        {
            _metrics._active.Add(-1);
            _metrics._duration.Record(
                _metrics._clock.GetElapsedTime(_start).TotalSeconds,
                new KeyValuePair<string, object?>("outcome", Outcome)
            );
        }
    }
}
