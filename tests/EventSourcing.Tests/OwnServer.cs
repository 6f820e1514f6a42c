using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>Tests that crash their server, or have to know of every transaction on it.</summary>
[CollectionDefinition(nameof(OwnServer))]
public sealed class OwnServer : ICollectionFixture<PostgresFixture>;
