using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>The records that do not speak any more since their people were merged into others.</summary>
public sealed class MergedRecords
{
    private readonly Dictionary<Guid, PersonId> _byNumber = [];
    private readonly Dictionary<SourceRecord, PersonId> _bySource = [];

    public static MergedRecords None { get; } = new();

    public bool IsEmpty => _byNumber.Count == 0 && _bySource.Count == 0;

    public static async Task<MergedRecords> Load(ReadModels models, CancellationToken ct)
    {
        var merged = new MergedRecords();
        foreach (
            var row in await models.Query<Row>(
                $"""
                select number_key, source, source_record, merged_into from people
                where merged_into is not null and not erased
                """,
                ct
            )
        )
            merged.Add(
                row.NumberKey,
                row.Source is null ? null : new(row.Source, row.SourceRecord!),
                new(row.MergedInto)
            );
        return merged;
    }

    public void Add(Guid? numberKey, SourceRecord? source, PersonId survivor)
    {
        if (numberKey is { } key)
            _byNumber[key] = survivor;
        if (source is not null)
            _bySource[source] = survivor;
    }

    /// <summary>The person who goes on; null for a record that speaks.</summary>
    public PersonId? SurvivorOf(SourceRecord? record) =>
        record is not null && _bySource.TryGetValue(record, out var survivor) ? survivor : null;

    /// <inheritdoc cref="SurvivorOf(SourceRecord?)"/>
    public PersonId? SurvivorOf(Guid numberKey) => _byNumber.TryGetValue(numberKey, out var survivor) ? survivor : null;

    private sealed record Row(Guid? NumberKey, string? Source, string? SourceRecord, Guid MergedInto);
}
