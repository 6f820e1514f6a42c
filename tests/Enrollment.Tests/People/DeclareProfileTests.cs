using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

public class DeclareProfileTests
{
    private readonly DeciderSpec<Person, PersonEvent> _spec = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_person_declares_a_profile() =>
        _spec
            .Given(TestData.Hired)
            .When(person => DeclareProfile.Decide(person, TestData.Profile, TestData.Now))
            .Then(TestData.Declared);

    [Fact]
    public void The_same_profile_again_says_nothing_new() =>
        _spec
            .Given(TestData.Hired, TestData.Declared)
            .When(person =>
                DeclareProfile.Decide(person, TestData.Profile with { SkillsOffered = [new("C#", 4)] }, TestData.Now)
            )
            .ThenNothing();

    [Fact]
    public void A_new_level_is_a_new_profile() =>
        _spec
            .Given(TestData.Hired, TestData.Declared)
            .When(person =>
                DeclareProfile.Decide(person, TestData.Profile with { SkillsOffered = [new("C#", 5)] }, TestData.Now)
            )
            .Then(
                TestData.Declared with
                {
                    Profile = TestData.Stored(TestData.Profile with { SkillsOffered = [new("C#", 5)] }),
                }
            );

    [Fact]
    public void Nobody_has_no_profile() =>
        _spec
            .When(person => DeclareProfile.Decide(person, TestData.Profile, TestData.Now))
            .ThenThrows(DomainError.NotFound);

    [Fact]
    public void Who_has_left_declares_nothing() =>
        _spec
            .Given(TestData.Hired, TestData.Left)
            .When(person => DeclareProfile.Decide(person, TestData.Profile, TestData.Now))
            .ThenThrows(DomainError.Conflict);
}
