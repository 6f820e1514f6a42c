using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Benchmarks.Events;

/// <summary>One row for each account, changed by each of its events.</summary>
internal sealed class Totals : TableProjection
{
    public Totals()
        : base("totals")
    {
        var totals = AddTable("totals");
        totals.AddColumn<Guid>("id").AsPrimaryKey();
        totals.AddColumn("balance", "bigint").NotNull();
        totals.AddColumn("postings", "bigint").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is Posted p)
            operations.QueueSql(
                $"""
                insert into totals as t (id, balance, postings) values ({e.StreamId}, {p.Amount}, 1)
                on conflict (id) do update set balance = t.balance + excluded.balance, postings = t.postings + 1
                """
            );
    }
}

/// <summary>Follows the events and keeps nothing: what following alone costs.</summary>
internal sealed class Onlooker : SubscriptionBase
{
    public Onlooker() => Name = "onlooker";

    public long Seen { get; private set; }

    public override Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        Seen += page.Events.Count;
        return Task.FromResult(NullChangeListener.Instance);
    }
}
