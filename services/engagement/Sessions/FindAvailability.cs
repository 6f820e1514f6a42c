using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>When, on a day of the reader's calendar, all members are at work.</summary>
public static class FindAvailability
{
    public sealed record Response(DateOnly Date, string Zone, IReadOnlyList<SharedTime> Items);

    /// <param name="Times">By the clocks of each member.</param>
    public sealed record SharedTime(IReadOnlyList<MemberTime> Times);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        DateOnly date,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        if (date.Year is < 2000 or >= 2200)
            throw new InvalidFieldException("date", "must lie between the years 2000 and 2200");
        var m = (await events.Read<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, ct)).RequireMember(
            user.PersonId()
        );
        var people = await events.LoadMembers(m, ct);
        var zone = LocalTimes.ZoneOrUtc(people.First(person => person.Id == user.PersonId()).Zone);
        var shared = SharedAvailability
            .On(LocalDate.FromDateOnly(date), zone, people)
            .Select(i => (From: i.Start.ToDateTimeOffset(), To: i.End.ToDateTimeOffset()));
        return TypedResults.Ok(
            new Response(
                date,
                zone.Id,
                [
                    .. shared.Select(s => new SharedTime([
                        .. people.Select(person => MemberTime.For(person, s.From, s.To)),
                    ])),
                ]
            )
        );
    }
}
