using JasperFx.Events;
using Marten;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.MentorInvitations;

/// <summary>The invitations that wait for an answer. Written with the append.</summary>
public sealed class MentorInvitationsProjection : TableProjection
{
    public MentorInvitationsProjection()
        : base("mentor_invitations")
    {
        var invitations = AddTable("mentor_invitations");
        invitations.AddColumn("id", "uuid").AsPrimaryKey();
        invitations.AddColumn("program", "uuid").NotNull();
        invitations.AddColumn("person", "uuid").NotNull();
        invitations.AddColumn("invited_at", "timestamptz").NotNull();
        invitations.AddColumn("expires_at", "timestamptz").NotNull();
        invitations.AddColumn("skill", "jsonb");
        AddIndex(invitations, "mentor_invitations_of_a_person", ["person", "id"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MentorInvited i:
                operations.QueueSql(
                    $"""
                    insert into mentor_invitations
                    values ({i.Invitation.Value}, {i.Program.Value}, {i.Person.Value}, {i.At}, {i.ExpiresAt},
                        {i.Skill})
                    """
                );
                break;
            case MentorInvitationDeclined d:
                Delete(d.Invitation, operations);
                break;
            case MentorInvitationTakenUp t:
                Delete(t.Invitation, operations);
                break;
            case MentorInvitationExpired x:
                Delete(x.Invitation, operations);
                break;
            case PersonLeft l:
                operations.QueueSql($"delete from mentor_invitations where person = {l.Person.Value}");
                break;
        }
    }

    /// <summary>Who of these people has an open invitation to the program.</summary>
    public static async Task<IReadOnlySet<Guid>> Invited(
        ReadModels models,
        Guid program,
        Guid[] people,
        CancellationToken ct
    ) =>
        (
            await models.Query<Guid>(
                $"select person from mentor_invitations where person = any({people}) and program = {program}",
                ct
            )
        ).ToHashSet();

    private static void Delete(MentorInvitationId id, IDocumentOperations operations) =>
        operations.QueueSql($"delete from mentor_invitations where id = {id.Value}");
}
