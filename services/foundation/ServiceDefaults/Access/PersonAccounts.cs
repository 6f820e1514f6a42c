using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The accounts of a person beside the one that HR names, as enrollment published them: the document of the services
/// that need them.
/// </summary>
public sealed record PersonAccounts(Guid Id, long Version, IReadOnlyList<Guid> Accounts) : IReplica;
