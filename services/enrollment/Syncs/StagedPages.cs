using System.Text.Json;
using Marten;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>A part of what a running sync has read, or of its changes or errors, as encrypted JSON.</summary>
public sealed record StagedPage(Guid Id, Guid Sync, PersonalText Content);

/// <summary>What a page of an HR system tells.</summary>
public sealed record StagedRead(IReadOnlyList<HrisWorker> Workers, IReadOnlyList<HrisSite> Sites);

/// <summary>An uploaded file that waits for an approval.</summary>
public sealed record StagedUpload(RosterMapping Mapping, byte[] File);

/// <summary>
/// What a running sync has read, and its changes and errors while it is held. All of it is encrypted under a key of the
/// sync, which is deleted when the sync ends: names do not outlive it.
/// </summary>
public sealed class StagedPages(IDocumentSession session, PersonalDataKeys keys)
{
    internal const int PageSize = 500;

    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    public void Add(SyncId sync, int page, HrisPage read) =>
        Store(sync, "read", page, new StagedRead(read.Workers, read.Sites));

    public void Add(SyncId sync, StagedUpload upload) => Store(sync, "upload", 0, upload);

    /// <summary>Replaces the changes and errors of an earlier plan.</summary>
    public void Add(SyncId sync, IReadOnlyList<FieldChange> changes, IReadOnlyList<LineError> errors)
    {
        foreach (var (page, number) in changes.Chunk(PageSize).Select((page, number) => (page, number)))
            Store(sync, "changes", number, page);
        Store(sync, "errors", 0, errors);
    }

    /// <summary>Null where it is not there any more.</summary>
    public Task<StagedRead?> Read(SyncId sync, int page, CancellationToken ct) =>
        Load<StagedRead>(sync, "read", page, ct);

    public Task<StagedUpload?> Upload(SyncId sync, CancellationToken ct) => Load<StagedUpload>(sync, "upload", 0, ct);

    public Task<IReadOnlyList<LineError>?> Errors(SyncId sync, CancellationToken ct) =>
        Load<IReadOnlyList<LineError>>(sync, "errors", 0, ct);

    /// <summary>Some of the changes.</summary>
    /// <param name="start">The place of the first one, from 0.</param>
    public async Task<IReadOnlyList<FieldChange>> Changes(SyncId sync, int start, int count, CancellationToken ct)
    {
        var changes = new List<FieldChange>();
        for (var number = start / PageSize; changes.Count < count; number++)
        {
            if (await Load<FieldChange[]>(sync, "changes", number, ct) is not { } page)
                break;
            changes.AddRange(page.Skip(changes.Count == 0 ? start % PageSize : 0).Take(count - changes.Count));
        }

        return changes;
    }

    /// <summary>Deletes the pages with the next commit.</summary>
    public void Delete(SyncId sync) => session.DeleteWhere<StagedPage>(page => page.Sync == sync.Value);

    public Task EraseKey(SyncId sync, DateTimeOffset at, CancellationToken ct) => keys.Erase(sync.Value, at, ct);

    private void Store<T>(SyncId sync, string kind, int number, T content) =>
        session.Store(
            new StagedPage(
                IdOf(sync, kind, number),
                sync.Value,
                new(sync.Value, JsonSerializer.Serialize(content, Json))
            )
        );

    private async Task<T?> Load<T>(SyncId sync, string kind, int number, CancellationToken ct)
        where T : class =>
        (await session.LoadAsync<StagedPage>(IdOf(sync, kind, number), ct))?.Content.Text is { } text
            ? JsonSerializer.Deserialize<T>(text, Json)
            : null;

    private static Guid IdOf(SyncId sync, string kind, int number) => DerivedId.From($"{kind} {number}", sync.Value);
}
