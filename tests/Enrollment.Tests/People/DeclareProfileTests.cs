using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

public class DeclareProfileTests
{
    private readonly DeciderSpec<Person, PersonEvent> _story = DeciderSpec.Of<Person, PersonEvent>(Person.Evolve);

    [Fact]
    public void A_person_declares_a_profile() =>
        _story.Given(A.Hired).When(person => DeclareProfile.Decide(person, A.Profile, A.Now)).Then(A.Declared);

    [Fact]
    public void The_same_profile_again_says_nothing_new() =>
        _story
            .Given(A.Hired, A.Declared)
            .When(person => DeclareProfile.Decide(person, A.Profile with { SkillsOffered = [new("C#", 4)] }, A.Now))
            .ThenNothing();

    [Fact]
    public void A_new_level_is_a_new_profile() =>
        _story
            .Given(A.Hired, A.Declared)
            .When(person => DeclareProfile.Decide(person, A.Profile with { SkillsOffered = [new("C#", 5)] }, A.Now))
            .Then(A.Declared with { Profile = A.Profile with { SkillsOffered = [new("C#", 5)] } });

    [Fact]
    public void Nobody_has_no_profile() =>
        _story.When(person => DeclareProfile.Decide(person, A.Profile, A.Now)).ThenRefused(DomainError.NotFound);

    [Fact]
    public void Who_has_left_declares_nothing() =>
        _story
            .Given(A.Hired, A.Left)
            .When(person => DeclareProfile.Decide(person, A.Profile, A.Now))
            .ThenRefused(DomainError.Conflict);
}
