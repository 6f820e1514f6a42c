using System.Collections.Immutable;
using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Consents;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Enrollment.Tests.Merges.MergeScenario;

namespace PeerNetwork.Enrollment.Tests.Merges;

public class MergeDuplicateTests
{
    private static readonly Person Old = Hired(Survivor, "E1"),
        New = Hired(Duplicate, "E2");

    private static readonly ScimUser User = new(
        new(Duplicate.Value, """{"userName":"ada"}"""),
        new(TestData.Account, null, [])
    );

    private static readonly GuestTerm Term = new(
        TestData.ManagerId,
        null,
        new(2027, 5, 31),
        new(2027, 5, 31),
        TestData.Now.AddDays(90)
    );

    [Fact]
    public void The_record_of_the_survivor_goes_on_and_the_other_is_skipped()
    {
        var decision = Merged(Parties(Old, New), SpeakingRecord.Survivor);
        var (survivor, duplicate) = (Old.After(decision), New.After(decision));
        survivor.Facts().ShouldBe(Old.Facts());
        survivor.Merges.ShouldHaveSingleItem().Duplicate.ShouldBe(Duplicate);
        duplicate.Active.ShouldBeFalse();
        duplicate.EmployeeNumber.ShouldBeNull();
        duplicate.Account.ShouldBeNull();
        duplicate.MergedInto!.Survivor.ShouldBe(Survivor);
        duplicate.MergedInto.Silent.ShouldBe(new(TestData.NumberKey("E2"), TestData.RecordKey("workday", "E2"), null));
    }

    [Fact]
    public void The_record_of_the_duplicate_becomes_that_of_the_survivor_under_the_key_of_the_survivor()
    {
        var decision = Merged(Parties(Old.After(Left(Old)), New with { User = User }), SpeakingRecord.Duplicate);
        var survivor = Old.After(Left(Old)).After(decision);
        survivor.Facts().ShouldBe((New with { User = User }).Facts());
        survivor.Name!.Value.Owner.ShouldBe(Survivor.Value);
        survivor.Number!.Text.Owner.ShouldBe(Survivor.Value);
        survivor.User!.Resource.Owner.ShouldBe(Survivor.Value);
        survivor.Merges[0].Made.Silent.NumberKey.ShouldBe(TestData.NumberKey("E1"));
    }

    [Fact]
    public void The_person_has_the_SCIM_user_of_the_record_that_speaks_or_else_the_other_one()
    {
        var other = User with { Resource = new(Survivor.Value, """{"userName":"bo"}""") };
        Old.After(Merged(Parties(Old, New with { User = User }), SpeakingRecord.Survivor))
            .User!.Resource.ShouldBe(new(Survivor.Value, User.Resource.Text));
        var both = Merged(
            Parties(Old with { User = other }, New with { User = User, UserNameKey = User.Keys.UserName }),
            SpeakingRecord.Survivor
        );
        Old.After(both).User!.Resource.ShouldBe(other.Resource);
        New.After(both).MergedInto!.Silent.UserNameKey.ShouldBe(User.Keys.UserName);
    }

    [Fact]
    public void Of_each_module_the_last_completion_is_kept()
    {
        var (first, second) = (Completed("first"), Completed("second"));
        var (later, last) = (first with { At = first.At.AddDays(1) }, first with { At = first.At.AddDays(2) });
        var survivor = Old with { Completed = [first, second] };
        var duplicate = New with { Completed = [last, later, second with { At = second.At.AddDays(-1) }] };

        survivor
            .After(Merged(Parties(survivor, duplicate), SpeakingRecord.Survivor))
            .Completed.ShouldBe([first, second, last]);
    }

    [Fact]
    public void What_the_survivor_does_not_have_is_kept()
    {
        var (first, second) = (Completed("first"), Completed("second"));
        var survivor = Old with { Completed = [first] };
        var duplicate = New with { Completed = [first, second], Profile = TestData.Profile };
        var after = survivor.After(Merged(Parties(survivor, duplicate), SpeakingRecord.Survivor));
        after.Completed.ShouldBe([first, second]);
        after.Profile.ShouldBe(TestData.Profile);
        var own = TestData.Profile with { HoursPerMonth = 1 };
        Merged(Parties(survivor with { Profile = own }, duplicate), SpeakingRecord.Survivor)
            .People.SelectMany(p => p.Events)
            .OfType<DuplicateMerged>()
            .Single()
            .Profile!.Value.Value!.HoursPerMonth.ShouldBe(1);
    }

