using JasperFx.Events;

namespace PeerNetwork.EventSourcing;

/// <summary>Reads what a service has stored about a person.</summary>
public sealed class PersonalHistory(ReadModels models, EventStreams events)
{
    private sealed record Place(Guid Stream, long Version);

    /// <summary>
    /// The events about a person (<see cref="PersonalStreamsProjection"/>), in the order in which they were stored.
    /// </summary>
    public async Task<IReadOnlyList<IEvent>> Read(Guid person, CancellationToken ct)
    {
        var places = await models.Query<Place>(
            $"select stream, version from personal_streams where person = {person} order by stream, version",
            ct
        );
        var found = new List<IEvent>();
        // The whole stream has the lowest version, so it comes first and makes single events of it needless.
        foreach (var stream in places.GroupBy(p => p.Stream, p => p.Version))
            if (stream.First() == PersonalStreamsProjection.WholeStream)
                found.AddRange(await events.History(stream.Key, ct));
            else
                foreach (var version in stream)
                    if (await events.EventAt(stream.Key, version, ct) is { } e)
                        found.Add(e);
        return [.. found.OrderBy(e => e.Sequence)];
    }
}
