using JasperFx.Events;
using PeerNetwork.Contracts.Privacy;

namespace PeerNetwork.Analytics;

/// <summary>
/// Analytics publishes one thing: that its entry of an erased person is gone. The events that it keeps name the person
/// by id and say nothing else of them.
/// </summary>
public static class Published
{
    public static IEnumerable<object> Map(IEvent e) =>
        e.Data is PersonErased p
            ? [new PersonalDataErased(p.Person, "analytics", [new("directory entry", 1)], p.At)]
            : [];
}
