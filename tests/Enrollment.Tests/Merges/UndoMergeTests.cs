using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Consents;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Enrollment.Tests.Merges.MergeScenario;

namespace PeerNetwork.Enrollment.Tests.Merges;

public class UndoMergeTests
{
    private static readonly Person Old = Hired(Survivor, "E1"),
        New = Hired(Duplicate, "E2");

    [Theory]
    [InlineData(SpeakingRecord.Survivor)]
    [InlineData(SpeakingRecord.Duplicate)]
    public void Both_are_as_they_were(SpeakingRecord record)
    {
        var old = Old with { Completed = [Completed("first")] };
        var other = New with
        {
            Completed = [Completed("first") with { At = TestData.Now.AddDays(1) }, Completed("second")],
            Profile = TestData.Profile,
            User = new(new(Duplicate.Value, """{"userName":"ada"}"""), new(TestData.Account, null, [])),
            Scheduled = [Change],
        };
        var (survivor, duplicate) = AfterUndo(old, other, record);
        survivor.Facts().ShouldBe(old.Facts());
        survivor.Completed.ShouldBe(old.Completed);
        survivor.Profile.ShouldBeNull();
        survivor.Merges.ShouldBeEmpty();
        survivor.Scheduled.ShouldBeEmpty();
        duplicate.Facts().ShouldBe(other.Facts());
        duplicate.Completed.ShouldBe(other.Completed);
        duplicate.Profile.ShouldBe(TestData.Profile);
        duplicate.Scheduled.ShouldBe([Change]);
        duplicate.MergedInto.ShouldBeNull();
        duplicate.Name!.Value.Owner.ShouldBe(Duplicate.Value);
        duplicate.User!.Resource.Owner.ShouldBe(Duplicate.Value);
    }

    [Theory]
    [InlineData(SpeakingRecord.Survivor)]
    [InlineData(SpeakingRecord.Duplicate)]
    public void What_HR_has_said_since_stays_with_the_record(SpeakingRecord record)
    {
        var merged = Merged(Parties(Old, New), record);
        var promoted = Old.After(merged) with { Employment = TestData.Work with { JobTitle = "Boss" } };
        var undone = Undone(new(promoted), new(New.After(merged)));
        var speaksForSurvivor = record == SpeakingRecord.Survivor;
        promoted.After(undone).Employment.JobTitle.ShouldBe(speaksForSurvivor ? "Boss" : "Chemist");
        New.After(merged).After(undone).Employment.JobTitle.ShouldBe(speaksForSurvivor ? "Chemist" : "Boss");
    }

    [Fact]
    public void Each_account_signs_its_own_person_in_again()
    {
        var linked = new LinkedAccount(FirstMerge.Value, Issuer, LinkRule.VerifiedEmail, TestData.Now);
        var parties = new MergeParties(new(Old), new(New, new(Duplicate, [linked])));
        var merged = Merged(parties, SpeakingRecord.Survivor);
        var undone = Undone(
            new(Old.After(merged), AccountsOf(merged, Survivor, null)),
            new(New.After(merged), AccountsOf(merged, Duplicate, parties.Duplicate.LinkedAccounts))
        );
        undone
            .Accounts.Select(e => $"{e.GetType().Name} {e.Person.Value}")
            .ShouldBe([
                $"AccountUnlinked {Survivor.Value}",
                $"AccountUnlinked {Survivor.Value}",
                $"AccountLinked {Duplicate.Value}",
            ]);
        New.After(merged).After(undone).Account.ShouldBe(New.Account);
        var back = AccountsOf(undone, Duplicate, AccountsOf(merged, Duplicate, parties.Duplicate.LinkedAccounts));
        back!.Accounts.ShouldBe([linked]);
        back.Unlinked.ShouldBeEmpty("a rule may link it again");
    }

