using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Benchmarks.Events;

/// <summary>One row for each account, changed by each of its events.</summary>
internal sealed class Totals : IProjection
{
    public string Name => "totals";

    public string Schema =>
        "create table totals (id uuid primary key, balance bigint not null, postings bigint not null)";

    public void Apply(IEvent e, SqlBatch sql)
    {
        if (e.Data is Posted p)
            sql.Add(
                $"insert into totals as t (id, balance, postings) values ({e.Stream}, {p.Amount}, 1) on conflict (id) do update set balance = t.balance + excluded.balance, postings = t.postings + 1"
            );
    }
}

/// <summary>Follows the events and keeps nothing: what following alone costs.</summary>
internal sealed class Onlooker : ISubscriber
{
    public string Name => "onlooker";

    public long Seen { get; private set; }

    public Task Handle(IReadOnlyList<IEvent> events, SqlBatch effects, CancellationToken ct)
    {
        Seen += events.Count;
        return Task.CompletedTask;
    }
}
