using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Applications;

public class PlacesTests
{
    private static readonly PlaceTaken Taken = new(A.ProgramId, A.ApplicationId, ParticipantRole.Mentor, A.Now);
    private readonly DeciderSpec<Places, PlacesEvent> _story = DeciderSpec.Of<Places, PlacesEvent>(Places.Evolve);

    [Fact]
    public void A_free_place_is_taken() =>
        _story.When(p => Places.Take(p, A.Application(), new(MaxMentors: 1), A.Now)).Then(Taken);

    [Fact]
    public void The_last_place_is_given_once() =>
        _story
            .Given(OfAnother(ParticipantRole.Mentor))
            .When(p => Places.Take(p, A.Application(), new(MaxMentors: 1), A.Now))
            .ThenRefused(DomainError.Conflict, "full");

    [Fact]
    public void Mentees_take_no_places_of_mentors() =>
        _story
            .Given(OfAnother(ParticipantRole.Mentee))
            .When(p => Places.Take(p, A.Application(), new(1, 1), A.Now))
            .Then(Taken);

    [Fact]
    public void Who_is_both_takes_a_place_of_each() =>
        _story
            .Given(OfAnother(ParticipantRole.Both))
            .When(p => Places.Take(p, A.Application(), new(MaxMentors: 1), A.Now))
            .ThenRefused(DomainError.Conflict, "full");

    [Fact]
    public void Who_wants_to_be_both_needs_a_place_of_each() =>
        _story
            .Given(OfAnother(ParticipantRole.Mentee))
            .When(p => Places.Take(p, A.Application() with { Role = ParticipantRole.Both }, new(2, 1), A.Now))
            .ThenRefused(DomainError.Conflict, "mentees");

    [Fact]
    public void Where_one_role_is_limited_the_other_is_counted_too() =>
        _story.When(p => Places.Take(p, A.Application(), new(MaxMentees: 1), A.Now)).Then(Taken);

    [Fact]
    public void Without_a_limit_nothing_is_counted() =>
        _story.When(p => Places.Take(p, A.Application(), new(), A.Now)).ThenNothing();

    [Fact]
    public void A_freed_place_is_given_again() =>
        _story
            .Given(
                OfAnother(ParticipantRole.Mentor),
                new PlaceFreed(A.ProgramId, new(Guid.Empty), ParticipantRole.Mentor, A.Now)
            )
            .When(p => Places.Take(p, A.Application(), new(MaxMentors: 1), A.Now))
            .Then(Taken);

    [Fact]
    public void An_approved_applicant_who_withdraws_frees_the_place() =>
        _story
            .Given(Taken)
            .When(_ => Places.Free(A.Application(A.Approved), new(MaxMentors: 1), A.Now))
            .Then(new PlaceFreed(A.ProgramId, A.ApplicationId, ParticipantRole.Mentor, A.Now));

    [Fact]
    public void An_applicant_who_was_not_approved_frees_no_place() =>
        _story.When(_ => Places.Free(A.Application(), new(MaxMentors: 1), A.Now)).ThenNothing();

    [Fact]
    public void Without_a_limit_no_place_is_freed() =>
        _story.When(_ => Places.Free(A.Application(A.Approved), new(), A.Now)).ThenNothing();

    [Fact]
    public void The_counts_do_not_grow_with_the_program()
    {
        var places = Enumerable
            .Range(0, 5_000)
            .Aggregate((Places?)null, (p, _) => Places.Evolve(p, OfAnother(ParticipantRole.Both)));
        places.ShouldBe(new Places(5_000, 5_000));
    }

    private static PlaceTaken OfAnother(ParticipantRole role) => new(A.ProgramId, new(Guid.Empty), role, A.Now);
}
