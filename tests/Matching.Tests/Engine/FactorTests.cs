using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.People;

namespace PeerNetwork.Matching.Tests.Engine;

public class FactorTests
{
    [Fact]
    public void Learning_goals_weigh_most_by_default()
    {
        Factor.All.Sum(factor => factor.DefaultWeight).ShouldBe(1000);
        Factor.All.MaxBy(factor => factor.DefaultWeight)!.Name.ShouldBe("learning-goals");
    }

    [Fact]
    public void Nothing_recorded_is_neutral_and_says_so()
    {
        var why = Explain(AMentee, AMentor);
        why.Score.ShouldBe(500_000);
        why.Contributions.ShouldAllBe(c => c.Value == 500 && c.Sentence.Contains("counts as neutral"));
        why.Permitted.ShouldBeTrue();
    }

    [Theory]
    [InlineData(4, 5, 1000)]
    [InlineData(4, 4, 1000)]
    [InlineData(4, 3, 750)]
    [InlineData(null, 1, 1000)]
    [InlineData(null, null, 1000)]
    [InlineData(4, null, 500)]
    public void A_wanted_skill_is_served_as_far_as_the_mentors_level_reaches(int? wanted, int? offered, int value) =>
        Value("learning-goals",
            AMentee with { WantedSkills = [new("SQL", wanted)] }, AMentor with { OfferedSkills = [new(" sql ", offered)] }).ShouldBe(value);

    [Fact]
    public void Learning_goals_are_the_mean_over_goals_and_wanted_skills()
    {
        var mentee = AMentee with { Goals = ["public speaking"], WantedSkills = [new("sql", 4), new("rust", 2), new("go", 3)] };
        var mentor = AMentor with { OfferedSkills = [new("sql", 3), new("public speaking", 1), new("chess", 5), new("rust")] };
        var learning = Contribution("learning-goals", mentee, mentor);
        learning.Value.ShouldBe((1000 + 750 + 500 + 0) / 4);
        learning.Sentence.ShouldBe(
            "The mentor offers 3 of 4 wanted skills and goals: public speaking, rust (level not recorded, counted as half), sql (level 3 of 4).");
    }

    [Theory]
    [InlineData(5, 8, 1000)]
    [InlineData(5, 20, 1000)]
    [InlineData(5, 7, 900)]
    [InlineData(5, 22, 800)]
    [InlineData(30, 1, 0)]
    public void Experience_is_full_in_the_target_range_and_fades_outside(int mentee, int mentor, int value) =>
        Value("experience", AMentee with { YearsOfExperience = mentee }, AMentor with { YearsOfExperience = mentor }).ShouldBe(value);

    [Theory]
    [InlineData("Europe/Paris", "Europe/Berlin", 1000)]
    [InlineData("Europe/Paris", "America/New_York", 250)]
    [InlineData("Europe/Paris", "Asia/Kolkata", 437)]
    [InlineData("Europe/Paris", "Asia/Tokyo", 0)]
    [InlineData("Australia/Sydney", "America/Los_Angeles", 375)]
    [InlineData("Europe/Paris", "Mars/Olympus", 500)]
    public void The_time_zone_factor_is_the_shared_part_of_the_working_day(string mentee, string mentor, int value) =>
        Value("time-zone", AMentee with { TimeZone = mentee }, AMentor with { TimeZone = mentor }).ShouldBe(value);

    [Fact]
    public void Offsets_are_those_of_the_policys_day()
    {
        var (mentee, mentor) = (AMentee with { TimeZone = "Europe/Paris" }, AMentor with { TimeZone = "America/New_York" });
        // Clocks change on 8 March 2026 in New York and on 29 March in Paris.
        Explain(mentee, mentor, Plain with { Day = new DateOnly(2026, 3, 15) })
            .Contributions.Single(c => c.Factor == "time-zone").Value.ShouldBe(375);
    }

    [Theory]
    [InlineData("a b c d", "a b c x", 1000)]
    [InlineData("a b c", "a x y", 333)]
    [InlineData("a", "a b c", 1000)]
    [InlineData("a b", "x", 0)]
    public void Shared_interests_are_full_at_three_or_the_shorter_list(string mentee, string mentor, int value) =>
        Value("shared-interests", AMentee with { Interests = mentee.Split(' ') }, AMentor with { Interests = mentor.Split(' ') }).ShouldBe(value);

    [Theory]
    [InlineData("a b", "a x", 500)]
    [InlineData("a b", "b a c", 1000)]
    [InlineData("a", "x", 0)]
    public void Career_interests_are_the_share_of_the_mentees(string mentee, string mentor, int value) => Value("career-interests",
        AMentee with { CareerInterests = mentee.Split(' ') }, AMentor with { CareerInterests = mentor.Split(' ') }).ShouldBe(value);

    [Theory]
    [InlineData("English French", "french", 1000)]
    [InlineData("English", "French", 0)]
    public void A_common_language_counts_in_full(string mentee, string mentor, int value) =>
        Value("language", AMentee with { Languages = mentee.Split(' ') }, AMentor with { Languages = mentor.Split(' ') }).ShouldBe(value);

    [Theory]
    [InlineData("Sales", "Sales", 0)]
    [InlineData("Sales", "Research", 1000)]
    public void Another_department_or_site_counts_in_full(string mentee, string mentor, int value)
    {
        Value("cross-department", AMentee with { Department = mentee }, AMentor with { Department = mentor }).ShouldBe(value);
        Value("cross-site", AMentee with { Site = mentee }, AMentor with { Site = mentor }).ShouldBe(value);
    }

    [Fact]
    public void Contributions_add_up_to_the_score_for_every_pair_and_any_weights()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var weights = Factor.All.Where(_ => random.Next(2) == 0).ToDictionary(f => f.Name, _ => random.Next(1, 1001));
            var cohort = Many(seed, 6, 6);
            var problem = MatchingProblem.From(cohort, Plain with { Weights = weights, Seed = seed });
            problem.EffectiveWeights.Values.Sum().ShouldBe(1000, $"seed {seed}");
            foreach (var pair in cohort.Mentees.SelectMany(mentee => cohort.Mentors.Select(mentor => new Pair(mentee.Id, mentor.Id))))
            {
                var why = problem.Explain(pair);
                why.Score.ShouldBe(why.Contributions.Sum(c => c.Points), $"seed {seed}");
                why.Contributions.ShouldAllBe(c => c.Points == c.Weight * c.Value && c.Value >= 0 && c.Value <= 1000 && c.Sentence.Length > 0);
            }
        }
    }

    private static int Value(string factor, Mentee mentee, Mentor mentor) => Contribution(factor, mentee, mentor).Value;

    private static Contribution Contribution(string factor, Mentee mentee, Mentor mentor) =>
        Explain(mentee, mentor).Contributions.Single(c => c.Factor == factor);
}
