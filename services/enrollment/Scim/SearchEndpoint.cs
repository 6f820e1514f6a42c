using PeerNetwork.Enrollment.Scim.Groups;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Enrollment.Scim.Queries;
using PeerNetwork.Enrollment.Scim.Users;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>
/// Searches the resources of all types: RFC 7644, section 3.4.3. An attribute that a type does not have is one without
/// a value there.
/// </summary>
internal static class SearchEndpoint
{
    public static async Task<IResult> Handle(
        HttpRequest request,
        UserReads users,
        GroupReads groups,
        CancellationToken ct
    )
    {
        var body = await ScimRequests.ReadBody(request, ct);
        IScimResources[] types = [users, groups];
        ResourceQuery.Source[] sources =
        [
            .. types.Select(reads => new ResourceQuery.Source(
                reads,
                ListQuery.Parse(body, reads.Type, ResourceQuery.Limits)
            )),
        ];
        return new ScimResult(await ResourceQuery.Run(sources, ScimRequests.RootOf(request), ct));
    }
}
