using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>The records that do not speak any more since their people were merged into others.</summary>
public sealed class MergedRecords
{
    private readonly Dictionary<Guid, PersonId> _byNumber = [];
    private readonly Dictionary<Guid, PersonId> _bySource = [];

    public static MergedRecords None { get; } = new();

    public bool IsEmpty => _byNumber.Count == 0 && _bySource.Count == 0;

    public static async Task<MergedRecords> Load(ReadModels models, CancellationToken ct)
    {
        var merged = new MergedRecords();
        foreach (
            var row in await models.Query<Row>(
                $"""
                select silent_number_key, source_key, merged_into from people
                where merged_into is not null and not erased
                """,
                ct
            )
        )
            merged.Add(row.SilentNumberKey, row.SourceKey, new(row.MergedInto));
        return merged;
    }

    public void Add(Guid? numberKey, Guid? sourceKey, PersonId survivor)
    {
        if (numberKey is { } number)
            _byNumber[number] = survivor;
        if (sourceKey is { } source)
            _bySource[source] = survivor;
    }

    /// <summary>The person who goes on; null for a record that speaks.</summary>
    public PersonId? SurvivorOf(SourceRecord? record) =>
        record is not null && _bySource.TryGetValue(record.Key, out var survivor) ? survivor : null;

    /// <inheritdoc cref="SurvivorOf(SourceRecord?)"/>
    public PersonId? SurvivorOf(Guid numberKey) => _byNumber.TryGetValue(numberKey, out var survivor) ? survivor : null;

    private sealed record Row(Guid? SilentNumberKey, Guid? SourceKey, Guid MergedInto);
}
