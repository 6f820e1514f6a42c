using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.People;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Coffee;

public class CoffeeMembershipTests
{
    private static readonly DeciderSpec<CoffeeMembership, CoffeeMembershipEvent> Spec = DeciderSpec.Of<
        CoffeeMembership,
        CoffeeMembershipEvent
    >(CoffeeMembership.Evolve);

    private static readonly DateOnly Until = new(2026, 4, 1);

    private static readonly ProgramReplica Program = new(TheProgram.Value, 2, "Coffee", ["BER"], new(2026, 1, 1))
    {
        Formats = [ProgramReplica.Coffee],
    };
    private static readonly PersonReplica Colleague = new(Ada.Value, 3, true, "BER", "Europe/Berlin", [], null);

    private static readonly CoffeeJoined Joined = new(TheProgram, Ada, Now);
    private static readonly CoffeeSnoozed Snoozed = new(TheProgram, Ada, Until, Now);
    private static readonly CoffeeResumed Resumed = new(TheProgram, Ada, Now);
    private static readonly CoffeeLeft Left = new(TheProgram, Ada, Now);

    [Fact]
    public void A_colleague_joins() => Spec.When(m => Join(m)).Then(Joined);

    [Fact]
    public void Joining_again_changes_nothing() => Spec.Given(Joined, Snoozed).When(m => Join(m)).ThenNothing();

    [Fact]
    public void A_person_who_left_joins_without_the_snooze_of_before()
    {
        Spec.Given(Joined, Snoozed, Left).When(m => Join(m)).Then(Joined);
        Spec.Given(Joined, Snoozed, Left, Joined).When(Resume).ThenNothing();
    }

    [Fact]
    public void People_of_other_sites_and_guests_cannot_join()
    {
        Spec.When(m => Join(m, person: Colleague with { SiteCode = "LIS" }))
            .ThenThrows(DomainError.Forbidden, "at the sites of the program");
        Spec.When(m => Join(m, person: Colleague with { Active = false })).ThenThrows(DomainError.Forbidden);
        Spec.When(m => JoinCoffee.Decide(m, Program, person: null, Ada, Now)).ThenThrows(DomainError.Forbidden);
    }

    [Fact]
    public void A_program_that_has_ended_or_has_no_coffee_rounds_cannot_be_joined()
    {
        Spec.When(m => Join(m, Program with { Ended = true })).ThenThrows(DomainError.Conflict, "has ended");
        Spec.When(m => Join(m, Program with { Formats = [ProgramReplica.OneToOne] }))
            .ThenThrows(DomainError.Conflict, "no coffee rounds");
    }

    [Fact]
    public void A_member_snoozes_and_may_choose_another_day()
    {
        Spec.Given(Joined).When(m => Snooze(m, Until)).Then(Snoozed);
        Spec.Given(Joined, Snoozed).When(m => Snooze(m, Until)).ThenNothing();
        Spec.Given(Joined, Snoozed)
            .When(m => Snooze(m, Until.AddDays(1)))
            .Then(Snoozed with { Until = Until.AddDays(1) });
    }

    [Fact]
    public void A_member_resumes_once()
    {
        Spec.Given(Joined, Snoozed).When(Resume).Then(Resumed);
        Spec.Given(Joined, Snoozed, Resumed).When(Resume).ThenNothing();
    }

    [Fact]
    public void A_member_leaves_once()
    {
        Spec.Given(Joined).When(Leave).Then(Left);
        Spec.Given(Joined, Left).When(Leave).ThenNothing();
    }

    [Fact]
    public void Without_a_membership_there_is_nothing_to_snooze_to_resume_or_to_leave()
    {
        Spec.When(m => Snooze(m, Until)).ThenThrows(DomainError.NotFound, "You do not take part");
        Spec.Given(Joined, Left).When(Resume).ThenThrows(DomainError.NotFound);
        Spec.When(Leave).ThenThrows(DomainError.NotFound);
    }

    private static CoffeeMembershipEvent[] Join(
        CoffeeMembership? membership,
        ProgramReplica? program = null,
        PersonReplica? person = null
    ) => JoinCoffee.Decide(membership, program ?? Program, person ?? Colleague, Ada, Now);

    private static CoffeeMembershipEvent[] Snooze(CoffeeMembership? membership, DateOnly until) =>
        SnoozeCoffee.Decide(membership, TheProgram, Ada, until, Now);

    private static CoffeeMembershipEvent[] Resume(CoffeeMembership? membership) =>
        ResumeCoffee.Decide(membership, TheProgram, Ada, Now);

    private static CoffeeMembershipEvent[] Leave(CoffeeMembership? membership) =>
        LeaveCoffee.Decide(membership, TheProgram, Ada, Now);
}
