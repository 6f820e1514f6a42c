using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.RoleAssignments;

public class RoleDecisionTests
{
    private static readonly AssignmentId Id = new(new("00000000-0000-7000-8000-0000000000e1")),
        Other = new(new("00000000-0000-7000-8000-0000000000e2"));

    private static readonly Guid Admin = new("00000000-0000-7000-8000-0000000000e3");
    private static readonly Guid Program = new("00000000-0000-7000-8000-0000000000e4");
    private static readonly PersonalText Reason = new(Admin, "The site opens.");

    private static readonly DateOnly Today = new(2027, 3, 1),
        Tomorrow = new(2027, 3, 2),
        December = new(2027, 12, 31);

    /// <summary>The first of January in Berlin, where the person works.</summary>
    private static readonly DateTimeOffset EndOfDecember = new(2027, 12, 31, 23, 0, 0, TimeSpan.Zero);

    private static readonly AssignRole.Request Request = new(
        Roles.Coordinator,
        ["BER"],
        "The site opens.",
        [Program],
        Until: December
    );

    private static readonly RoleAssignment Coordinator = new(
        Id,
        Roles.Coordinator,
        ["BER"],
        [new ProgramId(Program)],
        [],
        Today,
        December,
        TestData.Now,
        EndOfDecember
    );

    private static readonly RoleAssignment Delegated = Coordinator with { OnBehalfOf = TestData.ManagerId };

    private static readonly RoleAssigned Assigned = new(
        TestData.PersonId,
        Coordinator,
        Admin,
        Reason,
        [Coordinator],
        TestData.Now
    );

    private static readonly RoleRuleAdded Rule = new(
        new(new("00000000-0000-7000-8000-0000000000e5")),
        "Sponsors",
        Roles.Sponsor,
        ["*"],
        [],
        ["Sales"],
        Admin,
        Reason,
        TestData.Now
    );

    private readonly DeciderSpec<RoleHolder, RoleEvent> _spec = DeciderSpec.Of<RoleHolder, RoleEvent>(
        RoleHolder.Evolve
    );

    [Fact]
    public void A_role_without_a_first_day_begins_now_and_ends_after_its_last_day_at_the_site() =>
        Assign(_spec, Request).Then(Assigned);

    [Fact]
    public void A_role_with_a_first_day_begins_at_its_start() =>
        Assign(_spec, Request with { From = Tomorrow, Until = null })
            .Then(
                With(
                    Coordinator with
                    {
                        From = Tomorrow,
                        Starts = new(2027, 3, 1, 23, 0, 0, TimeSpan.Zero),
                        Until = null,
                        Ends = null,
                    }
                )
            );

    [Fact]
    public void An_unknown_person_gets_no_role() =>
        _spec
            .When(h => AssignRole.Decide(h, null, Id, Request, Admin, Reason, TestData.Now))
            .ThenThrows(DomainError.NotFound);

    [Fact]
    public void A_person_who_left_gets_no_role() =>
        _spec
            .When(h => AssignRole.Decide(h, TestData.Person(TestData.Left), Id, Request, Admin, Reason, TestData.Now))
            .ThenThrows(DomainError.Conflict, "does not work here");

    [Fact]
    public void A_term_that_is_past_is_rejected() =>
        Assign(_spec, Request with { Until = new(2027, 2, 28) }).ThenThrows(DomainError.Invalid, "must not be past");

    [Fact]
    public void The_same_role_is_not_given_twice_for_the_same_days() =>
        Assign(_spec.Given(Assigned), Request with { From = December, Until = null }, Other)
            .ThenThrows(DomainError.Conflict, "Change its term");

    [Fact]
    public void The_same_role_can_be_given_again_for_later_days() =>
        Assign(_spec.Given(Assigned), Request with { From = December.AddDays(1), Until = null }, Other)
            .Then(
                With(
                    Coordinator,
                    Coordinator with
                    {
                        Id = Other,
                        From = December.AddDays(1),
                        Starts = EndOfDecember,
                        Until = null,
                        Ends = null,
                    }
                )
            );

