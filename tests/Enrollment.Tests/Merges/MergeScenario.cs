using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Tests.Merges;

/// <summary>Two records of one person, and what decisions make of them.</summary>
internal static class MergeScenario
{
    public const string Issuer = "https://sign-in.example";

    public static readonly PersonId Survivor = TestData.PersonId,
        Duplicate = new(new("00000000-0000-7000-8000-0000000000d2"));

    public static readonly Guid By = new("00000000-0000-7000-8000-0000000000e2");

    public static readonly MergeId FirstMerge = new(new("00000000-0000-7000-8000-0000000000d3"));

    private static readonly PersonalText Reason = new(By, "The same person.");

    public static CompletedModule Completed(string module) => new(TestData.ProgramId, module, TestData.Now);

    /// <summary>A person whom HR names by this number.</summary>
    public static Person Hired(PersonId id, string number, params PersonEvent[] then) =>
        RecordPerson
            .Decide(
                null,
                id,
                new(
                    number,
                    $"Name {number}",
                    $"{number}@example.com",
                    TestData.Work,
                    Account: TestData.NumberKey($"account {number}"),
                    Source: TestData.Record("workday", number),
                    NumberKey: TestData.NumberKey(number)
                ),
                TestData.Now
            )
            .Concat(then)
            .Aggregate((Person?)null, Person.Evolve)!;

    public static MergeParties Parties(Person survivor, Person duplicate) => new(new(survivor), new(duplicate));

    public static MergeDecision Merged(MergeParties parties, SpeakingRecord record, DateTimeOffset? at = null) =>
        MergeDuplicate.Decide(parties, new(FirstMerge, record, Issuer, By, Reason, at ?? TestData.Now));

    public static MergeDecision Undone(MergeParty survivor, MergeParty duplicate, params Person[] reports) =>
        Undone(survivor, duplicate, TestData.Now.AddDays(1), reports);

    public static MergeDecision Undone(
        MergeParty survivor,
        MergeParty duplicate,
        DateTimeOffset at,
        params Person[] reports
    ) => UndoMerge.Decide(survivor, duplicate, reports, By, Reason, at);

    /// <summary>A person after a decision.</summary>
    public static Person After(this Person person, MergeDecision decision) =>
        decision.People.Where(p => p.Person == person.Id).SelectMany(p => p.Events).Aggregate(person, Person.Evolve);

    /// <summary>What HR says of a person, in one text.</summary>
    public static string Facts(this Person p) =>
        $"{p.EmployeeNumber} {p.Name?.Text} {p.Email?.Text} {p.Source?.Id} {(p.Active ? "active" : "left")} "
        + $"{p.Employment.JobTitle} {p.Account} {p.User?.Resource.Text}";
}
