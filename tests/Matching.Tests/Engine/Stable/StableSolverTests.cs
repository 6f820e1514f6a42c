using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>Small cohorts beside all their stable matchings, which are found by trying every choice.</summary>
public class StableSolverTests
{
    [Fact]
    public void The_result_is_stable_whoever_proposes() =>
        Holds(
            300,
            Gen.OneOf(Tied, Strict),
            cohort =>
                Both(cohort)
                    .All(matching =>
                        cohort.IsStable(matching.Edges)
                        && StableVerification.Verify(cohort.Graph, cohort.MentorScores, matching).Holds
                    )
        );

    [Fact]
    public void Where_mentees_propose_each_gets_the_best_mentor_of_any_stable_matching() =>
        Holds(
            200,
            Strict,
            cohort =>
            {
                var matching = StableSolver.MenteesPropose(cohort.Graph, cohort.MentorScores);
                return cohort
                    .StableChoices()
                    .All(other =>
                        cohort.Mentees.All(m => cohort.MenteeScore(matching.Edges[m]) >= cohort.MenteeScore(other[m]))
                    );
            }
        );

    [Fact]
    public void Where_mentors_propose_each_mentee_gets_the_worst_and_each_mentor_the_best() =>
        Holds(
            200,
            Strict,
            cohort =>
            {
                var matching = StableSolver.MentorsPropose(cohort.Graph, cohort.MentorScores);
                return cohort
                    .StableChoices()
                    .All(other =>
                        cohort.Mentees.All(m => cohort.MenteeScore(matching.Edges[m]) <= cohort.MenteeScore(other[m]))
                        && cohort.Mentors.All(m =>
                            cohort
                                .ScoresOfMentor(m, matching.Edges)
                                .Zip(cohort.ScoresOfMentor(m, other))
                                .All(pair => pair.First >= pair.Second)
                        )
                    );
            }
        );

    /// <summary>Known as the rural hospitals theorem (Roth 1986).</summary>
    [Fact]
    public void All_stable_matchings_match_the_same_mentees_and_give_each_mentor_as_many() =>
        Holds(
            200,
            Strict,
            cohort =>
                Both(cohort)
                    .Select(matching => matching.Edges)
                    .Concat(cohort.StableChoices())
                    .Select(edges =>
                    {
                        var matched = string.Join(' ', cohort.Mentees.Where(mentee => edges[mentee] >= 0));
                        return $"{matched}: {string.Join(' ', cohort.Mentors.Select(m => cohort.CountOf(m, edges)))}";
                    })
                    .Distinct()
                    .Count() == 1
        );

    [Fact]
    public void Of_equal_scores_the_lower_position_is_better_for_both_sides()
    {
        var graph = Graphs.Of([1, 1], [(0, 5), (1, 5)], [(0, 5), (1, 5)]);
        int[] same = [7, 7, 7, 7];
        StableSolver.MenteesPropose(graph, same).Edges.ShouldBe([0, 3]);
        StableSolver.MentorsPropose(graph, same).Edges.ShouldBe([0, 3]);
    }

    [Fact]
    public void The_two_variants_differ_where_the_sides_disagree()
    {
        var graph = Graphs.Of([1, 1], [(0, 9), (1, 5)], [(0, 5), (1, 9)]);
        int[] mentors = [5, 9, 9, 5];
        var (mentees, reverse) = (
            StableSolver.MenteesPropose(graph, mentors),
            StableSolver.MentorsPropose(graph, mentors)
        );
        mentees.ShouldBeEquivalentTo(new StableMatching([0, 3], 2, 18));
        reverse.ShouldBeEquivalentTo(new StableMatching([1, 2], 2, 10));
    }

    [Fact]
    public void Mentors_without_places_and_mentees_without_candidates_stay_alone()
    {
        var graph = Graphs.Of([0, int.MaxValue], [(0, 9), (1, 1)], [], [(0, 9)]);
        foreach (var matching in Both(new(graph, [1, 1, 1])))
            matching.Edges.ShouldBe([1, -1, -1]);
        StableSolver.MenteesPropose(Graphs.Of([]), []).Matched.ShouldBe(0);
        StableSolver.MentorsPropose(Graphs.Of([2]), []).Matched.ShouldBe(0);
    }