    [Fact]
    public void The_same_role_can_be_given_for_other_departments_and_not_twice_for_the_same()
    {
        var forSales = Coordinator with { Id = Other, Departments = ["Sales", "Legal"] };
        var request = Request with { Departments = ["Sales", "Legal"] };
        Assign(_spec.Given(Assigned), request, Other).Then(With(Coordinator, forSales));
        Assign(_spec.Given(With(Coordinator, forSales)), Request with { Departments = ["Legal", "Sales"] })
            .ThenThrows(DomainError.Conflict, "Change its term");
    }

    [Fact]
    public void The_number_of_roles_of_a_person_is_limited()
    {
        var many = Enumerable
            .Range(0, 50)
            .Select(i => Coordinator with { Id = new(Guid.CreateVersion7()), Sites = [$"S{i}"] })
            .ToArray();
        Assign(_spec.Given(Assigned with { Roles = many }), Request, Other)
            .ThenThrows(DomainError.Conflict, "50 roles already");
    }

    [Fact]
    public void A_revoked_role_ends_at_once() =>
        _spec
            .Given(Assigned)
            .When(h => RevokeRole.Decide(h, Id, Admin, Reason, TestData.Now))
            .Then(new RoleEnded(TestData.PersonId, Id, RoleEndCause.Revoked, Admin, Reason, [], TestData.Now));

