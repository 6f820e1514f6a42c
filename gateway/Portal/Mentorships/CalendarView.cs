using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Mentorships;

/// <summary>All sessions of the user, the earliest first.</summary>
/// <param name="Zone">The zone in which the user works.</param>
public sealed record CalendarView(string Zone, IReadOnlyList<CalendarSession> Sessions)
{
    // So many names come by one request.
    private const int MostRead = 100;

    public static async Task<CalendarView> Load(EngagementClient engagement, EnrollmentClient enrollment)
    {
        var (hours, mine) = (engagement.MyWorkingHoursAsync(), engagement.ListMyMentorshipsAsync(limit: MostRead));
        await Task.WhenAll(hours, mine);
        var views = await Task.WhenAll(
            (await mine)
                .Items.Where(one => one.Outcome is not MentorshipLine.Left)
                .Select(one => engagement.MentorshipViewAsync(one.Id))
        );
        var names = await enrollment.NamesOf(views.SelectMany(MentorshipDetails.OthersIn));
        var mentorships = views.Select(view => MentorshipDetails.Of(view, names));
        return new(
            (await hours).Zone,
            [
                .. from one in mentorships
                from session in one.View.Sessions
                orderby session.Planned.Start
                select new CalendarSession(
                    one.Id,
                    one.PartnerName,
                    one.Names,
                    session,
                    one.Mine(session),
                    one.Theirs(session),
                    one.InvitationOf(session)
                ),
            ]
        );
    }

    /// <summary>The sessions of a month by days, as the user's clocks say.</summary>
    public IEnumerable<IGrouping<DateOnly, CalendarSession>> DaysOf(Month month) =>
        Sessions.Where(session => Month.Of(session.Day) == month).GroupBy(session => session.Day);
}

/// <param name="Partner">Null where no name is known.</param>
/// <param name="Invitation">Where it is offered as a calendar file.</param>
public sealed record CalendarSession(
    Guid Mentorship,
    string? Partner,
    IReadOnlyDictionary<Guid, string?> Names,
    SessionView Session,
    MemberTime Mine,
    IReadOnlyList<MemberTime> Theirs,
    string Invitation
)
{
    public DateOnly Day => DateOnly.FromDateTime(Mine.Start.DateTime);

    public bool IsPlanned => Session is { Cancelled: false, MissedBy: null };
}
