using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>Each consumer with its message delivered twice, and late, over the broker.</summary>
[Collection(MatchingCollection.Name)]
public class ConsumerTests(MatchingHost matching)
{
    [Fact]
    public async Task A_person_delivered_twice_and_late_is_as_the_newest_version_said()
    {
        var (person, message) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await matching.Deliver(Person(person, version: 2), message);
        await matching.Deliver(Person(person, version: 2), message);
        await matching.Deliver(Person(person, version: 2));
        await matching.Deliver(Person(person, "LIS", version: 5, active: false));
        await matching.Deliver(Person(person, version: 4));

        (await Load<PersonReplica>(person))
            .ShouldNotBeNull()
            .ShouldSatisfyAllConditions(
                c => c.Version.ShouldBe(5),
                c => c.SiteCode.ShouldBe("LIS"),
                c => c.Active.ShouldBeFalse()
            );
        (await matching.TypesOf(person)).ShouldBe(["person_left"]);
    }

    [Fact]
    public async Task The_newest_version_of_a_person_wins_among_consumers_at_once()
    {
        Guid[] people = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
        var told = people
            .SelectMany(id => Enumerable.Range(1, 10).Select(v => Person(id, $"S{v}", version: v, active: v < 10)))
            .ToArray();
        Random.Shared.Shuffle(told);
        await Task.WhenAll(told.Select(m => matching.Deliver(m)));

        foreach (var id in people)
        {
            (await Load<PersonReplica>(id))!.SiteCode.ShouldBe("S10");
            (await matching.TypesOf(id)).ShouldBe(["person_left"]);
        }
    }

    [Fact]
    public async Task A_program_delivered_twice_and_late_is_as_the_newest_version_said_and_ends_once()
    {
        var (program, message, end) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await matching.Deliver(Described(program, 3), message);
        await matching.Deliver(Described(program, 3), message);
        await matching.Deliver(Described(program, 2));
        await matching.Deliver(new ProgramClosed(program, 4, DateTimeOffset.UtcNow), end);
        await matching.Deliver(new ProgramClosed(program, 4, DateTimeOffset.UtcNow), end);
        await matching.Deliver(new ProgramClosed(program, 4, DateTimeOffset.UtcNow));

        await IsEnded(program, "Name 3");
    }

    [Fact]
    public async Task A_program_is_as_the_newest_version_said_and_ends_once_among_consumers_at_once()
    {
        Guid[] programs = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
        Func<Task>[] deliveries =
        [
            .. from id in programs
            from v in Enumerable.Range(1, 8)
            select (Func<Task>)(() => matching.Deliver(Described(id, v))),
            .. from id in programs
            from _ in Enumerable.Range(1, 3)
            select (Func<Task>)(() => matching.Deliver(new ProgramClosed(id, 9, DateTimeOffset.UtcNow))),
        ];
        Random.Shared.Shuffle(deliveries);
        await Task.WhenAll(deliveries.Select(deliver => deliver()));

        foreach (var id in programs)
            await IsEnded(id, "Name 8");
    }

    [Fact]
    public async Task An_approval_delivered_twice_and_late_gives_its_places_once()
    {
        var program = await matching.NewProgram();
        var (who, message) = (new Participant(Guid.CreateVersion7(), Guid.CreateVersion7()), Guid.CreateVersion7());
        await matching.Deliver(Person(who.Person));
        await matching.Deliver(Approval(program, who, "mentor", 2, version: 5), message);
        await matching.Deliver(Approval(program, who, "mentor", 2, version: 5), message);
        await matching.Deliver(Approval(program, who, "mentor", 9, version: 4));

        (await matching.TypesOf(who.Application)).ShouldBe(["participant_joined"]);
        (await Items(matching.Coordinator(), $"/programs/{program}/pool"))
            .ShouldHaveSingleItem()
            .GetProperty("capacity")
            .GetInt32()
            .ShouldBe(2);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Who_withdrew_is_out_of_the_pool_in_whichever_order_the_news_comes(bool withdrawalFirst)
    {
        var program = await matching.NewProgram();
        var (who, message) = (new Participant(Guid.CreateVersion7(), Guid.CreateVersion7()), Guid.CreateVersion7());
        var withdrawal = new ApplicationWithdrawn(
            who.Application,
            6,
            program,
            who.Person,
            "BER",
            "mentor",
            DateTimeOffset.UtcNow
        );
        await matching.Deliver(Person(who.Person));
        if (!withdrawalFirst)
            await matching.Deliver(Approval(program, who, "mentor", 2));
        await matching.Deliver(withdrawal, message);
        await matching.Deliver(withdrawal, message);
        await matching.Deliver(withdrawal);
        if (withdrawalFirst)
            await matching.Deliver(Approval(program, who, "mentor", 2));

        (await Items(matching.Coordinator(), $"/programs/{program}/pool")).ShouldBeEmpty();
        var coordinator = matching.Coordinator();
        var run = await coordinator.GetFromJsonAsync<JsonElement>(
            $"/runs/{await matching.Draft(coordinator, program)}"
        );
        run.GetProperty("mentors").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task An_approval_before_the_person_is_known_waits_for_them()
    {
        var program = await matching.NewProgram();
        var who = new Participant(Guid.CreateVersion7(), Guid.CreateVersion7());
        await matching.Deliver(Approval(program, who, "mentee", 0));
        (await Items(matching.Coordinator(), $"/programs/{program}/pool")).ShouldBeEmpty();

        await matching.Deliver(Person(who.Person));

        (await Items(matching.Coordinator(), $"/programs/{program}/pool"))
            .ShouldHaveSingleItem()
            .GetProperty("nextAction")
            .GetString()
            .ShouldBe("nextRun");
    }

    private static ProgramPublished Described(Guid program, int version) =>
        new(
            program,
            version,
            $"Name {version}",
            ["BER"],
            new(2026, 1, 1),
            null,
            14,
            10,
            1,
            ["oneToOne"],
            null,
            DateTimeOffset.UtcNow
        );

    private async Task IsEnded(Guid program, string name)
    {
        (await Load<ProgramReplica>(program))
            .ShouldNotBeNull()
            .ShouldSatisfyAllConditions(p => p.Name.ShouldBe(name), p => p.Ended.ShouldBeTrue());
        (await matching.TypesOf(program)).ShouldBe(["program_ended"]);
    }

    private async Task<T?> Load<T>(Guid id)
        where T : class
    {
        await using var scope = matching.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EventStreams>().Load<T>(id, CancellationToken.None);
    }
}
