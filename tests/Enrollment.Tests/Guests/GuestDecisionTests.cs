using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Guests;

/// <summary>It is the first of March 2027. The guest of these tests has access up to the end of May.</summary>
public class GuestDecisionTests
{
    private static readonly Guid By = TestData.ManagerId.Value;
    private static readonly DateOnly LastDay = new(2027, 5, 31);
    private static readonly DateTimeOffset Ends = new(2027, 5, 31, 22, 0, 0, TimeSpan.Zero);
    private static readonly PartnerId PartnerId = new(new("00000000-0000-7000-8000-0000000000f1"));

    private static readonly Employment GuestWork = new(
        "BER",
        "Europe/Berlin",
        null,
        null,
        null,
        null,
        null,
        null,
        [],
        Kind: PersonKind.Guest,
        AgreementDue: true
    );

    private static readonly PersonHired Hired = TestData.Hired with
    {
        EmployeeNumber = null,
        Employment = TestData.Stored(GuestWork),
    };

    private static readonly GuestInvited Invited = new(
        TestData.PersonId,
        PersonKind.Guest,
        TestData.ManagerId,
        null,
        LastDay,
        Ends,
        By,
        TestData.Now
    );

    private static readonly GuestAccessEnded Ended = new(TestData.PersonId, GuestEndCause.TermOver, null, TestData.Now);

    private static readonly PersonLeft Left = new(TestData.PersonId, TestData.Stored(GuestWork), null, TestData.Now);

    private static readonly Person Sponsor = TestData.Person() with { Id = TestData.ManagerId };

    private static readonly PartnerOrganisation Partner = new(
        PartnerId,
        "Partner Ltd",
        new(PartnerId.Value, "Pat, pat@partner.example"),
        new(4, "Tell no one.")
    );

    private static readonly InviteGuest.Request Request = new(
        PersonKind.Guest,
        "BER",
        TestData.ManagerId.Value,
        LastDay,
        Name: "Ada Lovelace",
        Email: "ada@example.com"
    );

    private static readonly InviteGuest.References Known = new(Sponsor, null, new("Behave.", 1), "Europe/Berlin", null);

    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void An_invitation_gives_access_up_to_the_end_of_the_last_day() => _spec.When(Invite()).Then(Hired, Invited);

    [Fact]
    public void A_person_who_left_keeps_the_number_and_comes_back_as_an_alumnus()
    {
        var past = new PersonEvent[] { TestData.Hired, TestData.Left };
        var request = Request with { Kind = PersonKind.Alumnus, Person = TestData.PersonId.Value, Name = null };
        var decided = InviteGuest.Decide(
            past.Aggregate((Person?)null, Person.Evolve),
            TestData.PersonId,
            request,
            Known,
            By,
            TestData.Now
        );

        var alumnus = past.Concat(decided).Aggregate((Person?)null, Person.Evolve)!;
        alumnus.EmployeeNumber.ShouldBe("E1");
        alumnus.Name!.Value.Text.ShouldBe("Ada Lovelace");
        alumnus.Employment.Kind.ShouldBe(PersonKind.Alumnus);
        alumnus.Employment.JobLevel.ShouldBe(3);
        alumnus.Active.ShouldBeTrue();
    }

    [Fact]
    public void Only_a_person_who_neither_works_here_nor_is_a_guest_is_invited()
    {
        _spec.Given(TestData.Hired).When(Invite()).ThenThrows(DomainError.Conflict, "works here");
        _spec.Given(Hired, Invited).When(Invite()).ThenThrows(DomainError.Conflict, "extend");
        _spec
            .Given(TestData.Hired, TestData.Left, TestData.Erased)
            .When(Invite())
            .ThenThrows(DomainError.Conflict, "erased");
    }

