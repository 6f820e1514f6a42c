using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.AccountLinks;

/// <summary>
/// The accounts that rules have linked to people. Written with the append: its key lets an account belong to one
/// person.
/// </summary>
public sealed class LinkedAccountsProjection : TableProjection
{
    public LinkedAccountsProjection()
        : base("linked_accounts")
    {
        var accounts = AddTable("linked_accounts");
        accounts.AddColumn("id", "uuid").AsPrimaryKey();
        accounts.AddColumn("person", "uuid").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case AccountLinked l:
                operations.QueueSql($"insert into linked_accounts values ({l.Account.Id}, {l.Person.Value})");
                break;
            case AccountUnlinked u:
                operations.QueueSql($"delete from linked_accounts where id = {u.Account}");
                break;
        }
    }
}
