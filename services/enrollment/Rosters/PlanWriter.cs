using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>Records, in the transaction of a batch, how many people it writes.</summary>
/// <returns>False to write neither the batch nor what comes after it.</returns>
public delegate Task<bool> BatchProgress(StreamWrites writes, int people);

/// <summary>
/// Writes a plan in transactions of some hundred streams. After a crash half way a new plan holds the rest.
/// </summary>
public sealed class PlanWriter(EventStreams events)
{
    private const int StreamsPerTransaction = 500;

    /// <param name="progress">Called for each batch; null for a file that is written at once.</param>
    public async Task Write(RosterPlan plan, DateTimeOffset now, BatchProgress? progress, CancellationToken ct)
    {
        foreach (var (people, write) in Batches(plan, now))
            if (!await Write(people, write, progress, ct))
                return;
    }

    private static IEnumerable<(int People, Func<StreamWrites, Task> Write)> Batches(
        RosterPlan plan,
        DateTimeOffset now
    )
    {
        if (plan.Sites.Count > 0)
            yield return (0, writes => Open(plan, writes, now));
        foreach (var batch in plan.People.Chunk(StreamsPerTransaction))
            yield return (batch.Length, writes => Record(batch, writes, now));
        foreach (var batch in plan.Leavers.Chunk(StreamsPerTransaction))
            yield return (batch.Length, writes => Leave(batch, writes, now));
    }

    private async Task<bool> Write(
        int people,
        Func<StreamWrites, Task> write,
        BatchProgress? progress,
        CancellationToken ct
    )
    {
        var goesOn = true;
        await events.Update(
            async writes =>
            {
                goesOn = progress is null || await progress(writes, people);
                if (goesOn)
                    await write(writes);
            },
            ct
        );
        await events.Commit(ct);
        return goesOn;
    }

    private static async Task Open(RosterPlan plan, StreamWrites writes, DateTimeOffset now)
    {
        foreach (var (id, known, entry, source) in plan.Sites)
        {
            var site = known is null ? null : await writes.Fetch<Site, SiteEvent>(id.Value, Site.Evolve);
            writes.Append<Site, SiteEvent>(id.Value, RecordSite.Decide(site, id, entry, now, source));
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