    [Fact]
    public void What_an_invitation_names_has_to_fit()
    {
        Refuses(Request, Known with { Sponsor = null }, "an employee");
        Refuses(Request, Known with { Sponsor = TestData.Person(TestData.Left) }, "an employee");
        Refuses(Request, Known with { TimeZone = null }, "is not known");
        Refuses(Request with { Partner = PartnerId.Value }, Known, "partner organisation");
        Refuses(Request with { LastDay = new(2027, 2, 28) }, Known, "within a year");
        Refuses(Request with { LastDay = new(2028, 3, 2) }, Known, "within a year");
        var ending = Known with { Partner = Partner with { LastDay = LastDay.AddDays(-1) } };
        Refuses(Request with { Partner = PartnerId.Value }, ending, "partner organisation");
        _spec.When(Invite(Request, Known with { CompanyAgreement = null })).ThenThrows(DomainError.Conflict, "text");
    }

    [Fact]
    public void A_term_is_extended_before_it_ends_and_not_after()
    {
        var later = LastDay.AddDays(1);
        _spec
            .Given(Hired, Invited)
            .When(p => ExtendGuestTerm.Decide(p, null, later, By, TestData.Now))
            .Then(new GuestTermExtended(TestData.PersonId, later, Ends.AddDays(1), By, TestData.Now));
        _spec.Given(Hired, Invited).When(p => ExtendGuestTerm.Decide(p, null, LastDay, By, TestData.Now)).ThenNothing();
        _spec
            .Given(Hired, Invited)
            .When(p => ExtendGuestTerm.Decide(p, null, later, By, Ends))
            .ThenThrows(DomainError.Conflict, "over");
        _spec
            .Given(Hired, Invited, Ended, Left)
            .When(p => ExtendGuestTerm.Decide(p, null, later, By, TestData.Now))
            .ThenThrows(DomainError.Conflict, "Invite");
    }

    [Fact]
    public void A_guest_whose_sponsor_left_has_a_month_unless_another_sponsor_is_named()
    {
        var (day, moment) = (new DateOnly(2027, 3, 31), new DateTimeOffset(2027, 3, 31, 22, 0, 0, TimeSpan.Zero));
        var shortened = new GuestTermShortened(
            TestData.PersonId,
            GuestShorteningCause.SponsorLeft,
            day,
            moment,
            TestData.Now
        );
        var gone = TestData.Person(TestData.Left);
        var given = _spec.Given(Hired, Invited);
        given.When(p => ShortenGuestTerms.Decide(p, Sponsor, null, TestData.Now)).ThenNothing();
        given.When(p => ShortenGuestTerms.Decide(p, gone, null, TestData.Now)).Then(shortened);
        var waiting = given.Given(shortened);
        waiting.When(p => ShortenGuestTerms.Decide(p, gone, null, TestData.Now)).ThenNothing();
        waiting
            .When(p => ExtendGuestTerm.Decide(p, null, LastDay.AddDays(1), By, TestData.Now))
            .ThenThrows(DomainError.Conflict, "sponsor");
        waiting
            .When(p => NameSponsor.Decide(p, Sponsor, By, TestData.Now))
            .Then(new GuestSponsorNamed(TestData.PersonId, Sponsor.Id, LastDay, Ends, By, TestData.Now));
    }

    [Fact]
    public void The_people_of_a_partner_organisation_have_access_up_to_its_last_day() =>
        _spec
            .Given(Hired, Invited with { Partner = PartnerId })
            .When(p => ShortenGuestTerms.Decide(p, Sponsor, Partner with { LastDay = new(2027, 4, 1) }, TestData.Now))
            .Then(
                new GuestTermShortened(
                    TestData.PersonId,
                    GuestShorteningCause.PartnerEnded,
                    new(2027, 4, 1),
                    new(2027, 4, 1, 22, 0, 0, TimeSpan.Zero),
                    TestData.Now
                )
            );

    [Fact]
    public void An_end_of_access_is_a_departure_and_happens_once()
    {
        _spec
            .Given(Hired, Invited)
            .When(p => EndGuestAccess.Decide(p, GuestEndCause.TermOver, null, TestData.Now))
            .Then(Ended, Left);
        _spec
            .Given(Hired, Invited, Ended, Left)
            .When(p => EndGuestAccess.Decide(p, GuestEndCause.TermOver, null, TestData.Now))
            .ThenNothing();
    }

