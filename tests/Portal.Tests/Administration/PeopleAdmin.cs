using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Tests.Administration;

/// <summary>The user of the pages of the administration.</summary>
internal static class PeopleAdmin
{
    public static readonly ShowMeResponse Me = new() { Roles = [Roles.Employee, Roles.PeopleAdmin] };
}
