using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;

namespace PeerNetwork.Enrollment.Tests.Programs;

public class EligibilityTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TestData.Now.UtcDateTime);
    private static readonly Person Ada = TestData.Person(TestData.Declared);
    private static readonly Person Unknown = TestData.Person(
        new PersonChanged(
            TestData.PersonId,
            TestData.Number("E1"),
            null,
            null,
            TestData.Stored(new Employment("BER", "Europe/Berlin", null, null, null, null, null, null, [])),
            null,
            TestData.Now
        )
    );

    public static TheoryData<string, EligibilityRules, EligibilityRules> Rules =>
        new()
        {
            {
                "minYearsOfExperience",
                new() { MinYearsOfExperience = 7.5m },
                new() { MinYearsOfExperience = 7.6m }
            },
            {
                "minJobLevel",
                new() { MinJobLevel = 3 },
                new() { MinJobLevel = 4 }
            },
            {
                "maxJobLevel",
                new() { MaxJobLevel = 3 },
                new() { MaxJobLevel = 2 }
            },
            {
                "minMonthsInCompany",
                new() { MinMonthsInCompany = 35 },
                new() { MinMonthsInCompany = 36 }
            },
            {
                "hoursPerMonth",
                new() { HoursPerMonth = 8 },
                new() { HoursPerMonth = 9 }
            },
            {
                "departments",
                new() { Departments = ["Sales", "Research"] },
                new() { Departments = ["Sales"] }
            },
            {
                "sites",
                new() { Sites = ["BER"] },
                new() { Sites = ["CHI"] }
            },
            {
                "skillsRequired",
                new() { SkillsRequired = [new("c#", 4)] },
                new() { SkillsRequired = [new("c#", 5)] }
            },
        };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_passes_at_its_bound_and_fails_beyond(
        string rule,
        EligibilityRules met,
        EligibilityRules unmet
    )
    {
        Result(met, Ada, rule).Passed.ShouldBeTrue();
        Result(unmet, Ada, rule).Passed.ShouldBeFalse();
    }

    /// <summary>All rules but the one on sites: the site of a person is always known.</summary>
    public static TheoryData<string, EligibilityRules, EligibilityRules> RulesOnWhatMayBeUnknown
    {
        get
        {
            var rules = new TheoryData<string, EligibilityRules, EligibilityRules>();
            foreach (var row in Rules.Where(row => (string)row[0] != "sites"))
                rules.Add((string)row[0], (EligibilityRules)row[1], (EligibilityRules)row[2]);
            return rules;
        }
    }

    [Fact]
    public void A_rule_on_sites_holds_for_a_person_of_whom_only_the_site_is_known()
    {
        Result(new() { Sites = ["BER"] }, Unknown, "sites").Passed.ShouldBeTrue();
        Result(new() { Sites = ["CHI"] }, Unknown, "sites").Passed.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(RulesOnWhatMayBeUnknown))]
    public void A_rule_on_what_is_not_known_fails(string rule, EligibilityRules met, EligibilityRules unmet)
    {
        Result(met, Unknown, rule).Passed.ShouldBeFalse();
        Result(unmet, Unknown, rule).Passed.ShouldBeFalse();
    }

    [Fact]
    public void The_person_works_at_a_site_of_the_program()
    {
        new Eligibility()
            .Check(ParticipantRole.Mentee, ["BER"], Ada, Today)
            .ShouldHaveSingleItem()
            .Passed.ShouldBeTrue();
        var elsewhere = new Eligibility().Check(ParticipantRole.Mentee, ["CHI"], Ada, Today).ShouldHaveSingleItem();
        (elsewhere.Role, elsewhere.Rule, elsewhere.Passed, elsewhere.Explanation).ShouldBe(
            (ParticipantRole.Mentee, "siteCodes", false, "The program runs at CHI; you work at BER.")
        );
    }

    [Fact]
    public void A_rule_is_explained_in_plain_words()
    {
        Result(new() { MinJobLevel = 4 }, Ada, "minJobLevel")
            .Explanation.ShouldBe("Job level: at least 4 is asked for; you have 3.");
        Result(new() { MinMonthsInCompany = 12 }, Unknown, "minMonthsInCompany")
            .Explanation.ShouldBe("Months in the company: at least 12 is asked for; yours is not known.");
    }

    [Fact]
    public void Who_wants_to_be_both_meets_the_rules_of_both()
    {
        var rules = new Eligibility
        {
            Mentor = new() { MinJobLevel = 9 },
            Mentee = new() { MaxJobLevel = 9 },
        };
        rules
            .Check(ParticipantRole.Both, ["BER"], Ada, Today)
            .Select(r => (r.Role, r.Rule, r.Passed))
            .ShouldBe([
                (ParticipantRole.Mentor, "siteCodes", true),
                (ParticipantRole.Mentor, "minJobLevel", false),
                (ParticipantRole.Mentee, "siteCodes", true),
                (ParticipantRole.Mentee, "maxJobLevel", true),
            ]);
    }

    [Fact]
    public void A_result_has_what_is_asked_for_and_what_there_is_as_values()
    {
        var (years, level) = (
            Result(new() { MinYearsOfExperience = 7.6m }, Ada, "minYearsOfExperience"),
            Result(new() { MaxJobLevel = 2 }, Unknown, "maxJobLevel")
        );
        (years.Demand.ShouldHaveSingleItem(), years.Actual).ShouldBe(("7.6", "7.5"));
        (level.Demand.ShouldHaveSingleItem(), level.Actual).ShouldBe(("2", null));

        var departments = Result(new() { Departments = ["Sales", "Legal"] }, Ada, "departments");
        departments.Demand.ShouldBe(["Sales", "Legal"]);
        departments.Actual.ShouldBe("Research");

        var skill = Result(new() { SkillsRequired = [new("Baking", 3)] }, Ada, "skillsRequired");
        (skill.Demand.ShouldHaveSingleItem(), skill.Actual, skill.Skill).ShouldBe(("3", null, "Baking"));
    }

    private static RuleResult Result(EligibilityRules rules, Person person, string rule) =>
        rules.Check(ParticipantRole.Mentor, ["BER"], person, Today).Single(r => r.Rule == rule);
}
