using JasperFx.Events;
using Marten;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>Another projection of the same events.</summary>
public sealed class PaymentCounts : TableProjection
{
    public PaymentCounts()
        : base("payment_counts")
    {
        var counts = AddTable("payment_counts");
        counts.AddColumn<Guid>("id").AsPrimaryKey();
        counts.AddColumn("payments", "bigint").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is MoneyPaidIn)
            operations.QueueSql(
                $"""
                insert into payment_counts as c (id, payments) values ({e.StreamId}, 1)
                on conflict (id) do update set payments = c.payments + 1
                """
            );
    }
}
