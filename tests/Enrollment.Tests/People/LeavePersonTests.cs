using PeerNetwork.Enrollment.People;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

public class LeavePersonTests
{
    private readonly DeciderSpec<Person, PersonEvent> _story = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void An_active_person_leaves() =>
        _story.Given(A.Hired).When(person => LeavePerson.Decide(person, A.Now)).Then(A.Left);

    [Fact]
    public void Who_has_left_does_not_leave_again() =>
        _story.Given(A.Hired, A.Left).When(person => LeavePerson.Decide(person, A.Now)).ThenNothing();

    [Fact]
    public void Who_never_came_does_not_leave() =>
        _story.When(person => LeavePerson.Decide(person, A.Now)).ThenNothing();
}
