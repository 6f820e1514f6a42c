using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.Testing;

/// <param name="Tags">Such as <c>shard=relay:All</c>.</param>
public sealed record RecordedMeasurement(double Value, string Tags);

/// <summary>Records the measurements of one instrument of one service, and of no other in the test process.</summary>
public sealed class MetricRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<RecordedMeasurement> _measurements = [];

    public MetricRecorder(IServiceProvider service, string instrument)
    {
        var meters = service.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Name == instrument && published.Meter.Scope == meters)
                listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) => Add(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Add(value, tags));
        _listener.Start();
    }

    /// <summary>
    /// The measurements since the last call. An observable instrument is asked for those of this moment.
    /// </summary>
    public IReadOnlyList<RecordedMeasurement> Take()
    {
        _listener.RecordObservableInstruments();
        var taken = new List<RecordedMeasurement>();
        while (_measurements.TryDequeue(out var measurement))
            taken.Add(measurement);
        return taken;
    }

    public void Dispose() => _listener.Dispose();

    private void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue(new(value, string.Join(" ", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
