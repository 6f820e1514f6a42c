using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>Tests that crash their server, or need a server without other transactions.</summary>
[CollectionDefinition(nameof(PostgresCollection))]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>;
