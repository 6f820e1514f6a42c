namespace PeerNetwork.EventSourcing;

/// <summary>The faults of a chain: all are counted, and the first are named.</summary>
internal sealed class AuditFaults
{
    /// <summary>So many are kept; a place is looked for among them.</summary>
    private const int MaxNamed = 200;

    private readonly List<(AuditFault Fault, byte[]? Expected, byte[]? Found)> _named = [];
    private readonly HashSet<AuditFaultKind> _once = [];

    public long Count { get; private set; }

    /// <summary>An event that was chained at another place is reordered, not altered.</summary>
    public IReadOnlyList<AuditFault> Named => [.. _named.Select(n => Place(n.Fault, n.Found))];

    /// <param name="expected">The hash of the event that was chained here.</param>
    /// <param name="found">The hash of the event that is stored here.</param>
    public void Add(
        AuditFaultKind kind,
        long? sequence,
        Guid? stream,
        DateOnly? day,
        string sentence,
        byte[]? expected = null,
        byte[]? found = null
    )
    {
        Count++;
        if (_named.Count < MaxNamed)
            _named.Add((new(kind, sequence, stream, day, sentence), expected, found));
    }

    /// <summary>Adds only the first fault of this kind.</summary>
    public void AddOnce(AuditFaultKind kind, string sentence)
    {
        if (_once.Add(kind))
            Add(kind, null, null, null, sentence);
    }

    private AuditFault Place(AuditFault fault, byte[]? found) =>
        found is not null
        && _named.Find(n => n.Expected is { } expected && expected.AsSpan().SequenceEqual(found))
            is { Fault: { } place }
            ? fault with
            {
                Kind = AuditFaultKind.Reordered,
                Sentence =
                    $"The event {fault.Sequence} of the stream {fault.Stream} was reordered: "
                    + $"it was chained as {place.Sequence}.",
            }
            : fault;
}
