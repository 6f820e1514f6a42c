using System.Diagnostics;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Retention;

/// <summary>The kinds of data that have a natural end.</summary>
public enum RetentionKind
{
    /// <summary>The person is erased in all services, so many days after leaving.</summary>
    PeopleWhoLeft,

    /// <summary>A person who was announced and never worked here is erased, so many days after the last news.</summary>
    PeopleWhoNeverStarted,

    /// <summary>The list of faulty records is destroyed, so many days after the sync ended.</summary>
    SyncReports,
}

public abstract record RetentionRuleEvent;

/// <param name="Days">How long the data is kept after it has come to its end.</param>
/// <param name="By">The person or account that set it.</param>
public sealed record RetentionRuleSet(RetentionKind Kind, int Days, Guid By, DateTimeOffset At) : RetentionRuleEvent;

/// <summary>The data of this kind is kept without an end.</summary>
public sealed record RetentionRuleRemoved(RetentionKind Kind, Guid By, DateTimeOffset At) : RetentionRuleEvent;

/// <summary>How long one kind of data is kept.</summary>
/// <param name="Days">Null for data that is kept without an end.</param>
public sealed record RetentionRule(RetentionKind Kind, int? Days, DateTimeOffset SetAt)
{
    public static Guid IdOf(RetentionKind kind) => DerivedId.From($"retention-rule-{EnumText.Of(kind)}");

    /// <summary>
    /// Data that came to its end before this moment is destroyed; null where nothing is. A rule holds from the day
    /// after it was set, so that its effect can be looked at before.
    /// </summary>
    public DateTimeOffset? CutoffAt(DateTimeOffset now) =>
        Days is { } days && SetAt.UtcDateTime.Date < now.UtcDateTime.Date ? now.AddDays(-days) : null;

    public static RetentionRule Evolve(RetentionRule? rule, RetentionRuleEvent e) =>
        e switch
        {
            RetentionRuleSet s => new(s.Kind, s.Days, s.At),
            RetentionRuleRemoved r => new(r.Kind, null, r.At),
            _ => throw new UnreachableException($"{e} cannot follow {rule}"),
        };

    /// <summary>Null where no rule was ever set.</summary>
    public static Task<RetentionRule?> Read(EventStreams events, RetentionKind kind, CancellationToken ct) =>
        events.Read<RetentionRule, RetentionRuleEvent>(IdOf(kind), Evolve, ct);
}
