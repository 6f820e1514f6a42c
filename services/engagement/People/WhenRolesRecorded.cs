using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.People;

/// <summary>
/// Enrollment published the roles of a person. A version that is not newer than the replica is ignored.
/// </summary>
public sealed class WhenRolesRecorded(IDocumentSession session) : IConsumer<RolesRecorded>
{
    public Task Consume(ConsumeContext<RolesRecorded> context)
    {
        var replica = Decide(context.Message);
        session.TryUpdateRevision(replica, replica.Version);
        return Task.CompletedTask;
    }

    public static PersonRoles Decide(RolesRecorded m) =>
        new(
            m.Person,
            m.Version,
            [
                .. m.Roles.Select(r => new AssignedRole(
                    r.Assignment,
                    r.Role,
                    r.Sites,
                    r.Programs,
                    r.Departments,
                    r.Starts,
                    r.Ends,
                    r.OnBehalfOf
                )),
            ]
        );
}
