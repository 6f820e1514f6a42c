namespace PeerNetwork.EventSourcing;

/// <summary>A stored link.</summary>
/// <param name="Number">Its place in the chain, from 1.</param>
/// <param name="Entry">The hash of the event when it was chained.</param>
internal sealed record AuditLink(long Number, byte[] Entry, byte[] Link);

/// <summary>
/// Compares events and links, in the order of their sequence numbers, with each other and with the heads.
/// </summary>
internal sealed class AuditComparison(IReadOnlyList<AuditHead> heads, AuditFaults faults)
{
    private static readonly byte[] Start = [];

    /// <summary>How many heads end before the current event.</summary>
    private int _complete;
    private long _lastNumber,
        _lastSequence;

    /// <summary>The links that the next one may follow: the stored one, and the one it should have been.</summary>
    private byte[][] _previous = [Start];

    public long Links { get; private set; }

    /// <param name="link">Null for an event without a link.</param>
    /// <param name="entry">The hash of the event as it is stored now; null where there is none.</param>
    public void Add(long sequence, Guid stream, AuditLink? link, byte[]? entry)
    {
        CompleteHeads(before: sequence);
        var head = HeadOf(sequence);
        var day = head?.Day;
        if (link is null)
        {
            faults.Add(
                AuditFaultKind.Added,
                sequence,
                stream,
                day,
                $"The event {sequence} of the stream {stream} was never chained.",
                found: entry
            );
            return;
        }

        CheckEntry(sequence, stream, day, link, entry);
        CheckLink(sequence, stream, day, link);
        (_lastNumber, _lastSequence) = (link.Number, sequence);
        Links++;
        if (head is null)
            faults.AddOnce(
                AuditFaultKind.Head,
                $"No head covers the links from event {sequence} on: a head is missing."
            );
    }

    public void Complete() => CompleteHeads(before: long.MaxValue);

    /// <summary>The head of the day of an event; null where there is none.</summary>
    private AuditHead? HeadOf(long sequence) =>
        _complete < heads.Count && heads[_complete].FirstSequence <= sequence ? heads[_complete] : null;

    private void CheckEntry(long sequence, Guid stream, DateOnly? day, AuditLink link, byte[]? entry)
    {
        if (entry is null)
            faults.Add(
                AuditFaultKind.Missing,
                sequence,
                stream,
                day,
                $"The event {sequence} of the stream {stream} is missing.",
                expected: link.Entry
            );
        else if (!entry.AsSpan().SequenceEqual(link.Entry))
            faults.Add(
                AuditFaultKind.Altered,
                sequence,
                stream,
                day,
                $"The event {sequence} of the stream {stream} was altered.",
                expected: link.Entry,
                found: entry
            );
    }

    private void CheckLink(long sequence, Guid stream, DateOnly? day, AuditLink link)
    {
        var expected = _previous.Select(previous => AuditChain.LinkOf(previous, link.Entry)).ToArray();
        if (link.Number > _lastNumber + 1)
            faults.Add(
                AuditFaultKind.Missing,
                _lastSequence + 1,
                null,
                day,
                $"Between the events {_lastSequence} and {sequence}, {link.Number - _lastNumber - 1} events are "
                    + "missing with their links."
            );
        else if (link.Number <= _lastNumber || !expected.Any(link.Link.SequenceEqual))
            faults.Add(
                AuditFaultKind.Link,
                sequence,
                stream,
                day,
                $"The link of the event {sequence} does not follow from the link before it."
            );
        _previous = [link.Link, expected[0]];
    }

    /// <summary>Passes the heads that end before an event. The chain must have ended as they say.</summary>
    private void CompleteHeads(long before)
    {
        for (; _complete < heads.Count && heads[_complete].LastSequence < before; _complete++)
        {
            var head = heads[_complete];
            var end = (_lastSequence, _lastNumber, Convert.ToHexStringLower(_previous[0]));
            if (end != (head.LastSequence, head.LastNumber, head.Link))
                faults.Add(
                    AuditFaultKind.Head,
                    head.LastSequence,
                    null,
                    head.Day,
                    $"The chain of {head.Day:O} does not end as its head says: at the event "
                        + $"{head.LastSequence}, with the link {head.Link}."
                );
        }
    }
}
