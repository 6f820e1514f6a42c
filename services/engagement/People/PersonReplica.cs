using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.People;

/// <summary>What the directory last said of a person, as far as this service has to know.</summary>
public sealed record PersonReplica(Guid Id, long Version, bool Active, string SiteCode, string Zone) : IReplica;
