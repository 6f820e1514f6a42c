using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.People;

public class PauseParticipationTests
{
    private static readonly DeciderSpec<Participation, ParticipationEvent> Spec = DeciderSpec.Of<
        Participation,
        ParticipationEvent
    >(Participation.Evolve);

    private static readonly DateTimeOffset Until = Now.AddDays(30);

    private static readonly ParticipantJoined Joined = new(
        TheApplication,
        3,
        TheProgram,
        Ada,
        "BER",
        ParticipantRole.Mentor,
        2,
        Earlier,
        Earlier
    );
    private static readonly ParticipantPaused Paused = new(TheApplication, TheProgram, Ada, Until, Now);
    private static readonly ParticipantResumed Resumed = new(TheApplication, TheProgram, Ada, Now);
    private static readonly ParticipantWithdrew Withdrew = new(TheApplication, TheProgram, Ada, Now);

    [Fact]
    public void Who_takes_part_pauses() =>
        Spec.Given(Joined).When(p => PauseParticipation.Decide(p, Until, Ada, Now)).Then(Paused);

    [Fact]
    public void The_same_pause_again_changes_nothing() =>
        Spec.Given(Joined, Paused).When(p => PauseParticipation.Decide(p, Until, Ada, Now)).ThenNothing();

    [Fact]
    public void A_pause_is_made_longer() =>
        Spec.Given(Joined, Paused)
            .When(p => PauseParticipation.Decide(p, Until.AddDays(1), Ada, Now))
            .Then(Paused with { Until = Until.AddDays(1) });

    [Fact]
    public void Nobody_else_pauses() =>
        Spec.Given(Joined)
            .When(p => PauseParticipation.Decide(p, Until, Bo, Now))
            .ThenThrows(DomainError.Forbidden, "Only the person");

    [Fact]
    public void Who_has_withdrawn_cannot_pause() =>
        Spec.Given(Joined, Withdrew)
            .When(p => PauseParticipation.Decide(p, Until, Ada, Now))
            .ThenThrows(DomainError.NotFound, "No such participation");

    [Fact]
    public void News_of_the_application_leaves_the_pause() =>
        Spec.Given(Joined, Paused, Joined with { Version = 4 })
            .When(p => ResumeParticipation.Decide(p, Now))
            .Then(Resumed);

    [Fact]
    public void Without_a_pause_there_is_nothing_to_end() =>
        Spec.Given(Joined, Paused, Resumed).When(p => ResumeParticipation.Decide(p, Now)).ThenNothing();

    [Fact]
    public void A_pause_does_not_outlive_the_participation() =>
        Spec.Given(Joined, Paused, Withdrew).When(p => ResumeParticipation.Decide(p, Now)).ThenNothing();
}
