using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Runs;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Runs;

public class RecordedCohortTests
{
    private static readonly Policy ThePolicy = new() { Day = new(2026, 3, 2) };
    private static readonly RecordedCohort Cohort = CohortOf(1_200);

    [Fact]
    public void A_big_cohort_is_recorded_in_chunks_and_read_back_whole()
    {
        var chunks = Cohort.Chunks(TheRun);

        chunks.OfType<CohortMenteesRecorded>().Select(c => c.Mentees.Count).ShouldBe([500, 500, 200]);
        Recorded(chunks).HashWith(ThePolicy, VariantTerms.None).ShouldBe(Cohort.HashWith(ThePolicy, VariantTerms.None));
    }

    [Fact]
    public void What_is_known_of_people_is_recorded_as_theirs_and_read_back_as_it_was()
    {
        var answers = new Dictionary<string, int> { ["novelty"] = 4, ["fairness"] = 1 };
        var mentee = new Mentee(Bo.Value)
        {
            TargetField = "design",
            Fields = ["law"],
            Personality = answers,
        };
        var mentor = new Mentor(Ada.Value, 2) { Fields = [], Values = answers };
        var cohort = Cohort with
        {
            Mentees = [new(mentee, "BER", Earlier), new(new(Cy.Value), "BER", Earlier)],
            Mentors = [mentor],
        };

        var chunks = cohort.Chunks(TheRun);

        var mentees = chunks.OfType<CohortMenteesRecorded>().Single().Mentees;
        mentees.Select(m => m.Profile.Owner).ShouldBe([Bo.Value, Cy.Value]);
        chunks.OfType<CohortMentorsRecorded>().Single().Mentors[0].Profile.Owner.ShouldBe(Ada.Value);
        Recorded(chunks).HashWith(ThePolicy, VariantTerms.None).ShouldBe(cohort.HashWith(ThePolicy, VariantTerms.None));
    }

    [Fact]
    public void Of_erased_people_the_record_has_places_and_ids()
    {
        new RecordedMentee(new(Bo.Value, null), "BER", Earlier)
            .ToMentee()
            .ShouldBe(new WaitingMentee(new(Bo.Value), "BER", Earlier));
        new RecordedMentor(new(Ada.Value, null), 2).ToMentor().ShouldBe(new Mentor(Ada.Value, 2));
    }

    [Fact]
    public void The_hash_of_a_result_stays_when_its_sentences_are_erased()
    {
        var result = new RunResult([PairOf(Bo, Ada)], [], null);
        var pair = result.Proposals[0];
        var erased = result with
        {
            Proposals = [pair with { Reasons = pair.Reasons with { Sentences = new(Bo.Value, null) } }],
        };
        erased.Hash().ShouldBe(result.Hash());
        erased.Proposals[0].Reasons.ToContributions().ShouldHaveSingleItem().Sentence.ShouldBeEmpty();
        pair.Reasons.ToContributions().ShouldBe([Goals]);
        pair.Reasons.ToRules().ShouldBe([NotManager]);
    }

    [Fact]
    public void Other_inputs_have_another_hash()
    {
        var hash = Cohort.HashWith(ThePolicy, VariantTerms.None);

        CohortOf(1_200).HashWith(ThePolicy, VariantTerms.None).ShouldBe(hash);
        CohortOf(1_199).HashWith(ThePolicy, VariantTerms.None).ShouldNotBe(hash);
        Cohort.HashWith(ThePolicy with { Seed = 8 }, VariantTerms.None).ShouldNotBe(hash);
        (Cohort with { Ended = [new(Bo.Value, Ada.Value)] }).HashWith(ThePolicy, VariantTerms.None).ShouldNotBe(hash);
        var stable = new VariantTerms(Method: MatchingMethod.StableForMentees);
        string[] others =
        [
            Cohort.HashWith(ThePolicy, stable),
            Cohort.HashWith(ThePolicy, stable with { Method = MatchingMethod.StableForMentors }),
            Cohort.HashWith(ThePolicy, stable with { MentorWeights = ThePolicy.Weights }),
        ];
        others.Append(hash).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void A_big_result_is_stored_in_chunks_and_read_back_whole()
    {
        var cohort = CohortOf(450);
        var found = cohort.Problem(ThePolicy).Solve();
        var result = RunResult.Of(cohort, found);

        var chunks = result.Chunks(TheRun);

        chunks.OfType<MenteesUnmatched>().Count().ShouldBe(3);
        var read = chunks.Aggregate((RunResult?)null, RunResult.Evolve)!;
        read.Proposals.ShouldBe(result.Proposals);
        read.Unmatched.ShouldBe(result.Unmatched);
        (read.Proposals.Count, read.Unmatched.Count).ShouldBe((2, 448));
        read.Assignment.ShouldBe(found.Assignment);
    }

    [Fact]
    public void Derived_ids_are_the_same_each_time_and_differ_by_purpose_and_parts()
    {
        DerivedId.From("match", Id(1), Id(2)).ShouldBe(DerivedId.From("match", Id(1), Id(2)));
        new[]
        {
            DerivedId.From("match", Id(1), Id(2)),
            DerivedId.From("match", Id(2), Id(1)),
            DerivedId.From("mentor-capacity", Id(1), Id(2)),
            DerivedId.From("match", Id(1)),
        }
            .Distinct()
            .Count()
            .ShouldBe(4);
        DerivedId.From("match", Id(1)).Version.ShouldBe(8);
    }

    private static RecordedCohort Recorded(CohortEvent[] chunks) =>
        chunks.Aggregate((RecordedCohort?)null, RecordedCohort.Evolve)!;

    private static RecordedCohort CohortOf(int mentees) =>
        new(
            [
                .. Enumerable
                    .Range(1_000, mentees)
                    .Select(n => new WaitingMentee(new Mentee(Id(n)) { Goals = ["python"] }, "BER", Earlier)),
            ],
            [new(Ada.Value, 2) { OfferedSkills = [new("python", 4)] }],
            [],
            []
        );
}
