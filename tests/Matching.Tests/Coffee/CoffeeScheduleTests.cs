using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Coffee;

public class CoffeeScheduleTests
{
    private static readonly DeciderSpec<CoffeeSchedule, CoffeeScheduleEvent> Spec = DeciderSpec.Of<
        CoffeeSchedule,
        CoffeeScheduleEvent
    >(CoffeeSchedule.Evolve);

    /// <summary>A Monday. <see cref="Now"/> is the next one, after the time of day of rounds.</summary>
    private static readonly DateOnly FirstDay = new(2026, 2, 23);
    private static readonly DateTimeOffset ThisMonday = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero),
        NextMonday = ThisMonday.AddDays(7);

    private static readonly CoffeeRoundId FirstRound = new(Id(20)),
        SecondRound = new(Id(21));

    private static readonly ProgramReplica Program = new(
        TheProgram.Value,
        2,
        "Coffee",
        ["BER"],
        FirstDay,
        CoffeeEveryDays: 7
    )
    {
        Formats = [ProgramReplica.Coffee],
    };

    private static readonly CoffeeRoundsPlanned Planned = new(TheProgram, 7, FirstDay, null, NextMonday, Now);
    private static readonly CoffeeRoundsPlanned Due = Planned with { NextRoundAt = ThisMonday };
    private static readonly CoffeeRoundsStopped Stopped = new(TheProgram, Now);
    private static readonly CoffeeRoundRequested Requested = new(TheProgram, FirstRound, null, NextMonday, Now);
    private static readonly CoffeeRoundFormed Formed = new(
        TheProgram,
        FirstRound,
        1,
        [
            [Ada, Bo],
        ],
        [],
        Now
    );

    [Fact]
    public void A_program_with_coffee_has_its_next_round_planned()
    {
        Spec.When(s => PlanCoffeeRounds.Decide(s, Program, Now)).Then(Planned);
        Spec.When(s => PlanCoffeeRounds.Decide(s, Program with { Starts = new(2026, 5, 4) }, Now))
            .Then(Planned with { Starts = new(2026, 5, 4), NextRoundAt = new(2026, 5, 4, 6, 0, 0, TimeSpan.Zero) });
        Spec.When(s => PlanCoffeeRounds.Decide(s, Program with { Formats = [] }, Now)).ThenNothing();
        Spec.When(s => PlanCoffeeRounds.Decide(s, Program with { Ended = true }, Now)).ThenNothing();
    }

    [Fact]
    public void Another_plan_moves_the_next_round_and_another_version_does_not()
    {
        var planned = Spec.Given(Planned);
        planned.When(s => PlanCoffeeRounds.Decide(s, Program with { Version = 3 }, Now)).ThenNothing();
        planned
            .When(s => PlanCoffeeRounds.Decide(s, Program with { CoffeeEveryDays = 28 }, Now))
            .Then(Planned with { EveryDays = 28, NextRoundAt = NextMonday.AddDays(14) });
        planned
            .When(s => PlanCoffeeRounds.Decide(s, Program with { Ends = new(2026, 3, 8) }, Now))
            .Then(Planned with { Ends = new(2026, 3, 8), NextRoundAt = null });
    }

    [Fact]
    public void Rounds_stop_where_the_program_ends_or_has_no_coffee_any_more_and_may_come_back()
    {
        Spec.Given(Planned).When(s => PlanCoffeeRounds.Decide(s, Program with { Ended = true }, Now)).Then(Stopped);
        Spec.Given(Planned).When(s => PlanCoffeeRounds.Decide(s, Program with { Formats = [] }, Now)).Then(Stopped);
        var stopped = Spec.Given(Planned, Requested, Stopped);
        stopped.When(s => PlanCoffeeRounds.Decide(s, Program with { Ended = true }, Now)).ThenNothing();
        stopped.When(s => CoffeeRoundRule.Decide(s, SecondRound, NextMonday)).ThenNothing();
        stopped.When(s => Form(s, FirstRound)).ThenNothing();
        stopped.When(s => PlanCoffeeRounds.Decide(s, Program, Now)).Then(Planned);
    }

    [Fact]
    public void A_round_that_is_due_is_requested_also_late()
    {
        Spec.Given(Due).When(s => CoffeeRoundRule.Decide(s, FirstRound, Now)).Then(Requested);
        Spec.Given(Due)
            .When(s => CoffeeRoundRule.Decide(s, FirstRound, NextMonday))
            .Then(Requested with { NextRoundAt = NextMonday.AddDays(7), At = NextMonday });
        Spec.Given(Planned).When(s => CoffeeRoundRule.Decide(s, FirstRound, Now)).ThenNothing();
    }

    [Fact]
    public void A_round_that_is_due_replaces_one_that_is_still_to_be_formed()
    {
        var replaced = Spec.Given(Due, Requested, Requested with { Round = SecondRound });
        replaced.When(s => Form(s, FirstRound)).ThenNothing();
        replaced.When(s => Form(s, SecondRound)).Then(Formed with { Round = SecondRound });
    }

    [Fact]
    public void A_coordinator_has_a_round_formed_and_the_next_one_stays()
    {
        Spec.Given(Planned).When(s => Request(s, takePart: 2)).Then(Requested with { By = Dee });
        Spec.Given(Planned, Requested).When(s => Request(s, takePart: 2)).ThenNothing();
        var overdue = Requested with { At = Now.AddMinutes(-11) };
        Spec.Given(Planned, overdue).When(s => Request(s, takePart: 2)).Then(Requested with { By = Dee });
        Spec.Given(Planned, Requested, Formed).When(s => Request(s, takePart: 3)).Then(Requested with { By = Dee });
    }

    [Fact]
    public void A_round_needs_two_people_and_a_program_with_coffee()
    {
        Spec.Given(Planned).When(s => Request(s, takePart: 1)).ThenThrows(DomainError.Conflict, "two people");
        Spec.When(s => Request(s, takePart: 2)).ThenThrows(DomainError.Conflict, "no coffee rounds");
        Spec.Given(Planned, Stopped)
            .When(s => Request(s, takePart: 2))
            .ThenThrows(DomainError.Conflict, "no coffee rounds");
    }

    [Fact]
    public void A_round_is_formed_once()
    {
        Spec.Given(Planned, Requested).When(s => Form(s, FirstRound)).Then(Formed);
        Spec.Given(Planned, Requested, Formed).When(s => Form(s, FirstRound)).ThenNothing();
        Spec.Given(Planned, Requested, Formed, Requested with { Round = SecondRound })
            .When(s => Form(s, SecondRound))
            .Then(Formed with { Round = SecondRound, Number = 2 });
    }

    [Fact]
    public void A_person_without_others_is_alone() =>
        Spec.Given(Planned, Requested)
            .When(s => WhenCoffeeRoundDue.Decide(s, FirstRound, [Person(Ada)], [], Now))
            .Then(Formed with { Groups = [], Alone = [Ada] });

    private static CoffeeScheduleEvent[] Request(CoffeeSchedule? schedule, int takePart) =>
        RequestCoffeeRound.Decide(schedule, FirstRound, takePart, Dee, Now);

    private static CoffeeScheduleEvent[] Form(CoffeeSchedule? schedule, CoffeeRoundId round) =>
        WhenCoffeeRoundDue.Decide(schedule, round, [Person(Ada), Person(Bo)], [new(1, [Ada.Value, Bo.Value])], Now);

    private static CoffeePerson Person(PersonId person) => new(person.Value, "BER", "Sales", 8 * 60, 8 * 60);
}
