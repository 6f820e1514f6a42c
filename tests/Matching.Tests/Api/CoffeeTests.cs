using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Schedules;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>People take part in the coffee rounds of a program, which are formed when they are due.</summary>
[Collection(MatchingCollection.Name)]
public class CoffeeTests(MatchingHost matching)
{
    [Fact]
    public async Task Rounds_bring_people_together_who_have_not_met()
    {
        var program = await NewProgram();
        var people = await Join(program, 7);
        var first = await FormRound(program, 1);
        var second = await FormRound(program, 2);

        foreach (var groups in new[] { first, second })
        {
            groups.SelectMany(group => group).ShouldBe(people, ignoreOrder: true);
            groups.Select(group => group.Length).Order().ShouldBe([2, 2, 3]);
        }

        PairsOf(first).Intersect(PairsOf(second)).ShouldBeEmpty();
        var rounds = await Items(matching.Coordinator(), $"/programs/{program}/coffee-rounds");
        rounds
            .Select(r => (r.GetProperty("number").GetInt32(), r.GetProperty("people").GetInt32()))
            .ShouldBe([(2, 7), (1, 7)]);
        await Problem(
            await matching.Coordinator().GetAsync($"/programs/{program}/coffee-rounds/3/groups"),
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task A_person_sees_the_next_round_and_the_group_of_the_last_one()
    {
        var program = await NewProgram(everyDays: 7);
        var me = Guid.CreateVersion7();
        await matching.Deliver(Person(me));
        var open = await MyRounds(me, program);
        open.GetProperty("nextAction").GetString().ShouldBe("join");
        open.GetProperty("takesPart").GetBoolean().ShouldBeFalse();

        await Done(await Post(me, program, "join"));
        await Done(await Post(me, program, "join"));
        var alone = await MyRounds(me, program);
        alone.GetProperty("nextAction").GetString().ShouldBe("nextRound");
        alone.GetProperty("nextRoundAt").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow);
        alone.GetProperty("group").ValueKind.ShouldBe(JsonValueKind.Null);

        var other = (await Join(program, 1, "LIS")).Single();
        await FormRound(program, 1);
        var group = (await MyRounds(me, program)).GetProperty("group");
        group.GetProperty("round").GetInt32().ShouldBe(1);
        var met = group.GetProperty("others").EnumerateArray().ShouldHaveSingleItem();
        met.GetProperty("person").GetGuid().ShouldBe(other);
        met.GetProperty("siteCode").GetString().ShouldBe("LIS");
        var hours = group.GetProperty("commonHours");
        (hours.GetProperty("end").GetDateTimeOffset() - hours.GetProperty("start").GetDateTimeOffset()).ShouldBe(
            TimeSpan.FromHours(8)
        );
        await Done(await Post(me, program, "leave"));
        (await MyRounds(me, program)).GetProperty("nextAction").GetString().ShouldBe("join");
    }

    [Fact]
    public async Task Those_who_snooze_are_on_leave_left_or_were_erased_are_in_no_round()
    {
        var program = await NewProgram();
        var people = await Join(program, 7);
        var (snoozes, onLeave, left, erased) = (people[0], people[1], people[2], people[3]);
        var until = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(40);
        await Done(await Post(snoozes, program, "snooze", new { until }));
        await matching.Deliver(Person(onLeave, version: 2) with { OnLeave = true });
        await matching.Deliver(Person(left, version: 2, active: false));
        await matching.Deliver(new PersonErased(erased, 2, DateTimeOffset.UtcNow));

        var groups = await FormRound(program, 1);

        groups.ShouldHaveSingleItem().ShouldBe(people[4..], ignoreOrder: true);
        var mine = await MyRounds(snoozes, program);
        mine.GetProperty("nextAction").GetString().ShouldBe("endOfSnooze");
        mine.GetProperty("snoozedUntil").GetString().ShouldBe($"{until:yyyy-MM-dd}");
        (await MyRounds(onLeave, program)).GetProperty("nextAction").GetString().ShouldBe("returnFromLeave");
        await Done(await Post(snoozes, program, "resume"));
        (await FormRound(program, 2)).SelectMany(group => group).ShouldContain(snoozes);
    }

    [Fact]
    public async Task The_snooze_ends_on_its_day_without_an_event()
    {
        var program = await NewProgram();
        var people = await Join(program, 3);
        await matching.Write(writes =>
        {
            var (id, today) = (CoffeeMembership.IdOf(new(program), new(people[0])), DateTimeOffset.UtcNow);
            writes.Expect(id, 1);
            writes.Append<CoffeeMembership, CoffeeMembershipEvent>(
                id,
                new CoffeeSnoozed(new(program), new(people[0]), DateOnly.FromDateTime(today.UtcDateTime), today)
            );
        });
        (await FormRound(program, 1)).ShouldHaveSingleItem().Length.ShouldBe(3);
        (await MyRounds(people[0], program)).GetProperty("nextAction").GetString().ShouldBe("nextRound");
    }

    [Fact]
    public async Task A_regular_round_that_is_due_is_formed_and_the_next_one_planned()
    {
        var program = await NewProgram(everyDays: 7);
        var people = await Join(program, 2);
        var yesterday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
        var due = new DateTimeOffset(yesterday, RunSchedule.TimeOfDay, TimeSpan.Zero);
        await Append(program, new CoffeeRoundsPlanned(new(program), 7, yesterday, null, due, DateTimeOffset.UtcNow));

        await Formed(program, 1);

        (await GroupsOf(program, 1)).ShouldHaveSingleItem().ShouldBe(people, ignoreOrder: true);
        var schedule = await Schedule(program);
        schedule.GetProperty("nextRoundAt").GetDateTimeOffset().ShouldBe(due.AddDays(7));
        (await matching.TypesOf(CoffeeSchedule.IdOf(new(program)))).ShouldBe([
            "coffee_rounds_planned",
            "coffee_rounds_planned",
            "coffee_round_requested",
            "coffee_round_formed",
        ]);
    }

    [Fact]
    public async Task A_message_that_comes_twice_forms_one_round()
    {
        var program = await NewProgram();
        await Join(program, 4);
        await FormRound(program, 1);
        var requested = (await matching.History(CoffeeSchedule.IdOf(new(program))))
            .Select(e => e.Data)
            .OfType<CoffeeRoundRequested>()
            .Single();

        await matching.Deliver(new CoffeeRoundDue(program, 2, requested.Round.Value, requested.At));

        (await Schedule(program)).GetProperty("rounds").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_program_that_closes_has_no_more_rounds()
    {
        var program = await NewProgram(everyDays: 7);
        var people = await Join(program, 2);
        await matching.Deliver(new ProgramClosed(program, 3, DateTimeOffset.UtcNow));
        await matching.Deliver(new ProgramClosed(program, 3, DateTimeOffset.UtcNow));

        (await Schedule(program)).GetProperty("nextRoundAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Items(matching.As(people[0]), "/coffee/mine")).ShouldNotContain(mine =>
            mine.GetProperty("id").GetGuid() == program
        );
        (await Problem(await RequestRound(program), HttpStatusCode.Conflict)).ShouldBe("no-coffee-rounds");
        var late = Guid.CreateVersion7();
        await matching.Deliver(Person(late));
        (await Problem(await Post(late, program, "join"), HttpStatusCode.Conflict)).ShouldBe("program-ended");
        (await matching.TypesOf(CoffeeSchedule.IdOf(new(program)))).ShouldBe([
            "coffee_rounds_planned",
            "coffee_rounds_stopped",
        ]);
    }

    [Fact]
    public async Task Another_plan_moves_the_next_round()
    {
        var program = await NewProgram(everyDays: 7);
        var before = (await Schedule(program)).GetProperty("nextRoundAt").GetDateTimeOffset();
        await matching.Deliver(Published(program, version: 2, everyDays: null));
        (await Schedule(program)).GetProperty("nextRoundAt").ValueKind.ShouldBe(JsonValueKind.Null);
        await matching.Deliver(Published(program, version: 3, everyDays: 7));
        (await Schedule(program)).GetProperty("nextRoundAt").GetDateTimeOffset().ShouldBe(before);
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        var program = await NewProgram();
        var person = (await Join(program, 1)).Single();
        await Problem(await Post(person, Guid.CreateVersion7(), "join"), HttpStatusCode.NotFound);
        var elsewhere = Guid.CreateVersion7();
        await matching.Deliver(Person(elsewhere, site: "TYO"));
        await Problem(await Post(elsewhere, program, "join"), HttpStatusCode.Forbidden);
        await Problem(await Post(elsewhere, program, "leave"), HttpStatusCode.NotFound);
        (await Items(matching.As(elsewhere), "/coffee/mine")).ShouldBeEmpty();
        foreach (var days in new[] { 0, 367 })
        {
            var until = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(days);
            await Problem(await Post(person, program, "snooze", new { until }), HttpStatusCode.UnprocessableEntity);
        }

        (await Problem(await RequestRound(program), HttpStatusCode.Conflict)).ShouldBe("too-few-people");
        foreach (var address in new[] { "coffee", "coffee-rounds", "coffee-rounds/1/groups" })
        {
            await Problem(
                await matching.Coordinator("BER").GetAsync($"/programs/{program}/{address}"),
                HttpStatusCode.Forbidden
            );
            await Problem(
                await matching.As(person).GetAsync($"/programs/{program}/{address}"),
                HttpStatusCode.Forbidden
            );
        }
    }

    private static ProgramPublished Published(Guid program, long version, int? everyDays) =>
        new(
            program,
            version,
            "Coffee",
            ["BER", "LIS"],
            new(2026, 1, 1),
            null,
            null,
            14,
            1,
            ["coffee"],
            everyDays,
            DateTimeOffset.UtcNow
        );

    private async Task<Guid> NewProgram(int? everyDays = null)
    {
        var program = Guid.CreateVersion7();
        await matching.Deliver(Published(program, version: 1, everyDays));
        return program;
    }

    private async Task<Guid[]> Join(Guid program, int count, string site = "BER")
    {
        Guid[] people = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
        foreach (var person in people)
        {
            await matching.Deliver(Person(person, site));
            await Done(await Post(person, program, "join"));
        }
        return people;
    }

    private async Task<Guid[][]> FormRound(Guid program, int number)
    {
        await Done(await RequestRound(program));
        await Formed(program, number);
        return await GroupsOf(program, number);
    }

    private Task Formed(Guid program, int number) =>
        Eventually.Passes(async () =>
        {
            var schedule = await Schedule(program);
            schedule.GetProperty("rounds").GetInt32().ShouldBe(number);
            schedule.GetProperty("isForming").GetBoolean().ShouldBeFalse();
        });

    private Task<HttpResponseMessage> RequestRound(Guid program) =>
        matching.Coordinator().PostAsync($"/programs/{program}/coffee-rounds", null);

    private Task<JsonElement> Schedule(Guid program) =>
        matching.Coordinator().GetFromJsonAsync<JsonElement>($"/programs/{program}/coffee");

    private async Task<Guid[][]> GroupsOf(Guid program, int number) =>
        [
            .. (await Items(matching.Coordinator(), $"/programs/{program}/coffee-rounds/{number}/groups")).Select(
                group => group.GetProperty("people").EnumerateArray().Select(person => person.GetGuid()).ToArray()
            ),
        ];

    private async Task<JsonElement> MyRounds(Guid person, Guid program) =>
        (await Items(matching.As(person), "/coffee/mine")).Single(mine => mine.GetProperty("id").GetGuid() == program);

    private Task<HttpResponseMessage> Post(Guid person, Guid program, string action, object? body = null) =>
        matching.As(person).PostAsJsonAsync($"/programs/{program}/coffee/{action}", body ?? new { });

    private static IEnumerable<(Guid, Guid)> PairsOf(Guid[][] groups) =>
        from people in groups
        from one in people
        from other in people
        where one.CompareTo(other) < 0
        select (one, other);

    private async Task Append(Guid program, CoffeeScheduleEvent e)
    {
        await using var scope = matching.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<EventStreams>()
            .Update<CoffeeSchedule, CoffeeScheduleEvent>(
                CoffeeSchedule.IdOf(new(program)),
                CoffeeSchedule.Evolve,
                _ => [e],
                CancellationToken.None
            );
    }
}
