using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Training;

public class CompleteTrainingTests
{
    private static readonly MentoringProgram Program = A.Program(
        A.Plan with
        {
            Training = [new("basics", "Basics", ParticipantRole.Both)],
        }
    );
    private readonly DeciderSpec<Person, PersonEvent> _story = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_person_completes_a_module() =>
        _story
            .Given(A.Hired)
            .When(person => CompleteTraining.Decide(person, Program, "basics", A.Now))
            .Then(new TrainingCompleted(A.PersonId, A.ProgramId, "basics", A.Now));

    [Fact]
    public void A_module_is_completed_once() =>
        _story
            .Given(A.Hired, new TrainingCompleted(A.PersonId, A.ProgramId, "basics", A.Now))
            .When(person => CompleteTraining.Decide(person, Program, "basics", A.Now))
            .ThenNothing();

    [Fact]
    public void A_module_of_the_same_name_in_another_program_is_another() =>
        _story
            .Given(A.Hired, new TrainingCompleted(A.PersonId, new(Guid.Empty), "basics", A.Now))
            .When(person => CompleteTraining.Decide(person, Program, "basics", A.Now))
            .Then(new TrainingCompleted(A.PersonId, A.ProgramId, "basics", A.Now));

    [Fact]
    public void A_module_that_the_program_lacks_is_refused() =>
        _story
            .Given(A.Hired)
            .When(person => CompleteTraining.Decide(person, Program, "other", A.Now))
            .ThenRefused(DomainError.Invalid, "basics");

    [Fact]
    public void Nobody_completes_nothing() =>
        _story
            .When(person => CompleteTraining.Decide(person, Program, "basics", A.Now))
            .ThenRefused(DomainError.NotFound, "person");

    [Fact]
    public void A_program_that_is_not_there_has_no_training() =>
        _story
            .Given(A.Hired)
            .When(person => CompleteTraining.Decide(person, null, "basics", A.Now))
            .ThenRefused(DomainError.NotFound, "program");

    [Fact]
    public void A_draft_has_no_training_yet() =>
        _story
            .Given(A.Hired)
            .When(person =>
                CompleteTraining.Decide(person, Program with { Status = ProgramStatus.Draft }, "basics", A.Now)
            )
            .ThenRefused(DomainError.NotFound, "program");
}
