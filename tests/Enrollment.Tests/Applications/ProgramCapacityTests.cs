using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class ProgramCapacityTests
{
    private static readonly CapacityTaken Taken = new(
        TestData.ProgramId,
        TestData.ApplicationId,
        ParticipantRole.Mentor,
        TestData.Now
    );
    private readonly DeciderSpec<ProgramCapacity, ProgramCapacityEvent> _spec = DeciderSpec.Of<
        ProgramCapacity,
        ProgramCapacityEvent
    >(ProgramCapacity.Evolve);

    [Fact]
    public void A_free_place_is_taken() =>
        _spec.When(p => ProgramCapacity.Take(p, TestData.Application(), new(MaxMentors: 1), TestData.Now)).Then(Taken);

    [Fact]
    public void The_last_place_is_given_once() =>
        _spec
            .Given(OfAnother(ParticipantRole.Mentor))
            .When(p => ProgramCapacity.Take(p, TestData.Application(), new(MaxMentors: 1), TestData.Now))
            .ThenThrows(DomainError.Conflict, "full");

    [Fact]
    public void Mentees_take_no_places_of_mentors() =>
        _spec
            .Given(OfAnother(ParticipantRole.Mentee))
            .When(p => ProgramCapacity.Take(p, TestData.Application(), new(1, 1), TestData.Now))
            .Then(Taken);

    [Fact]
    public void Who_is_both_takes_a_place_of_each() =>
        _spec
            .Given(OfAnother(ParticipantRole.Both))
            .When(p => ProgramCapacity.Take(p, TestData.Application(), new(MaxMentors: 1), TestData.Now))
            .ThenThrows(DomainError.Conflict, "full");

    [Fact]
    public void Who_wants_to_be_both_needs_a_place_of_each() =>
        _spec
            .Given(OfAnother(ParticipantRole.Mentee))
            .When(p =>
                ProgramCapacity.Take(
                    p,
                    TestData.Application() with
                    {
                        Role = ParticipantRole.Both,
                    },
                    new(2, 1),
                    TestData.Now
                )
            )
            .ThenThrows(DomainError.Conflict, "mentees");

    [Fact]
    public void Where_one_role_is_limited_the_other_is_counted_too() =>
        _spec.When(p => ProgramCapacity.Take(p, TestData.Application(), new(MaxMentees: 1), TestData.Now)).Then(Taken);

    [Fact]
    public void Without_a_limit_nothing_is_counted() =>
        _spec.When(p => ProgramCapacity.Take(p, TestData.Application(), new(), TestData.Now)).ThenNothing();

    [Fact]
    public void A_freed_place_is_given_again() =>
        _spec
            .Given(
                OfAnother(ParticipantRole.Mentor),
                new CapacityReleased(TestData.ProgramId, new(Guid.Empty), ParticipantRole.Mentor, TestData.Now)
            )
            .When(p => ProgramCapacity.Take(p, TestData.Application(), new(MaxMentors: 1), TestData.Now))
            .Then(Taken);

    [Fact]
    public void An_approved_applicant_who_withdraws_frees_the_place() =>
        _spec
            .Given(Taken)
            .When(_ =>
                ProgramCapacity.Release(TestData.Application(TestData.Approved), new(MaxMentors: 1), TestData.Now)
            )
            .Then(
                new CapacityReleased(TestData.ProgramId, TestData.ApplicationId, ParticipantRole.Mentor, TestData.Now)
            );

    [Fact]
    public void An_applicant_who_was_not_approved_frees_no_place() =>
        _spec
            .When(_ => ProgramCapacity.Release(TestData.Application(), new(MaxMentors: 1), TestData.Now))
            .ThenNothing();

    [Fact]
    public void Without_a_limit_no_place_is_freed() =>
        _spec
            .When(_ => ProgramCapacity.Release(TestData.Application(TestData.Approved), new(), TestData.Now))
            .ThenNothing();

    [Fact]
    public void The_counts_do_not_grow_with_the_program()
    {
        var places = Enumerable
            .Range(0, 5_000)
            .Aggregate((ProgramCapacity?)null, (p, _) => ProgramCapacity.Evolve(p, OfAnother(ParticipantRole.Both)));
        places.ShouldBe(new ProgramCapacity(5_000, 5_000));
    }

    private static CapacityTaken OfAnother(ParticipantRole role) =>
        new(TestData.ProgramId, new(Guid.Empty), role, TestData.Now);
}
