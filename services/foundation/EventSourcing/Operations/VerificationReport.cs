namespace PeerNetwork.EventSourcing;

/// <summary>The result of a verification.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Streams">How many streams there are.</param>
/// <param name="Events">How many events are in them.</param>
/// <param name="Documents">How many replica documents there are.</param>
/// <param name="Projections">Each projection, compared with its rebuild.</param>
/// <param name="Sent">The messages that the relay has published, by contract.</param>
/// <param name="Received">The messages that each consumer has handled.</param>
/// <param name="Differences">One sentence for each difference; empty if there is none.</param>
/// <param name="StateHash">SHA-256 of all streams, documents and projections: equal states have equal hashes in any
/// installation.</param>
public sealed record VerificationReport(
    string Service,
    long Streams,
    long Events,
    long Documents,
    IReadOnlyList<VerifiedProjection> Projections,
    IReadOnlyList<MessageCount> Sent,
    IReadOnlyList<MessageCount> Received,
    IReadOnlyList<string> Differences,
    string StateHash
);

/// <param name="Name">The projection's name.</param>
/// <param name="Rows">How many rows its tables hold.</param>
/// <param name="Position">The sequence number up to which live tables and rebuild were compared.</param>
/// <param name="Hash">SHA-256 of the rows.</param>
public sealed record VerifiedProjection(string Name, long Rows, long Position, string Hash);

/// <param name="Contract">The name of the contract.</param>
/// <param name="Consumer">The consumer that has handled the messages; null for sent messages.</param>
/// <param name="Messages">How many there are.</param>
/// <param name="Ids">A sum over the hashes of their ids, as a whole number. Where several services send one contract,
/// their sums add up; they are equal if the same messages were sent and handled.</param>
public sealed record MessageCount(string Contract, string? Consumer, long Messages, string Ids);