    [Fact]
    public void A_role_that_the_person_does_not_have_cannot_be_revoked()
    {
        _spec
            .Given(Assigned)
            .When(h => RevokeRole.Decide(h, Other, Admin, Reason, TestData.Now))
            .ThenThrows(DomainError.NotFound);
        _spec.When(h => RevokeRole.Decide(h, Id, Admin, Reason, TestData.Now)).ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void A_role_ends_when_its_term_is_over_and_not_before()
    {
        _spec.Given(Assigned).When(h => EndRoleTerm.Decide(h, Id, EndOfDecember.AddSeconds(-1))).ThenNothing();
        _spec
            .Given(Assigned)
            .When(h => EndRoleTerm.Decide(h, Id, EndOfDecember))
            .Then(new RoleEnded(TestData.PersonId, Id, RoleEndCause.TermOver, null, null, [], EndOfDecember));
        _spec.Given(Assigned).When(h => EndRoleTerm.Decide(h, Other, EndOfDecember)).ThenNothing();
    }

    [Fact]
    public void A_term_is_renewed_to_a_new_last_day()
    {
        var renewed = Coordinator with { Until = new(2028, 12, 31), Ends = new(2028, 12, 31, 23, 0, 0, TimeSpan.Zero) };
        Change(new(2028, 12, 31))
            .Then(new RoleTermChanged(TestData.PersonId, renewed, Admin, Reason, [renewed], TestData.Now));
        Change(December).ThenNothing();
    }

    [Fact]
    public void A_term_cannot_be_changed_to_end_in_the_past()
    {
        Change(new(2027, 2, 28)).ThenThrows(DomainError.Invalid, "revoke the role instead");
        var later = Coordinator with { From = December, Starts = EndOfDecember.AddDays(-1) };
        _spec
            .Given(With(later))
            .When(h => ChangeRoleTerm.Decide(h, TestData.Person(), Id, Tomorrow, Admin, Reason, TestData.Now))
            .ThenThrows(DomainError.Invalid, "before the first day");
    }

    [Fact]
    public void Roles_end_when_the_person_leaves()
    {
        var sponsor = Coordinator with { Id = Other, Role = Roles.Sponsor };
        _spec
            .Given(With(Coordinator, sponsor))
            .When(h => EndRolesOfLeavers.Decide(h, TestData.Person(TestData.Left), TestData.Now))
            .Then(Left(Id, sponsor), Left(Other));
        _spec.Given(Assigned).When(h => EndRolesOfLeavers.Decide(h, TestData.Person(), TestData.Now)).ThenNothing();

        static RoleEnded Left(AssignmentId id, params RoleAssignment[] others) =>
            new(TestData.PersonId, id, RoleEndCause.LeftCompany, null, null, others, TestData.Now);
    }

    [Fact]
    public void A_seat_is_kept_until_the_day_before_the_successor_begins()
    {
        var shorter = Coordinator with { Until = new(2027, 6, 30), Ends = new(2027, 6, 30, 22, 0, 0, TimeSpan.Zero) };
        Yield(new(2027, 7, 1))
            .Then(new RoleTermChanged(TestData.PersonId, shorter, Admin, Reason, [shorter], TestData.Now));
        Yield(new(2028, 1, 1)).ThenNothing();
        Yield(Today).Then(new RoleEnded(TestData.PersonId, Id, RoleEndCause.Revoked, Admin, Reason, [], TestData.Now));
    }

    [Fact]
    public void A_role_that_a_group_gives_is_changed_by_the_group_alone()
    {
        var given = _spec.Given(With(Coordinator with { Rule = Rule.Rule }));
        given
            .When(h => RevokeRole.Decide(h, Id, Admin, Reason, TestData.Now))
            .ThenThrows(DomainError.Conflict, "as a member of a group");
        given
            .When(h => ChangeRoleTerm.Decide(h, TestData.Person(), Id, Tomorrow, Admin, Reason, TestData.Now))
            .ThenThrows(DomainError.Conflict, "as a member of a group");
    }

    [Fact]
    public void A_leader_delegates_what_an_own_role_covers_and_no_more()
    {
        Delegate(Coordinator).Then(With(Delegated));
        Delegate(Coordinator with { Programs = [] }).Then(With(Delegated));
        Delegate(Coordinator with { Sites = ["CHI"] }).ThenThrows(DomainError.Forbidden, "assigned to you");
        Delegate(Coordinator with { Role = Roles.Sponsor }).ThenThrows(DomainError.Forbidden);
        Delegate(Coordinator with { Ends = EndOfDecember.AddDays(-1) }).ThenThrows(DomainError.Forbidden);
        Delegate(Coordinator with { Starts = TestData.Now.AddDays(1) }).ThenThrows(DomainError.Forbidden);
        Delegate(Delegated with { OnBehalfOf = TestData.PersonId }).ThenThrows(DomainError.Forbidden);
    }

    [Fact]
    public void A_leader_of_departments_delegates_these_and_no_others()
    {
        var own = Coordinator with { Departments = ["Sales", "Legal"] };
        Delegate(own, "Sales").Then(With(Delegated with { Departments = ["Sales"] }));
        Delegate(own, "Sales", "Research").ThenThrows(DomainError.Forbidden, "departments");
        Delegate(own).ThenThrows(DomainError.Forbidden, "departments");
        Delegate(Coordinator, "Sales").Then(With(Delegated with { Departments = ["Sales"] }));
    }

    [Fact]
    public void A_delegation_ends_when_the_leader_has_the_role_for_other_departments()
    {
        var delegated = Delegated with { Departments = ["Sales"] };
        var leader = Coordinator with { Departments = ["Sales"] };
        var given = _spec.Given(With(delegated));
        given.When(h => EndDelegations.Decide(h!, new(TestData.ManagerId, [leader]), TestData.Now)).ThenNothing();
        given
            .When(h =>
                EndDelegations.Decide(
                    h!,
                    new(TestData.ManagerId, [leader with { Departments = ["Legal"] }]),
                    TestData.Now
                )
            )
            .Then(new RoleEnded(TestData.PersonId, Id, RoleEndCause.DelegatorLostRole, null, null, [], TestData.Now));
    }

    [Fact]
    public void A_delegation_ends_with_the_role_of_the_leader()
    {
        var kept = Coordinator with { Id = Other };
        var given = _spec.Given(With(Delegated, kept));
        given.When(h => EndDelegations.Decide(h!, new(TestData.ManagerId, [Coordinator]), TestData.Now)).ThenNothing();
        given
            .When(h => EndDelegations.Decide(h!, new(TestData.ManagerId, []), TestData.Now))
            .Then(
                new RoleEnded(TestData.PersonId, Id, RoleEndCause.DelegatorLostRole, null, null, [kept], TestData.Now)
            );
    }

    [Fact]
    public void A_delegated_role_is_not_renewed_but_revoked()
    {
        var given = _spec.Given(With(Delegated));
        given
            .When(h => ChangeRoleTerm.Decide(h, TestData.Person(), Id, Tomorrow, Admin, Reason, TestData.Now))
            .ThenThrows(DomainError.Conflict, "delegated anew");
        given
            .When(h => RevokeRole.Decide(h, Id, Admin, Reason, TestData.Now))
            .Then(new RoleEnded(TestData.PersonId, Id, RoleEndCause.Revoked, Admin, Reason, [], TestData.Now));
    }

    private DeciderResult<RoleEvent> Delegate(RoleAssignment ownRole, params string[] departments) =>
        _spec.When(h =>
            DelegateRole.Decide(
                h,
                TestData.Person(),
                new(TestData.ManagerId, [ownRole]),
                Id,
                new(
                    TestData.PersonId.Value,
                    Roles.Coordinator,
                    ["BER"],
                    December,
                    "The site opens.",
                    [Program],
                    departments is [] ? null : departments
                ),
                Reason,
                TestData.Now
            )
        );

    [Fact]
    public void A_rule_gives_its_role_once_and_the_end_of_the_membership_takes_it()
    {
        var granted = new RoleAssignment(
            new(DerivedId.From("role-by-rule", Rule.Rule.Value, TestData.PersonId.Value)),
            Roles.Sponsor,
            ["*"],
            [],
            ["Sales"],
            Today,
            null,
            TestData.Now,
            null,
            Rule.Rule
        );
        var assigned = With(Coordinator, granted) with { Assignment = granted };
        Grant(_spec.Given(Assigned), Rule).Then(assigned);
        Grant(_spec.Given(assigned), Rule).ThenNothing();
        Grant(_spec.Given(assigned))
            .Then(
                new RoleEnded(
                    TestData.PersonId,
                    granted.Id,
                    RoleEndCause.NotInGroup,
                    null,
                    null,
                    [Coordinator],
                    TestData.Now
                )
            );
        Grant(_spec).ThenNothing();
    }

    private static DeciderResult<RoleEvent> Grant(
        DeciderSpec<RoleHolder, RoleEvent> spec,
        params RoleRuleAdded[] rules
    ) => spec.When(h => GrantRolesOfGroups.Decide(h, TestData.Person(), rules, TestData.Now));

    private DeciderResult<RoleEvent> Yield(DateOnly from) =>
        _spec
            .Given(Assigned)
            .When(h => RotateRole.Yield(h!, TestData.Person(), Coordinator, from, Admin, Reason, TestData.Now));

    private DeciderResult<RoleEvent> Change(DateOnly until) =>
        _spec
            .Given(Assigned)
            .When(h => ChangeRoleTerm.Decide(h, TestData.Person(), Id, until, Admin, Reason, TestData.Now));

    private static DeciderResult<RoleEvent> Assign(
        DeciderSpec<RoleHolder, RoleEvent> spec,
        AssignRole.Request request,
        AssignmentId? id = null
    ) => spec.When(h => AssignRole.Decide(h, TestData.Person(), id ?? Id, request, Admin, Reason, TestData.Now));

    private static RoleAssigned With(params RoleAssignment[] roles) =>
        Assigned with
        {
            Assignment = roles[^1],
            Roles = roles,
        };
}
