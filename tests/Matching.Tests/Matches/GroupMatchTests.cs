using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Matches;

/// <summary>A proposed group of a mentor and three mentees, which needs two of them.</summary>
public class GroupMatchTests
{
    private static readonly DeciderSpec<Match, MatchEvent> Spec = DeciderSpec.Of<Match, MatchEvent>(Match.Evolve);

    private static readonly MatchProposed Group = Proposed with
    {
        Kind = MatchKind.Group,
        Members =
        [
            new(Ada, MemberRole.Mentor, 60),
            new(Bo, MemberRole.Mentee, 0),
            new(Cy, MemberRole.Mentee, 0),
            new(Dee, MemberRole.Mentee, 0),
        ],
        LeastMentees = 2,
    };

    private static readonly MentorAvailability[] Free =
    [
        new(Ada, MentorCapacity.Evolve(null, OnePlace), MinutesLeft: null, Minutes: 60),
    ];

    private static readonly MentorAvailability[] Full =
    [
        Free[0] with
        {
            Capacity = MentorCapacity.Evolve(Free[0].Capacity, Taken),
        },
    ];

    private static readonly PersonalText Words = new(Bo.Value, "I have found a mentor.");

    [Fact]
    public void It_is_confirmed_once_all_have_accepted() =>
        Spec.Given(Group, Accepted(Ada), Accepted(Bo), Accepted(Cy))
            .When(match => AcceptMatch.Decide(match, Free, Dee, Now))
            .Then(Accepted(Dee), Confirm(Group));

    [Fact]
    public void It_goes_on_without_a_mentee_who_declines_as_long_as_enough_are_left()
    {
        Spec.Given(Group)
            .When(match => DeclineMatch.Decide(match, Bo, Words, Now))
            .Then(Left(Bo, DeclineReason.DeclinedByMentee, Words));
        Spec.Given(Group, Left(Bo, DeclineReason.DeclinedByMentee))
            .When(match => DeclineMatch.Decide(match, Bo, Words, Now))
            .ThenNothing();
        Spec.Given(Group, Left(Bo, DeclineReason.DeclinedByMentee))
            .When(match => DeclineMatch.Decide(match, Cy, null, Now))
            .Then(Without(Bo).Decline(DeclineReason.DeclinedByMentee, [Cy], null, Now));
    }

    [Fact]
    public void Without_its_mentor_there_is_no_group() =>
        Spec.Given(Group, Accepted(Bo))
            .When(match => DeclineMatch.Decide(match, Ada, null, Now))
            .Then(Match.Evolve(null, Group).Decline(DeclineReason.DeclinedByMentor, [Ada], null, Now));

    [Fact]
    public void The_others_are_confirmed_when_the_one_they_waited_for_has_left()
    {
        MatchEvent[] waiting =
        [
            Group,
            Accepted(Ada),
            Accepted(Cy),
            Accepted(Dee),
            Left(Bo, DeclineReason.DeclinedByMentee),
        ];
        var rest = Without(Bo);
        Spec.Given(waiting).When(match => ConfirmGroups.Decide(match, Free, Now)).Then(rest.Confirm(Now));
        Spec.Given(waiting)
            .When(match => ConfirmGroups.Decide(match, Full, Now))
            .Then(rest.Decline(DeclineReason.MentorFull, [Ada], null, Now));
        Spec.Given([.. waiting, rest.Confirm(Now)]).When(match => ConfirmGroups.Decide(match, Free, Now)).ThenNothing();
        Spec.Given(waiting.Except([Accepted(Dee)]).ToArray())
            .When(match => ConfirmGroups.Decide(match, Free, Now))
            .ThenNothing();
        Spec.When(match => ConfirmGroups.Decide(match, Free, Now)).ThenNothing();
    }

