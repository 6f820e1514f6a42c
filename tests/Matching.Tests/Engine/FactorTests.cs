using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.TestPeople;

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
        Value(
                "learning-goals",
                AMentee with
                {
                    WantedSkills = [new("SQL", wanted)],
                },
                AMentor with
                {
                    OfferedSkills = [new(" sql ", offered)],
                }
            )
            .ShouldBe(value);

    [Fact]
    public void Learning_goals_are_the_mean_over_goals_and_wanted_skills()
    {
        var mentee = AMentee with
        {
            Goals = ["public speaking"],
            WantedSkills = [new("sql", 4), new("rust", 2), new("go", 3)],
        };
        var mentor = AMentor with
        {
            OfferedSkills = [new("sql", 3), new("public speaking", 1), new("chess", 5), new("rust")],
        };
        var learning = Contribution("learning-goals", mentee, mentor);
        learning.Value.ShouldBe((1000 + 750 + 500 + 0) / 4);
        learning.Sentence.ShouldBe(
            "The mentor offers 3 of 4 wanted skills and goals: public speaking, "
                + "rust (level not recorded, counted as half), sql (level 3 of 4)."
        );
    }

    [Theory]
    [InlineData(5, 8, 1000)]
    [InlineData(5, 20, 1000)]
    [InlineData(5, 7, 900)]
    [InlineData(5, 22, 800)]
    [InlineData(30, 1, 0)]
    public void Experience_is_full_in_the_target_range_and_fades_outside(int mentee, int mentor, int value) =>
        Value("experience", AMentee with { YearsOfExperience = mentee }, AMentor with { YearsOfExperience = mentor })
            .ShouldBe(value);

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
        var (mentee, mentor) = (
            AMentee with
            {
                TimeZone = "Europe/Paris",
            },
            AMentor with
            {
                TimeZone = "America/New_York",
            }
        );
        // Clocks change on 8 March 2026 in New York and on 29 March in Paris.
        Explain(mentee, mentor, Plain with { Day = new DateOnly(2026, 3, 15) })
            .Contributions.Single(c => c.Factor == "time-zone")
            .Value.ShouldBe(375);
    }

    [Theory]
    [InlineData("a b c d", "a b c x", 1000)]
    [InlineData("a b c", "a x y", 333)]
    [InlineData("a", "a b c", 1000)]
    [InlineData("a b", "x", 0)]
    public void Shared_interests_are_full_at_three_or_the_shorter_list(string mentee, string mentor, int value) =>
        Value(
                "shared-interests",
                AMentee with
                {
                    Interests = mentee.Split(' '),
                },
                AMentor with
                {
                    Interests = mentor.Split(' '),
                }
            )
            .ShouldBe(value);

    [Theory]
    [InlineData("a b", "a x", 500)]
    [InlineData("a b", "b a c", 1000)]
    [InlineData("a", "x", 0)]
    public void Career_interests_are_the_share_of_the_mentees(string mentee, string mentor, int value) =>
        Value(
                "career-interests",
                AMentee with
                {
                    CareerInterests = mentee.Split(' '),
                },
                AMentor with
                {
                    CareerInterests = mentor.Split(' '),
                }
            )
            .ShouldBe(value);

    [Theory]
    [InlineData("English French", "french", 1000)]
    [InlineData("English", "French", 0)]
    public void A_common_language_counts_in_full(string mentee, string mentor, int value) =>
        Value(
                "language",
                AMentee with
                {
                    Languages = mentee.Split(' '),
                },
                AMentor with
                {
                    Languages = mentor.Split(' '),
                }
            )
            .ShouldBe(value);

    [Theory]
    [InlineData("Sales", "Sales", 0)]
    [InlineData("Sales", "Research", 1000)]
    public void Another_department_or_site_counts_in_full(string mentee, string mentor, int value)
    {
        Value("cross-department", AMentee with { Department = mentee }, AMentor with { Department = mentor })
            .ShouldBe(value);
        Value("cross-site", AMentee with { Site = mentee }, AMentor with { Site = mentor }).ShouldBe(value);
        Value("same-site", AMentee with { Site = mentee }, AMentor with { Site = mentor }).ShouldBe(1000 - value);
    }

    [Theory]
    [InlineData("finance", "design", "finance design", 1000)]
    [InlineData("finance", "design", "law finance research design", 1000)]
    [InlineData("finance", "design", "design finance", 700)]
    [InlineData("finance", "design", "law design", 700)]
    [InlineData("finance", "design", "finance law", 0)]
    [InlineData(null, "design", "finance design", 700)]
    [InlineData("design", "design", "design", 700)]
    [InlineData("finance", null, "finance design", 500)]
    [InlineData("finance", "design", null, 500)]
    public void A_career_change_is_served_by_the_same_move_and_less_by_work_in_the_target_field(
        string? from,
        string? to,
        string? path,
        int value
    ) =>
        Value(
                "career-change",
                AMentee with
                {
                    Fields = from is null ? null : ["law", from],
                    TargetField = to,
                },
                AMentor with
                {
                    Fields = path?.Split(' '),
                }
            )
            .ShouldBe(value);

    [Fact]
    public void A_career_change_names_no_field_of_work()
    {
        var mentee = AMentee with { Fields = ["Finance"], TargetField = "Design" };
        Contribution("career-change", mentee, AMentor with { Fields = ["finance", "design"] })
            .Sentence.ShouldBe("The mentor has made the move that the mentee wants to make.");
        Contribution("career-change", mentee, AMentor with { Fields = ["design"] })
            .Sentence.ShouldBe("The mentor has worked in the mentee's target field.");
        Contribution("career-change", mentee, AMentor with { Fields = ["law"] })
            .Sentence.ShouldBe("The mentor has not worked in the mentee's target field.");
    }

    [Theory]
    [InlineData("a1 b5", "a1 b5", 1000)]
    [InlineData("a1 b5", "a2 b4", 688)]
    [InlineData("a1 b5", "a5 b1", 0)]
    [InlineData("a3", "a3 b1", 1000)]
    [InlineData("a3", "b3", 500)]
    [InlineData("a3", null, 500)]
    public void Answers_count_by_likeness_where_both_answered(string mentee, string? mentor, int value)
    {
        Value("values", AMentee with { Values = Answers(mentee) }, AMentor with { Values = Answers(mentor) })
            .ShouldBe(value);
        Value(
                "personality",
                AMentee with
                {
                    Personality = Answers(mentee),
                },
                AMentor with
                {
                    Personality = Answers(mentor),
                }
            )
            .ShouldBe(value);
    }

    [Fact]
    public void Declining_to_answer_costs_what_chance_gives()
    {
        var all = Enumerable.Range(1, 5).ToArray();
        var values = all.SelectMany(mine =>
            all.Select(theirs =>
                Value(
                    "values",
                    AMentee with
                    {
                        Values = Answers($"a{mine} b{mine}"),
                    },
                    AMentor with
                    {
                        Values = Answers($"a{theirs} b{theirs}"),
                    }
                )
            )
        );
        values.Average().ShouldBe(500, tolerance: 35);
    }

    [Fact]
    public void Answers_say_how_far_apart_they_are() =>
        Contribution("values", AMentee with { Values = Answers("a1 b5") }, AMentor with { Values = Answers("a2 b3") })
            .Sentence.ShouldBe("Both answered 2 questions; their answers lie 1.5 steps apart on average.");

    [Theory]
    [InlineData(3, 3, 1000)]
    [InlineData(3, 5, 500)]
    [InlineData(9, 3, 0)]
    [InlineData(null, 3, 500)]
    public void Peers_of_the_same_level_can_be_preferred(int? mentee, int mentor, int value) =>
        Value("same-level", AMentee with { Level = mentee }, AMentor with { Level = mentor }).ShouldBe(value);

    [Theory]
    [InlineData("finance law", "law", 1000)]
    [InlineData("finance", "law", 0)]
    [InlineData("finance", null, 500)]
    public void A_shared_background_is_a_field_in_which_both_have_worked(string mentee, string? mentor, int value) =>
        Value(
                "shared-background",
                AMentee with
                {
                    Fields = mentee.Split(' '),
                },
                AMentor with
                {
                    Fields = mentor?.Split(' '),
                }
            )
            .ShouldBe(value);

    [Fact]
    public void Contributions_add_up_to_the_score_for_every_pair_and_any_weights()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var weights = Factor
                .All.Where(_ => random.Next(2) == 0)
                .ToDictionary(f => f.Name, _ => random.Next(1, 1001));
            var cohort = Many(seed, 6, 6);
            var problem = MatchingProblem.From(cohort, Plain with { Weights = weights, Seed = seed });
            problem.EffectiveWeights.Values.Sum().ShouldBe(1000, $"seed {seed}");
            foreach (
                var pair in cohort.Mentees.SelectMany(mentee =>
                    cohort.Mentors.Select(mentor => new Pair(mentee.Id, mentor.Id))
                )
            )
            {
                var why = problem.Explain(pair);
                why.Score.ShouldBe(why.Contributions.Sum(c => c.Points), $"seed {seed}");
                why.Contributions.ShouldAllBe(c =>
                    c.Points == c.Weight * c.Value && c.Value >= 0 && c.Value <= 1000 && c.Sentence.Length > 0
                );
            }
        }
    }

    private static Dictionary<string, int>? Answers(string? answers) =>
        answers?.Split(' ').ToDictionary(answer => answer[..1], answer => answer[1] - '0');

    private static int Value(string factor, Mentee mentee, Mentor mentor) => Contribution(factor, mentee, mentor).Value;

    private static Contribution Contribution(string factor, Mentee mentee, Mentor mentor) =>
        Explain(mentee, mentor).Contributions.Single(c => c.Factor == factor);
}
