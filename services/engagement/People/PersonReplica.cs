using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.People;

/// <summary>The newest version of a person that enrollment published, as far as this service needs it.</summary>
/// <param name="Account">The id of the account that signs the person in, where known.</param>
/// <param name="OnLeave">Away for a longer time: the person's mentorships pause.</param>
/// <param name="Department">As HR names it; roles may be for departments.</param>
/// <param name="Kind">As enrollment says it; a guest has no roles.</param>
public sealed record PersonReplica(
    Guid Id,
    long Version,
    bool Active,
    string SiteCode,
    string Zone,
    string? Department = null,
    Guid? Account = null,
    bool OnLeave = false,
    string Kind = "employee"
) : IReplica;
