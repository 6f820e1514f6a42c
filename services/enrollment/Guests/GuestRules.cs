using System.Security.Claims;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>What several decisions on guests have in common.</summary>
internal static class GuestRules
{
    public static DateTimeOffset EndOf(DateOnly lastDay, string timeZone) =>
        ScheduledChange.StartOf(lastDay.AddDays(1), timeZone);

    /// <exception cref="DomainException">There is no such person, or the person is no guest now.</exception>
    public static GuestTerm RequireTerm(Person? person) =>
        person switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such person."),
            { Guest: { } term } => term,
            _ => throw new DomainException(
                DomainError.Conflict,
                "This person has no access as a guest: it has ended, or never began. Invite the person."
            ),
        };

    /// <exception cref="DomainException">The user is neither the sponsor nor of the people administration. The guest
    /// then does not exist for them.</exception>
    public static void RequireManageGuest(this ClaimsPrincipal user, Person? person)
    {
        if (!user.HasRole(Roles.PeopleAdmin) && person?.Guest?.Sponsor.Value != user.Id())
            throw new DomainException(DomainError.NotFound, "You are not the sponsor of such a guest.");
    }

    /// <exception cref="InvalidFieldException">The day is past or too late.</exception>
    public static void RequireLastDay(DateOnly day, string timeZone, PartnerOrganisation? partner, DateTimeOffset now)
    {
        var today = ScheduledChange.DayOf(now, timeZone);
        if (day < today || day > today.AddYears(1))
            throw new InvalidFieldException("lastDay", "must be today or a later day within a year");
        if (partner?.LastDay < day)
            throw new InvalidFieldException(
                "lastDay",
                $"must not be after the last day of the partner organisation, {partner.LastDay:O}"
            );
    }

    /// <exception cref="InvalidFieldException">The person cannot answer for a guest.</exception>
    public static void RequireSponsor(Person? sponsor)
    {
        if (sponsor is not { Active: true } || sponsor.Employment.Kind != PersonKind.Employee)
            throw new InvalidFieldException("sponsor", "must be the id of an employee who works here");
    }
}
