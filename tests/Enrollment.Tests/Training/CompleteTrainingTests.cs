using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Training;

public class CompleteTrainingTests
{
    private static readonly MentoringProgram Program = TestData.Program(
        TestData.Plan with
        {
            Training = [new("basics", "Basics", ParticipantRole.Both)],
        }
    );
    private static readonly MentoringProgram Yearly = TestData.Program(
        TestData.Plan with
        {
            Training = [new("basics", "Basics", ParticipantRole.Both, ValidMonths: 12)],
        }
    );

    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_person_completes_a_module() =>
        _spec
            .Given(TestData.Hired)
            .When(person => CompleteTraining.Decide(person, Program, "basics", TestData.Now))
            .Then(new TrainingCompleted(TestData.PersonId, TestData.ProgramId, "basics", TestData.Now));

    [Fact]
    public void A_module_is_completed_once() =>
        _spec
            .Given(TestData.Hired, new TrainingCompleted(TestData.PersonId, TestData.ProgramId, "basics", TestData.Now))
            .When(person => CompleteTraining.Decide(person, Program, "basics", TestData.Now))
            .ThenNothing();

    [Fact]
    public void A_module_that_lapses_is_completed_again_from_30_days_before_its_last_day()
    {
        var first = new TrainingCompleted(TestData.PersonId, TestData.ProgramId, "basics", TestData.Now);
        var due = new DateTimeOffset(2028, 1, 31, 0, 0, 0, TimeSpan.Zero);

        _spec
            .Given(TestData.Hired, first)
            .When(person => CompleteTraining.Decide(person, Yearly, "basics", due.AddTicks(-1)))
            .ThenNothing();
        _spec
            .Given(TestData.Hired, first)
            .When(person => CompleteTraining.Decide(person, Yearly, "basics", due))
            .Then(first with { At = due });
        _spec
            .Given(TestData.Hired, first, first with { At = due })
            .When(person => CompleteTraining.Decide(person, Yearly, "basics", due.AddMonths(2)))
            .ThenNothing();
    }

    [Fact]
    public void A_module_that_lapsed_is_completed_again()
    {
        var first = new TrainingCompleted(TestData.PersonId, TestData.ProgramId, "basics", TestData.Now);

        _spec
            .Given(TestData.Hired, first)
            .When(person => CompleteTraining.Decide(person, Yearly, "basics", TestData.Now.AddYears(5)))
            .Then(first with { At = TestData.Now.AddYears(5) });
    }

    [Fact]
    public void A_module_of_the_same_name_in_another_program_is_another() =>
        _spec
            .Given(TestData.Hired, new TrainingCompleted(TestData.PersonId, new(Guid.Empty), "basics", TestData.Now))
            .When(person => CompleteTraining.Decide(person, Program, "basics", TestData.Now))
            .Then(new TrainingCompleted(TestData.PersonId, TestData.ProgramId, "basics", TestData.Now));

    [Fact]
    public void A_module_that_the_program_lacks_is_refused() =>
        _spec
            .Given(TestData.Hired)
            .When(person => CompleteTraining.Decide(person, Program, "other", TestData.Now))
            .ThenThrows(DomainError.Invalid, "basics");

    [Fact]
    public void Nobody_completes_nothing() =>
        _spec
            .When(person => CompleteTraining.Decide(person, Program, "basics", TestData.Now))
            .ThenThrows(DomainError.NotFound, "person");

    [Fact]
    public void A_program_that_is_not_there_has_no_training() =>
        _spec
            .Given(TestData.Hired)
            .When(person => CompleteTraining.Decide(person, null, "basics", TestData.Now))
            .ThenThrows(DomainError.NotFound, "program");

    [Fact]
    public void A_draft_has_no_training_yet() =>
        _spec
            .Given(TestData.Hired)
            .When(person =>
                CompleteTraining.Decide(person, Program with { Status = ProgramStatus.Draft }, "basics", TestData.Now)
            )
            .ThenThrows(DomainError.NotFound, "program");
}
