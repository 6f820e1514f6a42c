using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Engagement;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Coordination;

/// <summary>The mentorships that a coordinator looks at: those of one state, or that lack one thing.</summary>
public sealed record RunningFilter(Guid Program, int? MeetingEveryDays, string State)
{
    public const string NeedsAttention = "attention",
        Running = "running",
        Paused = "paused",
        Ended = "ended";

    public static readonly string[] States = [NeedsAttention, .. Enum.GetNames<Attention>(), Running, Paused, Ended];

    public bool Includes(RunningLine line) =>
        State switch
        {
            NeedsAttention => line.Reasons is not [],
            Paused => line.Summary is { Paused: not null, Closed: null },
            Running => line.Summary is { Paused: null, Closed: null },
            Ended => line.Summary.Closed is not null,
            _ => line.Reasons.Any(reason => $"{reason}" == State),
        };
}

/// <summary>The mentorships of a program: the open ones, or those that have ended.</summary>
/// <param name="Lines">All of them, those that lack most first.</param>
/// <param name="Matching">Those that the filter includes.</param>
/// <param name="Shown">Those of them whose people are named.</param>
public sealed record RunningView(
    IReadOnlyList<RunningLine> Lines,
    IReadOnlyList<RunningLine> Matching,
    IReadOnlyList<NamedMentorship> Shown
)
{
    // The names of so many pairs come by one request.
    private const int PageSize = 50,
        MostRead = 200;

    public static async Task<RunningView> Load(
        RunningFilter filter,
        DateTimeOffset now,
        EngagementClient engagement,
        EnrollmentClient enrollment
    )
    {
        var lines = new List<RunningLine>();
        string? cursor = null;
        do
        {
            var page = await engagement.ListMentorshipsAsync(
                program: filter.Program,
                closed: filter.State is RunningFilter.Ended,
                cursor: cursor,
                limit: MostRead
            );
            lines.AddRange(page.Items.Select(m => new RunningLine(m, Attentions.Of(m, filter.MeetingEveryDays, now))));
            cursor = page.Next;
        } while (cursor is not null);
        RunningLine[] all = [.. lines.OrderByDescending(line => line.Reasons.Count).ThenBy(l => l.Summary.Started)];
        return await new RunningView(all, [.. all.Where(filter.Includes)], []).LoadMore(enrollment);
    }

    public async Task<RunningView> LoadMore(EnrollmentClient enrollment)
    {
        var next = Matching.Skip(Shown.Count).Take(PageSize).ToArray();
        var names = await enrollment.NamesOf(next.SelectMany(line => line.People));
        return this with
        {
            Shown =
            [
                .. Shown,
                .. next.Select(line => new NamedMentorship(
                    line,
                    names.TextOf(line.People[..^1]),
                    names.GetValueOrDefault(line.People[^1])
                )),
            ],
        };
    }
}

public sealed record RunningLine(MentorshipSummary Summary, IReadOnlyList<Attention> Reasons)
{
    /// <summary>The mentees and the mentor, or the peers.</summary>
    public Guid[] People =>
        [.. Summary.Members.OrderBy(member => member.Role is MemberRole.Mentor).Select(member => member.Person)];
}

/// <param name="Mentee">Of a group several names; null where none is known.</param>
/// <param name="Mentor">Null where the name is not known.</param>
public sealed record NamedMentorship(RunningLine Line, string? Mentee, string? Mentor);