    [Fact]
    public void All_accounts_sign_the_survivor_in()
    {
        var linked = new LinkedAccount(FirstMerge.Value, Issuer, LinkRule.VerifiedEmail, TestData.Now);
        var parties = new MergeParties(new(Old), new(New, new(Duplicate, [linked])));
        Merged(parties, SpeakingRecord.Survivor)
            .Accounts.Select(e => $"{e.GetType().Name} {e.Person.Value}")
            .ShouldBe([
                $"AccountUnlinked {Duplicate.Value}",
                $"AccountLinked {Survivor.Value}",
                $"AccountLinked {Survivor.Value}",
            ]);
        // The account that HR names for the record that speaks is that of the person; the other one is linked.
        Merged(parties, SpeakingRecord.Duplicate)
            .Accounts.OfType<AccountLinked>()
            .Select(e => e.Account.Id)
            .ShouldBe([Old.Account!.Value, linked.Id]);
    }

    [Fact]
    public void Consents_are_kept_where_the_survivor_has_said_nothing()
    {
        var given = new Consent("surveys", 2, new(Duplicate.Value, "de"), TestData.Now);
        var said = new Consent("photos", 1, new(Duplicate.Value, "en"), TestData.Now);
        var parties = new MergeParties(
            new(Old, Consents: new([said with { Withdrawn = true }])),
            new(New, Consents: new([given, said, said with { Kind = "news", Withdrawn = true }]))
        );
        Merged(parties, SpeakingRecord.Survivor)
            .Consents.ShouldBe([new ConsentGiven(Survivor, "surveys", 2, new(Survivor.Value, "de"), TestData.Now)]);
    }

    [Fact]
    public void Changes_that_HR_has_announced_go_with_its_record_and_the_others_of_the_duplicate_are_cancelled()
    {
        var ofHr = Scheduled(1, ChangeSource.Hr);
        var duplicate = New with { Scheduled = [ofHr, Scheduled(2, ChangeSource.PeopleAdministration)] };
        var old = Old with { Scheduled = [Scheduled(3, ChangeSource.Hr)] };
        var decision = Merged(Parties(old, duplicate), SpeakingRecord.Duplicate);
        old.After(decision).Scheduled.ShouldBe([ofHr]);
        duplicate.After(decision).Scheduled.ShouldBeEmpty();
        var kept = Merged(Parties(old, duplicate), SpeakingRecord.Survivor);
        old.After(kept).Scheduled.ShouldBe(old.Scheduled);
        duplicate.After(kept).Scheduled.ShouldBeEmpty();
    }

    [Fact]
    public void Those_who_report_to_the_duplicate_report_to_the_survivor()
    {
        var report = Hired(TestData.ManagerId, "E3") with { Employment = TestData.Work with { Manager = Duplicate } };
        var decision = Merged(Parties(Old, New) with { Reports = [report] }, SpeakingRecord.Survivor);
        report.After(decision).Employment.Manager.ShouldBe(Survivor);
        Old.After(decision).Merges[0].Made.Reports.ShouldBe([report.Id]);
    }

    [Fact]
    public void A_guest_who_became_an_employee_under_a_new_record_stays_without_a_term()
    {
        var guest = Old with { Guest = Term, Employment = TestData.Work with { Kind = PersonKind.Guest } };
        var after = guest.After(Merged(Parties(guest, New), SpeakingRecord.Duplicate));
        after.Guest.ShouldBeNull();
        after.Active.ShouldBeTrue();
        after.Employment.Kind.ShouldBe(PersonKind.Employee);
        Refused(Parties(guest, New), SpeakingRecord.Survivor, "of a guest");
    }

