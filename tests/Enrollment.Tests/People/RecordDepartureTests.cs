using PeerNetwork.Enrollment.People;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

public class RecordDepartureTests
{
    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void An_active_person_leaves() =>
        _spec.Given(TestData.Hired).When(person => RecordDeparture.Decide(person, TestData.Now)).Then(TestData.Left);

    [Fact]
    public void Who_has_left_does_not_leave_again() =>
        _spec
            .Given(TestData.Hired, TestData.Left)
            .When(person => RecordDeparture.Decide(person, TestData.Now))
            .ThenNothing();

    [Fact]
    public void Who_never_came_does_not_leave() =>
        _spec.When(person => RecordDeparture.Decide(person, TestData.Now)).ThenNothing();
}
