using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>
/// A session as an iCalendar invitation (RFC 5545, 5546): the same UID for good, a SEQUENCE that grows with every
/// change.
/// </summary>
/// <remarks>People appear by their ids, for this service knows no names and no addresses.</remarks>
public static class Invitation
{
    public static async Task<FileContentHttpResult> Handle(
        Guid id,
        Guid session,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var m = (await events.Read<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, ct)).RequireMember(
            user.PersonId()
        );
        var found = m.Sessions.Find(new SessionId(session));
        return TypedResults.File(
            Encoding.UTF8.GetBytes(For(m, found)),
            $"text/calendar; charset=utf-8; method={Method(found)}",
            "invitation.ics"
        );
    }

    public static string For(Mentorship m, Session session)
    {
        var calendar = new ICalendarWriter()
            .Line("BEGIN", "VCALENDAR")
            .Line("VERSION", "2.0")
            .Line("PRODID", "-//PeerNetwork//Engagement//EN")
            .Line("METHOD", Method(session))
            .Line("BEGIN", "VEVENT")
            .Line("UID", $"{session.Id.Value}@peernetwork")
            .Line("SEQUENCE", $"{session.Changes}")
            .Time("DTSTAMP", session.ChangedAt)
            .Time("DTSTART", session.Slot.StartsAt)
            .Time("DTEND", session.Slot.EndsAt)
            .Text("SUMMARY", m.TopicOf(session) is { } topic ? $"Mentoring: {topic}" : "Mentoring session");
        if (m.AgendaOf(session) is { Count: > 0 } agenda)
            calendar.Text("DESCRIPTION", string.Join('\n', agenda.Select(point => $"- {point}")));
        calendar.Line("ORGANIZER", Address(session.PlannedBy));
        foreach (var member in m.Members)
            calendar.Line("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE", Address(member.Person));
        return calendar
            .Line("STATUS", session.Cancelled ? "CANCELLED" : "CONFIRMED")
            .Line("END", "VEVENT")
            .Line("END", "VCALENDAR")
            .ToString();
    }

    private static string Method(Session session) => session.Cancelled ? "CANCEL" : "REQUEST";

    private static string Address(PersonId person) => $"urn:uuid:{person.Value}";
}
