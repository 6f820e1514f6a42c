using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using Finding = PeerNetwork.Matching.Matches.ParticipantExplanation.Finding;

namespace PeerNetwork.Matching.Tests.Matches;

public class ParticipantExplanationTests
{
    private const string Mentee = ProfileChange.Mentee;

    private static readonly ProfileChange Speaks = new(
        Mentee,
        ProfileAttributes.Language,
        "Welsh",
        null,
        "the mentee speaks Welsh"
    );
    private static readonly ProfileChange Wants = new(
        Mentee,
        ProfileAttributes.WantedSkill,
        "falconry",
        4,
        "the mentee wants to learn falconry"
    );
    private static readonly ProfileChange Offers = new(
        ProfileChange.Mentor,
        ProfileAttributes.OfferedSkill,
        "cobol",
        5,
        "the mentor offers cobol at level 5"
    );

    public static TheoryData<string> Rules => [.. Rule.All.Select(rule => rule.Name), "a-rule-to-come"];

    [
        Theory,
        InlineData("not-excluded"),
        InlineData("not-forbidden"),
        InlineData("eligible"),
        InlineData("free-place"),
        InlineData("free-time"),
        InlineData("a-rule-to-come")
    ]
    public void What_is_confidential_or_of_the_other_alone_is_said_neutrally(string rule)
    {
        var (sentences, help) = ParticipantExplanation.Explain(Mentee, matched: false, Broken([rule], Speaks));

        sentences.ShouldBe([ParticipantExplanation.ConfidentialReason]);
        (help!.Possible, help.Attributes.Count).ShouldBe((false, 0));
    }

    [Theory]
    [
        InlineData("not-oneself", "mentors themselves"),
        InlineData("not-own-manager", "line manager"),
        InlineData("time-zone-span", "time zones")
    ]
    [
        InlineData("level-difference", "job levels"),
        InlineData("shared-language", "language"),
        InlineData("no-ended-pair", "ended before")
    ]
    public void What_is_between_the_two_is_told(string rule, string words)
    {
        var (sentences, _) = ParticipantExplanation.Explain(Mentee, matched: false, Broken([rule]));

        sentences.ShouldHaveSingleItem().ShouldContain(words);
    }

    [Theory, MemberData(nameof(Rules))]
    public void No_rule_tells_a_number_of_anybody(string rule) =>
        ParticipantExplanation
            .Explain(Mentee, matched: false, Broken([rule]))
            .Sentences.ShouldAllBe(sentence => !sentence.Any(char.IsDigit));

    [Fact]
    public void A_confidential_rule_beside_one_that_is_told_leaves_no_hope()
    {
        var (sentences, help) = ParticipantExplanation.Explain(
            Mentee,
            matched: false,
            Broken(["shared-language", "not-excluded"], Speaks)
        );

        sentences.Count.ShouldBe(2);
        sentences[^1].ShouldBe(ParticipantExplanation.ConfidentialReason);
        (help!.Possible, help.Attributes.Count).ShouldBe((false, 0));
    }

    [
        Theory,
        InlineData(ExclusionReason.MenteeLocked),
        InlineData(ExclusionReason.CapacityLocked),
        InlineData(ExclusionReason.MaxLoad)
    ]
    public void What_a_coordinator_locked_or_bounded_is_said_neutrally(ExclusionReason obstacle) =>
        ParticipantExplanation
            .Explain(Mentee, matched: false, new(obstacle, [], RemedyOf(Speaks)))
            .Sentences.ShouldBe([ParticipantExplanation.ConfidentialReason]);

    [Fact]
    public void A_proposal_that_was_taken_out_is_said_neutrally() =>
        ParticipantExplanation
            .Explain(Mentee, matched: false, new(null, [], null))
            .Sentences.ShouldBe([ParticipantExplanation.ConfidentialReason]);