    [Fact]
    public void When_the_time_is_over_those_who_accepted_go_on_if_they_are_enough()
    {
        var end = Group.AnswerUntil;
        Spec.Given(Group, Accepted(Ada), Accepted(Bo), Accepted(Cy))
            .When(match => AnswerTimeRule.Decide(match, end))
            .Then(Left(Dee, DeclineReason.NotAnswered) with { At = end });
        Spec.Given(Group, Accepted(Ada), Accepted(Bo))
            .When(match => AnswerTimeRule.Decide(match, end))
            .Then(Match.Evolve(null, Group).Decline(DeclineReason.NotAnswered, [Cy, Dee], null, end));
        Spec.Given(Group, Accepted(Bo), Accepted(Cy), Accepted(Dee))
            .When(match => AnswerTimeRule.Decide(match, end))
            .Then(Match.Evolve(null, Group).Decline(DeclineReason.NotAnswered, [Ada], null, end));
        Spec.Given(Group, Accepted(Ada), Accepted(Bo), Accepted(Cy), Left(Dee, DeclineReason.NotAnswered))
            .When(match => AnswerTimeRule.Decide(match, end))
            .ThenNothing();
    }

    [Fact]
    public void Who_has_left_cannot_accept_any_more()
    {
        Spec.Given(Group, Left(Bo, DeclineReason.NotAnswered))
            .When(match => AcceptMatch.Decide(match, Free, Bo, Now))
            .ThenThrows(DomainError.Conflict, "time to answer");
        Spec.Given(Group, Left(Bo, DeclineReason.Withdrawn))
            .When(match => AcceptMatch.Decide(match, Free, Bo, Now))
            .ThenThrows(DomainError.Conflict, "declined");
    }

    [Fact]
    public void A_mentee_who_is_gone_leaves_and_a_mentor_who_is_gone_ends_it()
    {
        Spec.Given(Group)
            .When(match => WithdrawInvalidProposals.Decide(match, [Dee], DeclineReason.Withdrawn, Now))
            .Then(Left(Dee, DeclineReason.Withdrawn));
        Spec.Given(Group)
            .When(match => WithdrawInvalidProposals.Decide(match, [Ada, Dee], DeclineReason.Withdrawn, Now))
            .Then(Match.Evolve(null, Group).Decline(DeclineReason.Withdrawn, [Ada, Dee], null, Now));
        Spec.Given(Group, Left(Dee, DeclineReason.DeclinedByMentee))
            .When(match => WithdrawInvalidProposals.Decide(match, [Dee], DeclineReason.Withdrawn, Now))
            .ThenNothing();
    }

    [Fact]
    public void A_mentee_who_reports_to_the_mentor_leaves_the_group_also_when_it_is_confirmed()
    {
        var people = new HashSet<PersonId> { Ada, Cy };
        Spec.Given(Group)
            .When(match => RecheckReportingLines.Decide(match, people, Now))
            .Then(Left(Cy, DeclineReason.ReportingLine));
        var invalidated = Match.Evolve(null, Group).Invalidate([Cy], DeclineReason.ReportingLine, Now);
        invalidated.ShouldHaveSingleItem().ShouldBeOfType<MatchInvalidated>().Leaving.ShouldBe(Cy);
        Spec.Given(Group, Confirm(Group))
            .When(match => RecheckReportingLines.Decide(match, people, Now))
            .Then(invalidated);
        Spec.Given([Group, Confirm(Group), .. invalidated])
            .When(match => RecheckReportingLines.Decide(match, people, Now))
            .ThenNothing();
    }

    [Fact]
    public void Who_left_the_mentorship_is_no_member_of_the_match()
    {
        var left = new Contracts.Engagement.MemberLeft(
            TheMatch.Value,
            4,
            TheProgram.Value,
            "group",
            new(Cy.Value, "mentee"),
            "BER",
            "left",
            Now
        );
        var after = new GroupLeft(TheMatch, TheProgram, Cy, "left", Now);
        Spec.Given(Group, Confirm(Group)).When(match => WhenMemberLeft.Decide(match, left)).Then(after);
        Spec.Given(Group, Confirm(Group), after).When(match => WhenMemberLeft.Decide(match, left)).ThenNothing();
        Spec.When(match => WhenMemberLeft.Decide(match, left)).ThenNothing();
    }

    private static MatchAccepted Accepted(PersonId by) => new(TheMatch, by, Now);

    private static MatchMemberLeft Left(PersonId person, DeclineReason reason, PersonalText? note = null) =>
        new(TheMatch, TheProgram, person, reason, note, Now);

    private static MatchConfirmed Confirm(MatchProposed proposed) => Match.Evolve(null, proposed).Confirm(Now);

    private static Match Without(PersonId person) =>
        Match.Evolve(Match.Evolve(null, Group), Left(person, DeclineReason.DeclinedByMentee));
}
