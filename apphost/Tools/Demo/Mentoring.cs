using System.Globalization;

namespace PeerNetwork.Tools.Demo;

/// <summary>From confirmed matches to closed mentorships.</summary>
internal sealed class Mentoring(Recruited recruited, ProgressReporter progress, Counters counters)
{
    private const int Minutes = 60;

    /// <returns>The pairs whose mentorships go on.</returns>
    public async Task<IReadOnlyList<Pair>> Run(IReadOnlyList<Pair> pairs, CancellationToken ct)
    {
        var started = 0;
        await progress.Until(
            "Mentorships begin",
            pairs.Count,
            async () =>
            {
                while (started < pairs.Count && await Of(pairs[started].Mentee).Exists(Path(pairs[started]), ct))
                    started++;
                return started;
            },
            ct
        );
        counters.Count(Totals.Started, pairs.Count);
        await progress.ForEach("Pairs agree on how they work", pairs, p => Agree(p, ct), ct);
        await progress.ForEach(
            "They set goals, meet, check in and give feedback",
            [.. pairs.Index()],
            p => Work(p.Item, p.Index, ct),
            ct
        );
        await progress.Do("A pair holds the first step of its roadmap", () => HoldFirstStep(pairs[0], ct));
        await progress.Do(
            "A pair meets across a daylight-saving change",
            async () =>
            {
                await MeetAcrossClockChange(pairs, ct);
                return 0;
            }
        );
        var closing = pairs.Index().Where(p => p.Index % 5 < 2).ToList();
        await progress.ForEach("Some mentorships close", closing, p => Close(p.Item, early: p.Index % 5 == 1, ct), ct);
        return [.. pairs.Except(closing.Select(p => p.Item))];
    }

    private async Task Agree(Pair pair, CancellationToken ct)
    {
        await Of(pair.Mentee)
            .Post(
                $"{Path(pair)}/agreement",
                new
                {
                    goals = "Find out whether the other field suits me",
                    meetingEveryDays = 14,
                    boundaries = "No calls at weekends",
                    confidentiality = "What we say stays with us",
                    channel = "Chat",
                    answerWithinHours = 48,
                },
                ct
            );
        await Of(pair.Mentor).Post($"{Path(pair)}/agreement/acceptance", new { proposal = 1 }, ct);
        counters.Count(Totals.Agreed);
    }

    private async Task Work(Pair pair, int n, CancellationToken ct)
    {
        var today = DateTimeOffset.UtcNow;
        var (mentor, mentee, path) = (Of(pair.Mentor), Of(pair.Mentee), Path(pair));
        var goal = await mentee.Create(
            $"{path}/goals",
            new
            {
                title = "Finish a project in the new field",
                due = Day(today.AddDays(60)),
                milestones = new[] { new { title = "Choose one", due = Day(today.AddDays(20)) } },
            },
            ct
        );
        counters.Count(Totals.GoalsSet);
        await mentee.Post($"{path}/goals/{goal}/milestones/1/reached", null, ct);

        var held = (
            await mentee.Post<Planned>(
                $"{path}/sessions",
                new
                {
                    start = Local(today.AddDays(-10 - n % 5), 10),
                    minutes = Minutes,
                    topic = "First steps",
                },
                ct
            )
        ).Ids.Single();
        var ahead = (
            await mentor.Post<Planned>(
                $"{path}/sessions",
                new
                {
                    start = Local(today.AddDays(14), 15),
                    minutes = Minutes,
                    topic = "What came of it",
                    weeks = 2,
                },
                ct
            )
        ).Ids;
        counters.Count(Totals.SessionsPlanned, 1 + ahead.Count);
        var missed = n % 10 == 9;
        await mentor.Post(
            $"{path}/sessions/{held}/attendance",
            new { missedBy = missed ? [pair.Mentee] : Array.Empty<Guid>() },
            ct
        );
        if (!missed)
            counters.Count(Totals.SessionsHeld);

        await mentee.Post($"{path}/check-ins", new { status = "onTrack", mood = 4 }, ct);
        await mentor.Post($"{path}/check-ins", new { status = missed ? "slow" : "onTrack", mood = missed ? 2 : 5 }, ct);
        counters.Count(Totals.CheckIns, 2);
        await Feedback(mentee, Part.Mentee, $"{path}/sessions/{held}/feedback", 3 + n % 3, ct);
        await Feedback(mentor, Part.Mentor, $"{path}/sessions/{held}/feedback", 4 + n % 2, ct);
        await mentee.Create($"{path}/notes", new { text = "Ask about the reorganisation.", shared = false }, ct);
        if (n % 3 == 0)
            return;
        await mentee.Post($"{path}/goals/{goal}/reached", null, ct);
        counters.Count(Totals.GoalsReached);
    }

