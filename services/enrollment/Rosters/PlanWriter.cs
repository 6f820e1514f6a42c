using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>
/// Writes a plan in transactions of some hundred streams. After a crash half way a new plan holds the rest.
/// </summary>
public sealed class PlanWriter(EventStreams events)
{
    private const int StreamsPerTransaction = 500;

    public async Task Write(RosterPlan plan, DateTimeOffset now, CancellationToken ct)
    {
        await events.Update(
            async writes =>
            {
                foreach (var (id, known, entry) in plan.Sites)
                {
                    var site = known is null ? null : await writes.Fetch<Site, SiteEvent>(id.Value, Site.Evolve);
                    writes.Append<Site, SiteEvent>(id.Value, RecordSite.Decide(site, id, entry, now));
                }
            },
            ct
        );
        await events.Commit(ct);
        foreach (var batch in plan.People.Chunk(StreamsPerTransaction))
        {
            await events.Update(writes => Record(batch, writes, now), ct);
            await events.Commit(ct);
        }

        foreach (var batch in plan.Leavers.Chunk(StreamsPerTransaction))
        {
            await events.Update(writes => Leave(batch, writes, now), ct);
            await events.Commit(ct);
        }
    }

    private static async Task Record(PlannedPerson[] people, StreamWrites writes, DateTimeOffset now)
    {
        foreach (var (id, isNew, entry) in people)
        {
            var person = isNew ? null : await writes.Fetch<Person, PersonEvent>(id.Value, Person.Evolve);
            writes.Append<Person, PersonEvent>(id.Value, RecordPerson.Decide(person, id, entry, now));
        }
    }

    private static async Task Leave(PersonId[] people, StreamWrites writes, DateTimeOffset now)
    {
        foreach (var id in people)
        {
            var person = await writes.Fetch<Person, PersonEvent>(id.Value, Person.Evolve);
            writes.Append<Person, PersonEvent>(id.Value, RecordDeparture.Decide(person, now));
        }
    }
}
