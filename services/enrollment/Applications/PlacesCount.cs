using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// The counts of each program's places as one row with the version of their stream. Written with the append: whoever
/// read the row and appends at its version is the only one to do so, and a faster writer makes them read and decide
/// again.
/// </summary>
public sealed class PlacesCount : TableProjection
{
    public PlacesCount()
        : base("places_count")
    {
        var placesCount = AddTable("places_count");
        placesCount.AddColumn("id", "uuid").AsPrimaryKey();
        placesCount.AddColumn("version", "bigint").NotNull();
        placesCount.AddColumn("mentors", "integer").NotNull();
        placesCount.AddColumn("mentees", "integer").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is not PlacesEvent data)
            return;
        var change = Places.Evolve(null, data);
        operations.QueueSql(
            $"""
            insert into places_count as t (id, version, mentors, mentees)
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
    public static async Task<Places?> Fetch(StreamWrites writes, ReadModels models, PlacesId id, CancellationToken ct)
    {
        var row = await models.One<Row>(
            $"select version, mentors, mentees from places_count where id = {id.Value}",
            ct
        );
        writes.Expect(id.Value, row?.Version ?? 0);
        return row is null ? null : new(row.Mentors, row.Mentees);
    }
}
