using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Tests.Merges;
using static PeerNetwork.Enrollment.Tests.Merges.MergeScenario;

namespace PeerNetwork.Enrollment.Tests.People;

public class EmailHistoryTests
{
    [Fact]
    public void A_new_address_ends_the_one_before()
    {
        var person = TestData.Person(Named("ada@new.example", 1), Named("ada@new.example", 2), Named(null, 3));
        Shown(person.Emails).ShouldBe(["ada@example.com 0-1", "ada@new.example 1-3"]);
        Shown(Evolve(person, Named("ada@example.com", 4)).Emails)
            .ShouldBe(["ada@example.com 0-1", "ada@new.example 1-3", "ada@example.com 4-"]);
    }

    [Fact]
    public void A_person_who_left_keeps_the_address_until_HR_names_another_one()
    {
        var rehired = TestData.Person(
            TestData.Left,
            TestData.Hired with
            {
                Email = TestData.PersonalText("ada@new.example"),
                At = Day(2),
            }
        );
        Shown(rehired.Emails).ShouldBe(["ada@example.com 0-2", "ada@new.example 2-"]);
    }

    [Fact]
    public void An_announced_address_counts_from_the_announcement()
    {
        var announced = new PersonAnnounced(
            TestData.PersonId,
            null,
            null,
            TestData.PersonalText("ada@example.com"),
            TestData.Stored(TestData.Work),
            Day(-2)
        );
        var again = announced with { Email = TestData.PersonalText("ada@new.example"), At = Day(-1) };
        PersonEvent[] events = [announced, again, TestData.Hired];
        Shown(events.Aggregate((Person?)null, Person.Evolve)!.Emails)
            .ShouldBe(["ada@example.com -2--1", "ada@new.example -1-0", "ada@example.com 0-"]);
    }

    [Fact]
    public void An_erasure_leaves_none() =>
        TestData.Person(Named("ada@new.example", 1), TestData.Erased).Emails.ShouldBeEmpty();

    [Theory]
    [InlineData(SpeakingRecord.Survivor, "E1@example.com 0-")]
    [InlineData(SpeakingRecord.Duplicate, "E1@example.com 0-2", "E2@example.com 2-")]
    public void A_merge_ends_the_address_of_the_record_that_does_not_speak(SpeakingRecord record, params string[] own)
    {
        var (old, other) = (Hired(Survivor, "E1"), Hired(Duplicate, "E2"));
        var merged = Merged(Parties(old, other), record, Day(2));
        Shown(old.After(merged).Emails).ShouldBe(own);
        Shown(other.After(merged).Emails).ShouldBe(["E2@example.com 0-2"]);
    }

    [Theory]
    [InlineData(SpeakingRecord.Survivor)]
    [InlineData(SpeakingRecord.Duplicate)]
    public void The_undoing_of_a_merge_gives_each_the_addresses_of_its_own_record(SpeakingRecord record)
    {
        var (old, other) = (Hired(Survivor, "E1"), Hired(Duplicate, "E2"));
        var merged = Merged(Parties(old, other), record, Day(2));
        var present = old.After(merged);
        var renamed = Evolve(
            present,
            present.Change(present.Employment, Day(3)) with
            {
                Email = TestData.PersonalText("new@example.com"),
            }
        );
        var undone = Undone(new(renamed), new(other.After(merged)), Day(4));
        var speaksForSurvivor = record == SpeakingRecord.Survivor;
        Shown(renamed.After(undone).Emails)
            .ShouldBe(speaksForSurvivor ? ["E1@example.com 0-3", "new@example.com 3-"] : ["E1@example.com 0-"]);
        Shown(other.After(merged).After(undone).Emails)
            .ShouldBe(speaksForSurvivor ? ["E2@example.com 0-"] : ["E2@example.com 0-4", "new@example.com 4-"]);
    }

    [Fact]
    public void An_address_without_a_gap_is_listed_once()
    {
        HeldEmail[] held =
        [
            Held("b@x.example", 2, null),
            Held("b@x.example", 0, 2),
            Held("a@x.example", 0, 1),
            Held("a@x.example", 3, 4),
            Held("c@x.example", 1, 9),
            Held("c@x.example", 2, 3),
        ];
        Shown(EmailHistory.Joined(held))
            .ShouldBe(["b@x.example 0-", "a@x.example 0-1", "c@x.example 1-9", "a@x.example 3-4"]);
    }

    private static HeldEmail Held(string address, int from, int? until) =>
        new(TestData.PersonalText(address), Day(from), until is { } day ? Day(day) : null);

    private static Person Evolve(Person person, PersonEvent e) => Person.Evolve(person, e);

    private static PersonChanged Named(string? address, int day) =>
        new(
            TestData.PersonId,
            TestData.Number("E1"),
            TestData.PersonalText("Ada Lovelace"),
            address is null ? null : TestData.PersonalText(address),
            TestData.Stored(TestData.Work),
            null,
            Day(day)
        );

    private static DateTimeOffset Day(int day) => TestData.Now.AddDays(day);

    private static string[] Shown(IEnumerable<HeldEmail> held) =>
        [.. held.Select(e => $"{e.Address} {(e.From - TestData.Now).Days}-{(e.Until - TestData.Now)?.Days}")];
}
