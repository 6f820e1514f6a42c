using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.MentorInvitations;

/// <summary>What decides whether a person is invited to become a mentor in a program.</summary>
/// <param name="Invitation">The last one; null for none.</param>
/// <param name="Applied">Whether the person has an open application as mentor or both.</param>
internal sealed record InvitationFacts(
    MentorInvitation? Invitation,
    MentoringProgram? Program,
    Person? Person,
    bool Applied
)
{
    public static async Task<InvitationFacts> Fetch(
        StreamWrites writes,
        ReadModels models,
        MentorInvitationId id,
        Guid program,
        Guid person,
        CancellationToken ct
    ) =>
        new(
            await writes.Fetch<MentorInvitation, MentorInvitationEvent>(id.Value, MentorInvitation.Evolve),
            await writes.Fetch<MentoringProgram, ProgramEvent>(program, MentoringProgram.Evolve),
            await writes.Fetch<Person, PersonEvent>(person, Person.Evolve),
            (await ApplicationsProjection.MentorApplicants(models, program, [person], ct)).Contains(person)
        );
}