    [Fact]
    public void What_stands_against_a_merge_is_said()
    {
        var hold = new LegalHoldPlaced(Survivor, new(By, "A lawsuit."), By, TestData.Now);
        var merged = New.After(Merged(Parties(Old, New), SpeakingRecord.Survivor));
        var survivor = Old.After(Merged(Parties(Old, New), SpeakingRecord.Survivor));
        var holder = new RoleHolder(Duplicate, ImmutableList.Create(Role));
        var parties = Parties(Old, New);
        Refused(Parties(Old with { Erased = true }, New), "survivor was erased");
        Refused(Parties(Old, New with { Erased = true }), "duplicate was erased");
        Refused(Parties(Old with { LegalHold = hold }, New), "legal hold on the survivor");
        Refused(Parties(Old, New with { LegalHold = hold }), "legal hold on the duplicate");
        Refused(Parties(Old, merged), $"merged into {Survivor.Value}");
        Refused(Parties(merged, Old), $"merged into {Survivor.Value}");
        Refused(Parties(Hired(TestData.ManagerId, "E3"), survivor), "undo those merges");
        Refused(Parties(Old with { Active = false }, New), "does not work here");
        Refused(Parties(Old, New with { Guest = Term }), "access as a guest");
        Refused(parties with { Roles = holder }, "has roles");
        Refused(parties with { HasApplication = true }, "application");
        Refused(parties with { IsSponsor = true }, "sponsor");
        Refused(parties with { Line = [TestData.ManagerId.Value, Duplicate.Value] }, "reports to the other");
        Refused(parties with { Line = [Survivor.Value] }, "reports to the other");
    }

    [Fact]
    public void What_HR_says_of_a_record_that_does_not_speak_any_more_changes_nothing()
    {
        var decision = Merged(Parties(Old, New), SpeakingRecord.Survivor);
        var (survivor, duplicate) = (Old.After(decision), New.After(decision));
        var entry = TestData.Entry with { EmployeeNumber = "E2", NumberKey = TestData.NumberKey("E2") };
        RecordPerson.Decide(duplicate, Duplicate, entry, TestData.Now).ShouldBeEmpty();
        RecordPerson.Decide(survivor, Survivor, entry, TestData.Now).ShouldBeEmpty();
        RecordPerson
            .Decide(survivor, Survivor, TestData.Entry with { Source = TestData.Record("workday", "E2") }, TestData.Now)
            .ShouldBeEmpty();
        RecordPerson
            .Decide(survivor, Survivor, TestData.Entry with { NumberKey = TestData.NumberKey("E1") }, TestData.Now)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<PersonChanged>();
    }

    [Fact]
    public void A_person_who_was_merged_away_is_named_by_the_id_of_the_survivor()
    {
        var merged = New.After(Merged(Parties(Old, New), SpeakingRecord.Survivor));
        Should
            .Throw<DomainException>(() =>
                ScheduleChange.Decide(
                    merged,
                    new(FirstMerge.Value),
                    new(2027, 5, 1),
                    PersonChange.To(EmploymentStatus.Active),
                    TestData.Now
                )
            )
            .Message.ShouldContain($"{Survivor.Value}");
        Should
            .Throw<DomainException>(() => PlaceLegalHold.Decide(merged, new(By, "A lawsuit."), By, TestData.Now))
            .Message.ShouldContain($"{Survivor.Value}");
        Should
            .Throw<DomainException>(() => ErasePerson.Decide(merged, ErasureReason.PersonRequest, TestData.Now))
            .Message.ShouldContain($"{Survivor.Value}");
    }

    private static RoleAssignment Role { get; } =
        new(new(FirstMerge.Value), "ambassador", ["*"], [], [], new(2027, 3, 1), null, TestData.Now, null);

    private static ScheduledChange Scheduled(byte n, ChangeSource source) =>
        new(
            new(new Guid(n, 0, 0, new byte[8])),
            new(2027, 5, n),
            PersonChange.None with
            {
                JobTitle = $"Title {n}",
            },
            source,
            TestData.Now.AddDays(60 + n)
        );

    private static MergeDecision Left(Person person) =>
        new(person.Id, [(person.Id, [person.Leave(TestData.Now)])], [], []);

    private static void Refused(MergeParties parties, string why) => Refused(parties, SpeakingRecord.Survivor, why);

    private static void Refused(MergeParties parties, SpeakingRecord record, string why)
    {
        var thrown = Should.Throw<DomainException>(() => Merged(parties, record));
        thrown.Error.ShouldBe(DomainError.Conflict);
        thrown.Message.ShouldContain(why);
    }
}
