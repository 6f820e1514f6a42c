using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// The used capacity of each program as one row with the version of its stream. Written inline: only one writer can
/// append at the version that it read, and after a conflict a writer reads and decides again.
/// </summary>
public sealed class ProgramCapacityProjection : TableProjection
{
    public ProgramCapacityProjection()
        : base("program_capacity")
    {
        var programCapacity = AddTable("program_capacity");
        programCapacity.AddColumn("id", "uuid").AsPrimaryKey();
        programCapacity.AddColumn("version", "bigint").NotNull();
        programCapacity.AddColumn("mentors", "integer").NotNull();
        programCapacity.AddColumn("mentees", "integer").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is not ProgramCapacityEvent data)
            return;
        var change = ProgramCapacity.Evolve(null, data);
        operations.QueueSql(
            $"""
            insert into program_capacity as t (id, version, mentors, mentees)
            values ({e.StreamId}, {e.Version}, {change.Mentors}, {change.Mentees})
            on conflict (id) do update set version = excluded.version,
                mentors = t.mentors + excluded.mentors, mentees = t.mentees + excluded.mentees
            """
        );
    }

    private sealed record Row(long Version, int Mentors, int Mentees);

    /// <summary>
    /// Reads the counts of one program, at the version that an append then expects; the events are not folded.
    /// </summary>
    public static async Task<ProgramCapacity?> Fetch(
        StreamWrites writes,
        ReadModels models,
        ProgramCapacityId id,
        CancellationToken ct
    )
    {
        var row = await models.QueryFirstOrDefault<Row>(
            $"select version, mentors, mentees from program_capacity where id = {id.Value}",
            ct
        );
        writes.Expect(id.Value, row?.Version ?? 0);
        return row is null ? null : new(row.Mentors, row.Mentees);
    }
}
