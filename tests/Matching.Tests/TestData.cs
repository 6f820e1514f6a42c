using System.Text.Json;
using PeerNetwork.Contracts;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.Tests;

/// <summary>The people and facts that the stories of this part are about.</summary>
internal static class TestData
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Earlier = Now.AddDays(-7);

    public static readonly ProgramId TheProgram = new(Id(1));
    public static readonly PersonId Ada = new(Id(2)),
        Bo = new(Id(3)),
        Cy = new(Id(4)),
        Dee = new(Id(5));
    public static readonly ParticipationId TheApplication = new(Id(6));
    public static readonly RunId TheRun = new(Id(7));
    public static readonly MatchId TheMatch = MatchId.Of(TheRun, Bo),
        OtherMatch = MatchId.Of(TheRun, Cy);
    public static readonly PersonalText Reason = new(Dee.Value, "They work in one team.");

    public static readonly MatchProposed Proposed = new(
        TheMatch,
        TheProgram,
        TheRun,
        MatchKind.OneToOne,
        MembersOf(Ada, Bo),
        "BER",
        Earlier,
        800_000,
        [new(Bo, Ada, PairReasons.Of(Bo, Ada, [Goals], [NotManager]))],
        AnswerUntil: Now.AddDays(10),
        Now
    );
    public static readonly MatchConfirmed Confirmed = new(
        TheMatch,
        TheProgram,
        MatchKind.OneToOne,
        Proposed.Members,
        "BER",
        Earlier,
        Now
    );
    public static readonly CapacityOffered OnePlace = new(TheProgram, Ada, TheApplication, 1, Earlier);
    public static readonly CapacityTaken Taken = new(TheProgram, Ada, OtherMatch, Now);

    public static readonly MentorTimeTaken TimeTaken = new(Ada, new(Id(8)), OtherMatch, 60, Now);

    public static readonly FlashTime InAWeek = new(Now.AddDays(7), "Europe/Berlin", 30);
    public static readonly FlashSlotOffered SlotOffered = new(
        new(Id(20)),
        TheProgram,
        Ada,
        new(Ada.Value, "sql"),
        InAWeek,
        Now
    );
    public static readonly FlashSlotBooked SlotBooked = new(SlotOffered.Slot, TheProgram, Ada, Bo, InAWeek, Now);
    public static readonly FlashBookingCancelled BookingCancelled = new(
        SlotOffered.Slot,
        TheProgram,
        Ada,
        Bo,
        InAWeek,
        Now
    );
    public static readonly FlashSlotWithdrawn SlotWithdrawn = new(SlotOffered.Slot, TheProgram, Ada, null, Now);
    public static readonly FlashSlotLapsed SlotLapsed = new(SlotOffered.Slot, TheProgram, Ada, InAWeek.StartsAt);
    public static readonly FlashTimeTaken SlotTimeTaken = new(Bo, SlotOffered.Slot, false, InAWeek, Now);
    public static readonly SessionTimeTaken SessionTaken = new(
        Ada,
        TheProgram,
        SlotOffered.Slot,
        new(2026, 3, 1),
        30,
        Now
    );

    public static readonly ConnectionPreferencesSet OpenToConnections = new(
        Bo,
        Open: true,
        new(Bo.Value, "Moving to another country."),
        120,
        ShowsSkills: true,
        ShowsInterests: false,
        Earlier
    );
    public static readonly ConnectionRequested ConnectionAsked = new(
        new(Id(21)),
        Ada,
        Bo,
        "BER",
        60,
        new(Ada.Value, "I move soon."),
        Now.AddDays(14),
        Now
    );
    public static readonly ConnectionAccepted ConnectionMade = new(ConnectionAsked.Connection, Ada, Bo, "BER", 60, Now);
    public static readonly ConnectionRequestEnded ConnectionDeclined = new(
        ConnectionAsked.Connection,
        Ada,
        Bo,
        ConnectionState.Declined,
        Now
    );

    public static readonly RunRequested Requested = new(
        TheRun,
        TheProgram,
        new Policy
        {
            Day = new(2026, 3, 2),
            Seed = 7,
            Weights = new Dictionary<string, int> { ["experience"] = 200 },
        },
        [new(Bo.Value, Cy.Value)],
        Dee,
        Now
    );
    public static readonly RunStarted Started = new(
        TheRun,
        "abc",
        "1",
        new Dictionary<string, int> { ["learning-goals"] = 1000 },
        2,
        1,
        1,
        Now
    );
    public static readonly VariantCompleted Drafted = new(TheRun, 1, 1, 1, 800_000, Now, "abc", "1", "def");
    public static readonly VariantRequested OtherVariant = new(
        TheRun,
        2,
        Requested.Policy with
        {
            Weights = new Dictionary<string, int>(),
        },
        new("Level weights"),
        Dee,
        Now
    );
    public static readonly VariantCompleted OtherDrafted = Drafted with { Variant = 2, Matched = 2, Unmatched = 0 };
    public static readonly RunReviewed Reviewed = new(TheRun, Dee, Now, 1);
    public static readonly PublicationRequested Publishing = new(TheRun, Dee, Now, 1);
    public static readonly ProposalsPublished PairPublished = new(TheRun, [Bo], [], 800_000, Now);
    public static readonly RunPublished AllPublished = new(TheRun, TheProgram, 2, 1, 800_000, Now);

    public static Contribution Goals =>
        new("learning-goals", 400, 1000, 400_000, "The mentor offers 1 of 1 wanted skills and goals: python.");

    public static RuleCheck NotManager => new("not-own-manager", true, "Neither is a line manager of the other.");

    public static ProposedPair PairOf(PersonId mentee, PersonId mentor, params RuleCheck[] rules) =>
        new(
            mentee,
            mentor,
            "BER",
            Earlier,
            800_000,
            false,
            PairReasons.Of(mentee, mentor, [Goals], rules is [] ? [NotManager] : rules)
        );

    /// <summary>A proposal of a run to two people of a program.</summary>
    public static MatchProposed ProposalTo(Guid program, RunId run, Guid mentor, Guid mentee) =>
        Proposed with
        {
            Match = MatchId.Of(run, new(mentee)),
            Program = new(program),
            Run = run,
            Members = MembersOf(new(mentor), new(mentee)),
            Reasons = [new(new(mentee), new(mentor), PairOf(new(mentee), new(mentor)).Reasons)],
            AnswerUntil = DateTimeOffset.UtcNow.AddDays(1),
        };

    /// <summary>A mentor, for an hour a month, and a mentee.</summary>
    public static IReadOnlyList<MatchMember> MembersOf(PersonId mentor, PersonId mentee) =>
        [new(mentor, MemberRole.Mentor, 60), new(mentee, MemberRole.Mentee, 0)];

    public static IReadOnlyList<Member> ContractOf(Guid mentor, Guid mentee) =>
        MembersOf(new(mentor), new(mentee)).ToContract();

    /// <summary>Contracts hold lists, of which only the content counts.</summary>
    public static void ShouldBeAsJson(this object actual, object expected)
    {
        actual.ShouldBeOfType(expected.GetType());
        JsonSerializer.Serialize(actual).ShouldBe(JsonSerializer.Serialize(expected));
    }

    /// <summary>The person in a role of a match as the API shows it.</summary>
    public static Guid PersonAs(this JsonElement match, string role) =>
        match
            .GetProperty("members")
            .EnumerateArray()
            .Single(member => member.GetProperty("role").GetString() == role)
            .GetProperty("person")
            .GetGuid();

    public static Guid Id(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);
}