    [Fact]
    public void A_consent_that_was_taken_over_does_not_hold_for_the_survivor_any_more()
    {
        var given = new Consent("surveys", 2, new(Duplicate.Value, "de"), TestData.Now);
        var own = new Consent("photos", 1, new(Survivor.Value, "de"), TestData.Now.AddHours(1));
        var merged = Merged(Parties(Old, New), SpeakingRecord.Survivor);
        var taken = given with { Language = new(Survivor.Value, "de") };
        Undone(
            new(Old.After(merged), Consents: new([taken, own])),
            new(New.After(merged), Consents: new([given, own with { GivenAt = TestData.Now }]))
        )
            .Consents.ShouldBe([new ConsentWithdrawn(Survivor, "surveys", 2, TestData.Now.AddDays(1))]);
    }

    [Fact]
    public void Those_who_still_report_to_the_survivor_report_to_the_duplicate_again()
    {
        var report = Hired(TestData.ManagerId, "E3") with { Employment = TestData.Work with { Manager = Duplicate } };
        var merged = Merged(Parties(Old, New) with { Reports = [report] }, SpeakingRecord.Survivor);
        var moved = report.After(merged);
        var (survivor, duplicate) = (new MergeParty(Old.After(merged)), new MergeParty(New.After(merged)));
        moved.After(Undone(survivor, duplicate, moved)).Employment.Manager.ShouldBe(Duplicate);
        var other = moved with { Employment = TestData.Work };
        other.After(Undone(survivor, duplicate, other)).Employment.Manager.ShouldBe(TestData.Work.Manager);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(0, false)]
    public void A_guest_is_a_guest_again_up_to_the_last_day(int days, bool isGuest)
    {
        var ends = TestData.Now.AddDays(days).AddHours(1);
        var guest = Old with
        {
            Guest = new(TestData.ManagerId, null, new(2027, 5, 31), new(2027, 5, 31), ends),
            Employment = TestData.Work with { Kind = PersonKind.Guest },
        };
        var (survivor, _) = AfterUndo(guest, New, SpeakingRecord.Duplicate);
        survivor.Active.ShouldBe(isGuest);
        (survivor.Guest is not null).ShouldBe(isGuest);
        survivor.Employment.Kind.ShouldBe(PersonKind.Guest);
    }

    [Fact]
    public void The_last_merge_comes_first_and_none_after_an_erasure()
    {
        var merged = Merged(Parties(Old, New), SpeakingRecord.Survivor);
        var once = Old.After(merged);
        UndoMerge.RequireUndoable(once, FirstMerge).Duplicate.ShouldBe(Duplicate);
        var twice = once with
        {
            Merges = [once.Merges[0], new(once.Merges[0].Made with { Merge = new(Guid.NewGuid()) }, once)],
        };
        Refused(twice, FirstMerge, DomainError.Conflict);
        Refused(once, new(Guid.NewGuid()), DomainError.NotFound);
        Refused(null, FirstMerge, DomainError.NotFound);
        Refused(once with { Erased = true }, FirstMerge, DomainError.Conflict);
        Refused(New.After(merged), FirstMerge, DomainError.Conflict);
    }

    private static ScheduledChange Change { get; } =
        new(
            new(FirstMerge.Value),
            new(2027, 5, 1),
            PersonChange.To(EmploymentStatus.Left),
            ChangeSource.Hr,
            TestData.Now.AddDays(60)
        );

    private static (Person Survivor, Person Duplicate) AfterUndo(Person old, Person other, SpeakingRecord record)
    {
        var merged = Merged(Parties(old, other), record);
        var (survivor, duplicate) = (old.After(merged), other.After(merged));
        var undone = Undone(new(survivor), new(duplicate));
        return (survivor.After(undone), duplicate.After(undone));
    }

    private static LinkedAccounts? AccountsOf(MergeDecision decision, PersonId person, LinkedAccounts? before) =>
        decision.Accounts.Where(e => e.Person == person).Aggregate(before, LinkedAccounts.Evolve);

    private static void Refused(Person? survivor, MergeId merge, DomainError error) =>
        Should.Throw<DomainException>(() => UndoMerge.RequireUndoable(survivor, merge)).Error.ShouldBe(error);
}
