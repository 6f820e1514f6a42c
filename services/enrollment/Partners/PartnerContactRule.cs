using JasperFx.Events;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Partners;

/// <summary>The contact of a partner organisation is not kept after its last day.</summary>
public sealed class PartnerContactRule() : DeadlineRule("partner_contact")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            PartnerEnded p => [Change(p.Partner, EndOf(p.LastDay))],
            PartnerContactDropped p => [Change(p.Partner, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var partner = await writes.Fetch<PartnerOrganisation, PartnerEvent>(
            deadline.Stream,
            PartnerOrganisation.Evolve
        );
        if (partner is { LastDay: { } last } && EndOf(last) <= now)
            writes.Append<PartnerOrganisation, PartnerEvent>(
                deadline.Stream,
                [new PartnerContactDropped(partner.Id, partner.Contact.Owner, now)]
            );
    }

    /// <summary>The day is then over everywhere.</summary>
    private static DateTimeOffset EndOf(DateOnly lastDay) =>
        new(lastDay.AddDays(2).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static DeadlineChange Change(PartnerId partner, DateTimeOffset? due) =>
        new(DerivedId.From("partner-contact", partner.Value), partner.Value, due);
}