    [Fact]
    public void A_match_of_the_two_needs_no_help()
    {
        var (sentences, help) = ParticipantExplanation.Explain(
            Mentee,
            matched: true,
            new(ExclusionReason.Rule, ["not-excluded"], null)
        );

        sentences.ShouldHaveSingleItem().ShouldContain("have a match");
        help.ShouldBeNull();
    }

    [Theory]
    [
        InlineData(ExclusionReason.NotAmongBest, "best candidates"),
        InlineData(ExclusionReason.CapacityNeeded, "fewer others"),
        InlineData(ExclusionReason.Outscored, "more good elsewhere")
    ]
    [
        InlineData(ExclusionReason.MenteePrefersOther, "suits the mentee better"),
        InlineData(ExclusionReason.MentorPrefersOthers, "suit the mentor better")
    ]
    [InlineData(ExclusionReason.None, "Nothing speaks against")]
    public void What_others_have_to_do_with_it_is_told_without_points(ExclusionReason obstacle, string words)
    {
        var (sentences, help) = ParticipantExplanation.Explain(
            Mentee,
            matched: false,
            new(obstacle, [], RemedyOf(Offers))
        );

        sentences.ShouldHaveSingleItem().ShouldContain(words);
        $"{sentences[0]}{help}".ShouldNotContain("123");
    }

    [Fact]
    public void Own_answers_that_would_help_are_told_by_what_they_are_about()
    {
        var (_, help) = ParticipantExplanation.Explain(
            Mentee,
            matched: false,
            new(ExclusionReason.Outscored, [], RemedyOf(Wants, Speaks))
        );

        help!.Possible.ShouldBeTrue();
        help.Attributes.ShouldBe([ProfileAttributes.Language, ProfileAttributes.WantedSkill]);
        help.Sentence.ShouldContain("languages and the skills to learn");
        foreach (var word in (string[])["Welsh", "falconry", "4"])
            help.Sentence.ShouldNotContain(word);
    }

    [Fact]
    public void What_the_other_would_have_to_answer_is_not_told()
    {
        var both = ParticipantExplanation
            .Explain(Mentee, matched: false, new(ExclusionReason.Outscored, [], RemedyOf(Wants, Offers)))
            .Help!;
        var theirs = ParticipantExplanation
            .Explain(Mentee, matched: false, new(ExclusionReason.Outscored, [], RemedyOf(Offers)))
            .Help!;

        (both.Possible, both.Attributes.ShouldHaveSingleItem()).ShouldBe((false, ProfileAttributes.WantedSkill));
        (theirs.Possible, theirs.Attributes.Count).ShouldBe((false, 0));
        $"{both.Sentence}{theirs.Sentence}".ShouldNotContain("cobol");
        ParticipantExplanation
            .Explain(ProfileChange.Mentor, matched: false, new(ExclusionReason.Outscored, [], RemedyOf(Offers)))
            .Help!.Possible.ShouldBeTrue();
    }

    [
        Theory,
        InlineData(ProfileAttributes.Level),
        InlineData(ProfileAttributes.TimeZone),
        InlineData(ProfileAttributes.Capacity),
        InlineData(ProfileAttributes.Minutes)
    ]
    public void Facts_and_hours_are_no_answers(string attribute) =>
        ParticipantExplanation
            .Explain(
                Mentee,
                matched: false,
                Broken(["level-difference"], new ProfileChange(Mentee, attribute, null, 7, "a fact is another"))
            )
            .Help!.ShouldSatisfyAllConditions(
                help => help.Possible.ShouldBeFalse(),
                help => help.Attributes.ShouldBeEmpty(),
                help => help.Sentence.ShouldNotContain("7")
            );

    private static Finding Broken(string[] rules, params ProfileChange[] changes) =>
        new(ExclusionReason.Rule, rules, RemedyOf(changes));

    private static CounterfactualChange RemedyOf(params ProfileChange[] changes) =>
        new(true, changes, 123, 123, "123 points are missing.");
}
