using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Retention;

public abstract record RetentionRunEvent;

/// <param name="Failed">How many could not be destroyed; a later run tries again.</param>
public sealed record ExpiredDataDestroyed(
    DateOnly Day,
    RetentionKind Kind,
    int Destroyed,
    int Failed,
    DateTimeOffset At
) : RetentionRunEvent;

public sealed record RetentionRunCompleted(DateOnly Day, DateTimeOffset At) : RetentionRunEvent;

/// <summary>What was destroyed of one kind.</summary>
public sealed record DestroyedCount(RetentionKind Kind, int Destroyed, int Failed);

/// <summary>The run of one day, by the calendar of UTC.</summary>
public sealed record RetentionRun(DateOnly Day, ImmutableList<DestroyedCount> Counts, DateTimeOffset? CompletedAt)
{
    public static Guid IdOf(DateOnly day) => DerivedId.From($"retention-run-{day:yyyy-MM-dd}");

    public static RetentionRun Evolve(RetentionRun? run, RetentionRunEvent e) =>
        e switch
        {
            ExpiredDataDestroyed d => (run ?? new(d.Day, [], null)).Add(d),
            RetentionRunCompleted c => (run ?? new(c.Day, [], null)) with { CompletedAt = c.At },
            _ => throw new UnreachableException($"{e} cannot follow {run}"),
        };

    private RetentionRun Add(ExpiredDataDestroyed d)
    {
        var known = Counts.Find(c => c.Kind == d.Kind) ?? new(d.Kind, 0, 0);
        var sum = known with { Destroyed = known.Destroyed + d.Destroyed, Failed = known.Failed + d.Failed };
        return this with { Counts = Counts.Remove(known).Add(sum) };
    }
}
