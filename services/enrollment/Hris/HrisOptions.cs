using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>How sources are read.</summary>
public sealed class HrisOptions
{
    /// <summary>How long one attempt may take, the whole answer included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one request may take over all attempts and the waits between them.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(10);

    [Range(1, 20)]
    public int Retries { get; set; } = 5;

    /// <summary>The wait before the second attempt, where the source names none; each later one is longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many requests may run at the same time, for each source.</summary>
    [Range(1, 100)]
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>The largest answer that is read, in bytes, after decompression.</summary>
    [Range(1, int.MaxValue)]
    public int MaxAnswerSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>The folder below which watched folders lie; null where there are none.</summary>
    public string? DropFolder { get; set; }
}