    [Fact]
    public void Scores_at_the_limits_of_their_range_keep_their_order()
    {
        var graph = Graphs.Of([1], [(0, int.MinValue)], [(0, int.MaxValue)], [(0, 0)]);
        foreach (var matching in Both(new(graph, [-1, int.MinValue, int.MaxValue])))
            matching.Edges.ShouldBe([-1, -1, 2]);
    }

    [Fact]
    public void Input_that_is_no_two_sided_cohort_is_refused()
    {
        Should.Throw<ArgumentException>(() => StableSolver.MenteesPropose(Graphs.Of([1], [(0, 1)]), []));
        Should.Throw<ArgumentException>(() => StableSolver.MentorsPropose(Graphs.Of([1], [(0, 1), (0, 2)]), [1, 2]));
    }

    [Fact]
    public void The_checker_finds_exactly_the_pairs_that_block_any_choice() =>
        Holds(
            100,
            Gen.OneOf(Tied, Strict),
            cohort =>
                Graphs
                    .EveryChoice(cohort.Graph)
                    .All(edges =>
                    {
                        var (matched, total) = Graphs.Worth(cohort.Graph, edges);
                        return StableVerification
                            .BlockingPairs(cohort.Graph, cohort.MentorScores, new(edges, matched, total))
                            .SequenceEqual(cohort.BlockingPairs(edges));
                    })
        );

    [Fact]
    public void The_checker_finds_a_planted_pair_and_refuses_what_is_no_matching()
    {
        var graph = Graphs.Of([1, 1], [(0, 9), (1, 5)], [(0, 5), (1, 9)]);
        VerificationResult Verify(int[] edges, int matched, long total) =>
            StableVerification.Verify(graph, [9, 5, 5, 9], new(edges, matched, total));

        Verify([0, 3], 2, 18).ShouldBe(VerificationResult.Stable);
        Verify([1, 2], 2, 10).Sentence.ShouldBe("Blocking pairs: 2. The first is mentee 0 and mentor 0.");
        Verify([0, 2], 2, 14).Sentence.ShouldBe("Mentor 0 has more mentees than seats.");
        Verify([2, -1], 1, 5).Sentence.ShouldBe("Mentee 0 is matched by an edge that is not theirs.");
        Verify([0, 3], 2, 17).Holds.ShouldBeFalse();
        Verify([0], 1, 9).Holds.ShouldBeFalse();
        Should.Throw<ArgumentException>(() =>
            StableVerification.BlockingPairs(graph, [9, 5, 5, 9], new([0, 2], 2, 14))
        );
    }

    private static IEnumerable<StableMatching> Both(TwoSidedCohort cohort) =>
        [
            StableSolver.MenteesPropose(cohort.Graph, cohort.MentorScores),
            StableSolver.MentorsPropose(cohort.Graph, cohort.MentorScores),
        ];

    private static Gen<TwoSidedCohort> Tied => Cohorts(edges => Gen.Choose(0, 2).ArrayOf(edges));

    private static Gen<TwoSidedCohort> Strict => Cohorts(edges => Gen.Shuffle(Enumerable.Range(0, edges).ToArray()));

    /// <summary>
    /// Up to 5 mentees and 4 mentors; mentors without places and mentees without candidates occur.
    /// </summary>
    private static Gen<TwoSidedCohort> Cohorts(Func<int, Gen<int[]>> scores) =>
        from mentees in Gen.Choose(0, 5)
        from mentors in Gen.Choose(1, 4)
        from seats in Gen.Choose(0, 3).ArrayOf(mentors)
        from permitted in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false))).ArrayOf(mentees * mentors)
        let edges = permitted.Count(yes => yes)
        from ofMentees in scores(edges)
        from ofMentors in scores(edges)
        select TwoSidedCohort.Of(seats, permitted, ofMentees, ofMentors);

    private static void Holds(int tests, Gen<TwoSidedCohort> cohorts, Func<TwoSidedCohort, bool> property) =>
        Prop.ForAll(cohorts.ToArbitrary(), property).Check(PropertyConfig.Of(tests));
}
