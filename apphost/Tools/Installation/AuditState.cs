namespace PeerNetwork.Tools.Installation;

/// <summary>What a service says of its audit chain.</summary>
internal sealed record AuditState(
    string Service,
    long Events,
    long Days,
    long Unchained,
    AuditHeadState? Last,
    long FaultCount,
    AuditFaultState[] Faults
)
{
    public void Print()
    {
        Console.WriteLine(
            $"{Service, -12}{Events, 10} events of {Days} days are chained, {Unchained} newer ones are not yet; "
                + $"{FaultCount} faults"
        );
        foreach (var fault in Faults)
            Console.WriteLine($"  {fault.Day:yyyy-MM-dd} {fault.Kind}: {fault.Sentence}");
        if (FaultCount > Faults.Length)
            Console.WriteLine($"  and {FaultCount - Faults.Length} more");
    }
}

internal sealed record AuditFaultState(string Kind, long? Sequence, Guid? Stream, DateOnly? Day, string Sentence);

internal sealed record AuditHeadState(
    DateOnly Day,
    long FirstSequence,
    long LastSequence,
    long LastNumber,
    string Link
);