    [Fact]
    public void HR_neither_ends_the_access_of_a_guest_nor_begins_it_again()
    {
        _spec.Given(Hired, Invited).When(p => RecordDeparture.Decide(p, TestData.Now)).ThenNothing();
        _spec
            .Given(Hired, Invited, Ended, Left)
            .When(p => RecordPerson.Decide(p, TestData.PersonId, TestData.Entry, TestData.Now))
            .ThenNothing();
    }

    [Fact]
    public void A_guest_whom_HR_lists_as_an_employee_is_no_guest_any_more()
    {
        var entry = TestData.Entry with { Kind = PersonKind.Employee };
        var given = new PersonEvent[] { Hired, Invited };
        var guest = given.Aggregate((Person?)null, Person.Evolve);

        var employee = RecordPerson
            .Decide(guest, TestData.PersonId, entry, TestData.Now)
            .Aggregate(guest, Person.Evolve)!;

        employee.Guest.ShouldBeNull();
        employee.Active.ShouldBeTrue();
        employee.Employment.Kind.ShouldBe(PersonKind.Employee);
        employee.Employment.AgreementDue.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_guest_whom_HR_announces_stays_a_guest_up_to_the_first_day(bool termEndsBefore)
    {
        var entry = TestData.Entry with
        {
            Kind = PersonKind.Employee,
            WaitsForFirstDay = true,
            Employment = TestData.Entry.Employment with { HiredOn = new(2027, 4, 1) },
        };
        var guest = new PersonEvent[] { Hired, Invited }.Aggregate((Person?)null, Person.Evolve);

        guest = Follow(guest, RecordPerson.Decide(guest, TestData.PersonId, entry, TestData.Now));
        guest.Employment.Kind.ShouldBe(PersonKind.Guest);
        guest.Guest.ShouldNotBeNull();
        RecordPerson.Decide(guest, TestData.PersonId, entry, TestData.Now).ShouldBeEmpty();
        if (termEndsBefore)
            guest = Follow(guest, EndGuestAccess.Decide(guest, GuestEndCause.TermOver, null, TestData.Now));
        guest.Active.ShouldBe(!termEndsBefore);

        var start = guest.Scheduled.ShouldHaveSingleItem();
        start.On.ShouldBe(new(2027, 4, 1));
        var employee = Follow(guest, ApplyScheduledChange.Decide(guest, start, start.DueAt));
        employee.Active.ShouldBeTrue();
        employee.Employment.Kind.ShouldBe(PersonKind.Employee);
        employee.Employment.JobTitle.ShouldBe(entry.Employment.JobTitle);
        employee.Guest.ShouldBeNull();

        static Person Follow(Person? person, PersonEvent[] events) => events.Aggregate(person, Person.Evolve)!;
    }

    [Fact]
    public void A_former_guest_who_starts_to_work_here_is_an_employee()
    {
        var former = new PersonEvent[] { Hired, Invited, Ended, Left }.Aggregate((Person?)null, Person.Evolve);
        var start = PersonChange.To(EmploymentStatus.Active);
        var employee = ScheduleChange
            .Decide(former, new(Guid.CreateVersion7()), new(2027, 3, 1), start, TestData.Now)
            .Aggregate(former, Person.Evolve)!;
        employee.Active.ShouldBeTrue();
        employee.Employment.Kind.ShouldBe(PersonKind.Employee);
        employee.Employment.AgreementDue.ShouldBeFalse();
    }

    [Fact]
    public void A_guest_accepts_the_version_in_force()
    {
        var agreement = new BindingAgreement(null, 2, "Behave.");
        var accepted = new GuestAgreementAccepted(TestData.PersonId, null, 2, TestData.Now);
        var given = _spec.Given(Hired, Invited);
        given.When(p => AcceptGuestAgreement.Decide(p, agreement, 2, TestData.Now)).Then(accepted, Bound(due: false));
        given.Given(accepted).When(p => AcceptGuestAgreement.Decide(p, agreement, 2, TestData.Now)).ThenNothing();
        given
            .When(p => AcceptGuestAgreement.Decide(p, agreement, 1, TestData.Now))
            .ThenThrows(DomainError.Conflict, "Version 2");
        _spec
            .Given(TestData.Hired)
            .When(p => AcceptGuestAgreement.Decide(p, null, 1, TestData.Now))
            .ThenThrows(DomainError.Conflict, "no access as a guest");
    }

    [Fact]
    public void A_new_version_of_the_agreement_is_due_once()
    {
        var accepted = new GuestAgreementAccepted(TestData.PersonId, null, 1, TestData.Now);
        var given = _spec.Given(Hired, Invited, accepted, Bound(due: false));
        var second = new BindingAgreement(null, 2, "Behave.");
        given.When(p => RequestAcceptance.Decide(p, second with { Version = 1 }, TestData.Now)).ThenNothing();
        given.When(p => RequestAcceptance.Decide(p, second, TestData.Now)).Then(Bound(due: true));
        given.Given(Bound(due: true)).When(p => RequestAcceptance.Decide(p, second, TestData.Now)).ThenNothing();
        _spec.Given(TestData.Hired).When(p => RequestAcceptance.Decide(p, second, TestData.Now)).ThenNothing();
    }

    [Theory]
    [InlineData(ParticipantRole.Mentor, false, false)]
    [InlineData(ParticipantRole.Mentor, true, true)]
    [InlineData(ParticipantRole.Mentee, true, false)]
    [InlineData(ParticipantRole.Both, true, false)]
    public void Guests_are_mentors_only_where_the_program_admits_them(ParticipantRole role, bool admits, bool eligible)
    {
        var guest = TestData.Person() with { Employment = GuestWork };
        var rules = new Eligibility { ExternalMentors = admits }.Check(role, ["BER"], guest, LastDay);
        rules.All(r => r.Passed).ShouldBe(eligible);
        if (!eligible)
            rules.First(r => !r.Passed).Explanation.ShouldEndWith("you are a guest.");
    }

    [Fact]
    public void A_guest_gets_no_role()
    {
        var guest = TestData.Person() with { Employment = GuestWork };
        Should
            .Throw<DomainException>(() =>
                AssignRole.Decide(
                    null,
                    guest,
                    new(Guid.CreateVersion7()),
                    new("ambassador", ["BER"], "Helps."),
                    By,
                    TestData.PersonalText("Helps."),
                    TestData.Now
                )
            )
            .Message.ShouldContain("no roles");
    }

    [Fact]
    public void A_deactivated_user_has_no_access_as_a_guest() =>
        _spec
            .Given(Hired, Invited)
            .When(p =>
                ProvisionUser.Decide(
                    p,
                    TestData.PersonId,
                    TestData.ClientId,
                    new(false, TestData.Entry, "{}", new(Guid.Empty, null, [])),
                    TestData.Now
                )
            )
            .Then(
                Ended with
                {
                    Cause = GuestEndCause.Deprovisioned,
                },
                Left,
                new UserProvisioned(
                    TestData.PersonId,
                    TestData.ClientId,
                    TestData.PersonalText("{}"),
                    new(Guid.Empty, null, []),
                    TestData.Now
                )
            );

    private static PersonChanged Bound(bool due) =>
        new(
            TestData.PersonId,
            null,
            Hired.Name,
            Hired.Email,
            TestData.Stored(GuestWork with { AgreementDue = due }),
            null,
            TestData.Now
        );

    private static Func<Person?, PersonEvent[]> Invite(
        InviteGuest.Request? request = null,
        InviteGuest.References? known = null
    ) => p => InviteGuest.Decide(p, TestData.PersonId, request ?? Request, known ?? Known, By, TestData.Now);

    private static void Refuses(InviteGuest.Request request, InviteGuest.References known, string messagePart) =>
        Should
            .Throw<InvalidFieldException>(() =>
                InviteGuest.Decide(null, TestData.PersonId, request, known, By, TestData.Now)
            )
            .Message.ShouldContain(messagePart);
}
