using PeerNetwork.Testing;

namespace PeerNetwork.EventStore.Tests;

/// <summary>Tests that crash their server, or want to know of every transaction on it.</summary>
[CollectionDefinition(nameof(OwnServer))]
public sealed class OwnServer : ICollectionFixture<OwnPostgres>;
