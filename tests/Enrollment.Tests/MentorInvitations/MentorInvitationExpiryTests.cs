using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.MentorInvitations;

/// <summary>It is the first of March 2027.</summary>
public sealed class MentorInvitationExpiryTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TestData.Now);
    private readonly EnrollmentHost _enrollment;

    public MentorInvitationExpiryTests() => _enrollment = new ClockedEnrollmentHost(_clock);

    public Task InitializeAsync() => _enrollment.InitializeAsync();

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task An_invitation_without_an_answer_expires_and_another_mentorship_brings_another_one()
    {
        var program = await _enrollment.Published();
        await Complete(program);
        await Eventually.Passes(async () => (await Invitations()).ShouldBe(1));

        _clock.SetUtcNow(TestData.Now.AddDays(90).AddSeconds(-1));
        (await Invitations()).ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Passes(async () => (await Invitations()).ShouldBe(0));

        await Complete(program);
        (await Invitations()).ShouldBe(1);
    }

    private Task Complete(Guid program) =>
        _enrollment.Deliver(
            new MentorshipClosed(
                Guid.CreateVersion7(),
                9,
                program,
                "oneToOne",
                [new(_enrollment.People["E2"], "mentor"), new(_enrollment.People["E3"], "mentee")],
                "BER",
                "completed",
                6,
                _clock.GetUtcNow()
            )
        );

    private async Task<int> Invitations() =>
        (await EnrollmentHost.Items(_enrollment.Employee("E3"), "/mentor-invitations/mine")).Count;
}
