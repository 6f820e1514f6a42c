using JasperFx.Events;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>The access of a guest ends with the term.</summary>
public sealed class GuestTermEndRule() : DeadlineRule("guest_term_end")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            GuestInvited i => [Change(i.Person, i.Ends)],
            GuestTermExtended x => [Change(x.Person, x.Ends)],
            GuestTermShortened s => [Change(s.Person, s.Ends)],
            GuestSponsorNamed n => [Change(n.Person, n.Ends)],
            GuestAccessEnded d => [Change(d.Person, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var person = await writes.Fetch<Person, PersonEvent>(deadline.Stream, Person.Evolve);
        if (person?.Guest?.Ends <= now)
            writes.Append<Person, PersonEvent>(
                deadline.Stream,
                EndGuestAccess.Decide(person, GuestEndCause.TermOver, null, now)
            );
    }

    private static DeadlineChange Change(PersonId person, DateTimeOffset? ends) =>
        new(DerivedId.From("guest-term", person.Value), person.Value, ends);
}