    /// <summary>The first step of the roadmap is planned, held and assessed by both.</summary>
    /// <returns>How many of its steps are held.</returns>
    private async Task<int> HoldFirstStep(Pair pair, CancellationToken ct)
    {
        var (mentor, mentee, path) = (Of(pair.Mentor), Of(pair.Mentee), Path(pair));
        var steps = (await mentee.Get<MentorshipPage>(path, ct)).Roadmap?.Steps ?? [];
        if (steps is not [{ Title: "Where I stand" } first, ..])
            throw new DemoFailedException("A pair has no copy of the roadmap of its program.");
        var planned = await mentee.Post<Planned>(
            $"{path}/sessions",
            new
            {
                start = Local(DateTimeOffset.UtcNow.AddDays(-3), 13),
                minutes = Minutes,
                step = first.Id,
            },
            ct
        );
        await mentor.Post(
            $"{path}/sessions/{planned.Ids.Single()}/attendance",
            new { missedBy = Array.Empty<Guid>() },
            ct
        );
        counters.Count(Totals.SessionsPlanned);
        counters.Count(Totals.SessionsHeld);
        foreach (var member in (Session[])[mentor, mentee])
            await member.Post($"{path}/roadmap/steps/{first.Id}/assessment", new { score = 4 }, ct);

        var roadmap = (await mentor.Get<MentorshipPage>(path, ct)).Roadmap;
        return roadmap is { Held: 1, Steps: [{ Status: "held", Answers.Count: 2 }, ..] } && roadmap.Total == steps.Count
            ? roadmap.Held
            : throw new DemoFailedException($"The roadmap of a pair is {roadmap}.");
    }

    /// <summary>
    /// A weekly series around the next change of clocks where the mentor is: there the hour stays, in UTC it moves.
    /// </summary>
    private async Task MeetAcrossClockChange(IReadOnlyList<Pair> pairs, CancellationToken ct)
    {
        foreach (var pair in pairs.OrderByDescending(p => Site(p.Mentor) != Site(p.Mentee)))
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(
                (await Of(pair.Mentor).Get<Hours>("engagement/me/working-hours", ct)).Zone
            );
            if (NextChange(zone) is not { } change)
                continue;
            var first = change.AddDays(-4);
            var planned = (
                await Of(pair.Mentor)
                    .Post<Planned>(
                        $"{Path(pair)}/sessions",
                        new
                        {
                            start = Local(first, 9),
                            minutes = Minutes,
                            zone = zone.Id,
                            topic = "Every week",
                            weeks = 2,
                        },
                        ct
                    )
            ).Ids;
            counters.Count(Totals.SessionsPlanned, planned.Count);
            var page = await Of(pair.Mentee).Get<MentorshipPage>(Path(pair), ct);
            var (before, after) = (
                page.Sessions.Single(s => s.Id == planned[0]).Times.Single(t => t.Person == pair.Mentor),
                page.Sessions.Single(s => s.Id == planned[1]).Times.Single(t => t.Person == pair.Mentor)
            );
            if (
                before.Start.TimeOfDay != after.Start.TimeOfDay
                || before.Start.Offset == after.Start.Offset
                || after.Start.UtcDateTime - before.Start.UtcDateTime == TimeSpan.FromDays(7)
            )
                throw new DemoFailedException(
                    $"A weekly session in {zone.Id} is at {before.Start:O} and then at {after.Start:O}."
                );
            return;
        }

        throw new DemoFailedException("No mentor works in a zone whose clocks change within a year.");
    }

    private async Task Close(Pair pair, bool early, CancellationToken ct)
    {
        var (mentee, path) = (Of(pair.Mentee), Path(pair));
        var completed = !early && (await mentee.Get<MentorshipPage>(path, ct)).Sessions.Any(s => s.MissedBy is []);
        await mentee.Post(
            $"{path}/close",
            completed
                ? new { outcome = "completed" }
                : (object)new { outcome = "endedEarly", reason = "My plans have changed." },
            ct
        );
        counters.Count(completed ? Totals.Completed : Totals.EndedEarly);
        await Feedback(mentee, Part.Mentee, $"{path}/feedback", completed ? 5 : 3, ct);
    }

    private async Task Feedback(Session by, Part part, string path, int score, CancellationToken ct)
    {
        await by.Post(path, new { score, text = "Clear, kind and to the point." }, ct);
        counters.Count(part == Part.Mentor ? Totals.MentorFeedback : Totals.MenteeFeedback);
        counters.Count(part == Part.Mentor ? Totals.MentorScores : Totals.MenteeScores, score);
    }

    private static DateTimeOffset? NextChange(TimeZoneInfo zone)
    {
        var noon = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date.AddHours(12), TimeSpan.Zero).AddDays(30);
        return Enumerable
            .Range(0, 365)
            .Select(d => noon.AddDays(d))
            .Cast<DateTimeOffset?>()
            .FirstOrDefault(d => zone.GetUtcOffset(d!.Value) != zone.GetUtcOffset(d.Value.AddDays(-1)));
    }

    private string Site(Guid person) => recruited.Ready.First(a => a.Person == person).Site;

    private Session Of(Guid person) => recruited.Sessions[person];

    private static string Path(Pair pair) => $"engagement/mentorships/{pair.Id}";

    private static string Day(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A wall-clock time without an offset, as people plan.</summary>
    private static string Local(DateTimeOffset day, int hour) => $"{Day(day)}T{hour:00}:00";

    private sealed record Planned(List<Guid> Ids);

    private sealed record Hours(string Zone);

    private sealed record MentorshipPage(List<SessionView> Sessions, RoadmapView? Roadmap);

    private sealed record RoadmapView(int Held, int Total, List<StepView> Steps);

    private sealed record StepView(Guid Id, string Title, string Status, List<object> Answers);

    private sealed record SessionView(Guid Id, List<MemberTime> Times, List<Guid>? MissedBy);

    private sealed record MemberTime(Guid Person, DateTimeOffset Start);
}
