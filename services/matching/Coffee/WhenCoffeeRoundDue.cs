using MassTransit;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Coffee;

/// <summary>
/// A coffee round is to be formed. This is a message of the service to its own replicas; any of them may take it.
/// </summary>
/// <param name="Round">The id of the round.</param>
public sealed record CoffeeRoundDue(Guid Program, long Version, Guid Round, DateTimeOffset At);

/// <summary>
/// The round is formed of the people who take part. The database holds no transaction meanwhile; where another round or
/// another plan came first, it is formed again.
/// </summary>
public sealed class WhenCoffeeRoundDue(EventStreams events, CoffeeMembers members, TimeProvider clock)
    : IConsumer<CoffeeRoundDue>
{
    public Task Consume(ConsumeContext<CoffeeRoundDue> context)
    {
        var (program, round) = (new ProgramId(context.Message.Program), new CoffeeRoundId(context.Message.Round));
        var (id, ct) = (CoffeeSchedule.IdOf(program), context.CancellationToken);
        return events.Update(
            async writes =>
            {
                var schedule = await writes.Fetch<CoffeeSchedule, CoffeeScheduleEvent>(id, CoffeeSchedule.Evolve);
                if (schedule?.Requested?.Round != round)
                    return;
                var history = await members.History(program, ct);
                var people = await members.TakingPart(program, history, context.Message.At, ct);
                var number = schedule.Formed + 1;
                var groups = await Task.Run(() => CoffeeGrouping.Form(program, number, people, history), ct);
                writes.Append<CoffeeSchedule, CoffeeScheduleEvent>(
                    id,
                    Decide(schedule, round, people, groups, clock.GetUtcNow())
                );
            },
            ct
        );
    }

    /// <param name="schedule">The coffee rounds of the program.</param>
    /// <param name="round">The id of the round.</param>
    /// <param name="people">Who takes part.</param>
    /// <param name="groups">Their groups.</param>
    /// <param name="now">The moment.</param>
    public static CoffeeScheduleEvent[] Decide(
        CoffeeSchedule? schedule,
        CoffeeRoundId round,
        IReadOnlyList<CoffeePerson> people,
        IReadOnlyList<CoffeeGroup> groups,
        DateTimeOffset now
    ) =>
        schedule is { Requested: { } requested } && requested.Round == round
            ?
            [
                new CoffeeRoundFormed(
                    requested.Program,
                    round,
                    schedule.Formed + 1,
                    [.. groups.Select(group => IdsOf(group.People))],
                    IdsOf(people.Select(person => person.Id).Except(groups.SelectMany(group => group.People))),
                    now
                ),
            ]
            : [];

    private static PersonId[] IdsOf(IEnumerable<Guid> people) => [.. people.Select(person => new PersonId(person))];
}
