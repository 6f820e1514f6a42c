namespace PeerNetwork.Contracts.Privacy;

// Published by enrollment.

/// <summary>
/// All personal data of a person is to be destroyed. The person has left, and no newer version of them follows.
/// </summary>
/// <param name="Person">Stream of the person.</param>
/// <param name="Version">Version of the stream after which nothing follows.</param>
public sealed record PersonErased(Guid Person, long Version, DateTimeOffset At);

// Published by every other service.

/// <summary>A service has destroyed what it held on a person.</summary>
/// <param name="Person">The person.</param>
/// <param name="Service">The service that publishes this.</param>
/// <param name="Destroyed">What it destroyed; empty where it held nothing.</param>
public sealed record PersonalDataErased(
    Guid Person,
    string Service,
    IReadOnlyList<DestroyedData> Destroyed,
    DateTimeOffset At
);

/// <param name="Kind">What it is, such as <c>encryption key</c>.</param>
/// <param name="Count">How many keys, rows or texts.</param>
public sealed record DestroyedData(string Kind, int Count);
