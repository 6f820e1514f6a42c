using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>The guests who have access. Written with the append.</summary>
public sealed class GuestsProjection : TableProjection
{
    public GuestsProjection()
        : base("guests")
    {
        var guests = AddTable("guests");
        guests.AddColumn("id", "uuid").AsPrimaryKey();
        guests.AddColumn("kind", "text").NotNull();
        guests.AddColumn("sponsor", "uuid").NotNull();
        guests.AddColumn("partner", "uuid");
        guests.AddColumn("last_day", "date").NotNull();
        AddIndex(guests, "guests_of_a_sponsor", ["sponsor"]);
        AddIndex(guests, "guests_of_a_partner", ["partner"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case GuestInvited i:
                operations.QueueSql(
                    $"""
                    insert into guests
                    values ({i.Person.Value}, {EnumText.Of(i.Kind)}, {i.Sponsor.Value}, {i.Partner?.Value}, {i.LastDay})
                    """
                );
                break;
            case GuestTermExtended x:
                operations.QueueSql($"update guests set last_day = {x.LastDay} where id = {x.Person.Value}");
                break;
            case GuestTermShortened s:
                operations.QueueSql($"update guests set last_day = {s.LastDay} where id = {s.Person.Value}");
                break;
            case GuestSponsorNamed n:
                operations.QueueSql(
                    $"""
                    update guests set sponsor = {n.Sponsor.Value}, last_day = {n.LastDay}
                    where id = {n.Person.Value}
                    """
                );
                break;
            case GuestAccessEnded d:
                operations.QueueSql($"delete from guests where id = {d.Person.Value}");
                break;
        }
    }
}
