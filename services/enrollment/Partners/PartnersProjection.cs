using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Partners;

/// <summary>The partner organisations.</summary>
public sealed class PartnersProjection : TableProjection
{
    public PartnersProjection()
        : base("partners")
    {
        var partners = AddTable("partners");
        partners.AddColumn("id", "uuid").AsPrimaryKey();
        partners.AddColumn("name", "text").NotNull();
        partners.AddColumn("hours_per_month", "integer").NotNull();
        partners.AddColumn("version", "integer").NotNull();
        partners.AddColumn("last_day", "date");
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case PartnerRegistered r:
                operations.QueueSql(
                    $"""
                    insert into partners (id, name, hours_per_month, version)
                    values ({r.Partner.Value}, {r.Name}, {r.Terms.HoursPerMonth}, 1)
                    """
                );
                break;
            case PartnerTermsRevised r:
                operations.QueueSql(
                    $"""
                    update partners set hours_per_month = {r.Terms.HoursPerMonth}, version = {r.Version}
                    where id = {r.Partner.Value}
                    """
                );
                break;
            case PartnerEnded d:
                operations.QueueSql($"update partners set last_day = {d.LastDay} where id = {d.Partner.Value}");
                break;
        }
    }
}
