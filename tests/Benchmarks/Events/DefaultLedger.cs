using JasperFx.Events;
using Marten;
using Marten.Events.Aggregation;

namespace PeerNetwork.Benchmarks.Events;

/// <summary>The state of an account, for Marten's own aggregation.</summary>
internal sealed class MartenAccount
{
    public Guid Id { get; set; }

    public long Balance { get; set; }

    public int Postings { get; set; }
}

/// <summary>The same work by Marten with its default settings, in a schema of its own on the same database.</summary>
internal sealed class DefaultLedger(string connectionString) : IAsyncDisposable
{
    private readonly DocumentStore _store = DocumentStore.For(options =>
    {
        options.Connection(connectionString);
        options.DatabaseSchemaName = "marten_default";
        options.Events.AddEventType<Posted>();
        options.Projections.Add(new Accounts(), JasperFx.Events.Projections.ProjectionLifecycle.Live);
    });

    public async Task Append(Guid account, long version)
    {
        await using var session = _store.LightweightSession();
        if (version == 0)
            session.Events.StartStream<MartenAccount>(account, Ledger.Postings(account));
        else
            session.Events.Append(account, version + Ledger.EventsPerAppend, Ledger.Postings(account));
        await session.SaveChangesAsync();
    }

    public async Task Decide(Guid account)
    {
        await using var session = _store.LightweightSession();
        var stream = await session.Events.FetchForWriting<MartenAccount>(account);
        stream.AppendMany([.. Ledger.Postings(account)]);
        await session.SaveChangesAsync();
    }

    public async Task<MartenAccount?> Fold(Guid account)
    {
        await using var session = _store.QuerySession();
        return await session.Events.AggregateStreamAsync<MartenAccount>(account);
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Accounts : SingleStreamProjection<MartenAccount, Guid>
    {
        public override MartenAccount? Evolve(MartenAccount? snapshot, Guid id, IEvent e)
        {
            if (e.Data is not Posted posted)
                return snapshot;
            snapshot ??= new MartenAccount { Id = id };
            snapshot.Balance += posted.Amount;
            snapshot.Postings++;
            return snapshot;
        }
    }
}
