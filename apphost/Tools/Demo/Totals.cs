using System.Text.Json;
using Spectre.Console;

namespace PeerNetwork.Tools.Demo;

/// <summary>Holds what the platform reports against what the demo did.</summary>
internal sealed class Totals(Session sponsor, Recruited recruited, ProgressReporter progress, Counters counters)
{
    public const string Applied = "Applications",
        Refused = "rejected",
        Withdrawn = "withdrawn",
        MentorsApproved = "mentors approved",
        MenteesApproved = "mentees approved",
        Proposed = "Matches proposed",
        Declined = "declined",
        Confirmed = "confirmed",
        Started = "Mentorships started",
        Agreed = "agreements accepted",
        Completed = "completed",
        EndedEarly = "ended early",
        CheckIns = "Check-ins",
        SessionsPlanned = "Sessions planned",
        SessionsHeld = "held",
        GoalsSet = "Goals set",
        GoalsReached = "reached",
        MentorFeedback = "Feedback of mentors",
        MenteeFeedback = "feedback of mentees",
        MentorScores = "sum of mentors' scores",
        MenteeScores = "sum of mentees' scores";

    /// <param name="Suppressed">Not reported, because a group of one to four people could be worked out from
    /// it.</param>
    private sealed record Line(string What, decimal Done, decimal? Reported, bool Suppressed = false)
    {
        public bool Differs => !Suppressed && Done != Reported;

        public string Verdict =>
            this switch
            {
                { Suppressed: true } => "[yellow]small group[/]",
                { Differs: true } => "[red]differs[/]",
                _ => "[green]same[/]",
            };
    }

    /// <summary>
    /// Waits until the reports agree, as long as they come closer, and prints them. A suppressed total agrees: in a
    /// small cohort the dashboard may hide one that says too much about few people.
    /// </summary>
    /// <returns>How many totals differ.</returns>
    public async Task<int> Compare(CancellationToken ct)
    {
        IReadOnlyList<Line> lines = [];
        try
        {
            await progress.Until(
                "The sponsor's dashboard catches up",
                Checked.Length + 2,
                async () => (lines = await Read(ct)).Count(l => !l.Differs),
                ct
            );
        }
        catch (DemoFailedException)
        {
            // What differs stands in the table.
        }

        Print(lines);
        return lines.Count(l => l.Differs);
    }

    private (string What, Func<Counters, decimal> Done, string Figure)[] Checked { get; } =
    [
        (Applied, t => t[Applied], "participation.applied"),
        (Refused, t => t[Refused], "participation.rejected"),
        (Withdrawn, t => t[Withdrawn], "participation.withdrawn"),
        ("approved", t => t[MentorsApproved] + t[MenteesApproved], "participation.approved"),
        ("ready", t => t[MentorsApproved] + t[MenteesApproved], "participation.ready"),
        (MenteesApproved, t => t[MenteesApproved], "matching.mentees"),
        (Confirmed, t => t[Confirmed], "matching.confirmed"),
        ("match rate", t => Share(t[Confirmed], t[MenteesApproved]), "matching.rate"),
        (Started, t => t[Started], "mentorships.started"),
        (Completed, t => t[Completed], "mentorships.completed"),
        (EndedEarly, t => t[EndedEarly], "mentorships.endedEarly"),
        (CheckIns, t => t[CheckIns], "mentorships.checkIns"),
        (SessionsPlanned, t => t[SessionsPlanned], "sessions.planned"),
        (SessionsHeld, t => t[SessionsHeld], "sessions.held"),
        (GoalsSet, t => t[GoalsSet], "goals.set"),
        (GoalsReached, t => t[GoalsReached], "goals.reached"),
        ("goal attainment", t => Share(t[GoalsReached], t[GoalsSet]), "goals.attainment"),
        (MentorFeedback, t => t[MentorFeedback], "satisfaction.mentors.count"),
        (MenteeFeedback, t => t[MenteeFeedback], "satisfaction.mentees.count"),
        ("satisfaction of mentors", t => Share(t[MentorScores], t[MentorFeedback]), "satisfaction.mentors.mean"),
        ("satisfaction of mentees", t => Share(t[MenteeScores], t[MenteeFeedback]), "satisfaction.mentees.mean"),
    ];

    private async Task<IReadOnlyList<Line>> Read(CancellationToken ct)
    {
        var dashboard = await sponsor.Get<JsonElement>($"analytics/dashboard?program={recruited.Program}", ct);
        var figures = dashboard.GetProperty("metrics");
        var satisfaction = dashboard
            .GetProperty("targets")
            .EnumerateArray()
            .Single(target => target.GetProperty("metric").GetString() == "menteeSatisfaction");
        var matches = await recruited.Coordinator.All<MatchState>($"matching/matches?program={recruited.Program}", ct);
        return
        [
            .. Checked.Select(c => Compared(c.What, c.Done(counters), figures, c.Figure)),
            Compared(
                "satisfaction beside its target",
                Share(counters[MenteeScores], counters[MenteeFeedback]),
                satisfaction,
                "current"
            ),
            new(Proposed, counters[Proposed], matches.Count),
            new(Declined, counters[Declined], matches.Count(m => m.State == "declined")),
        ];
    }

    private static Line Compared(string what, decimal done, JsonElement figures, string path)
    {
        var figure = path.Split('.').Aggregate(figures, (at, name) => at.GetProperty(name));
        decimal? value = figure.GetProperty("value") is { ValueKind: JsonValueKind.Number } number
            ? number.GetDecimal()
            : null;
        return new(what, done, value, figure.GetProperty("suppressed").GetBoolean());
    }

    /// <summary>Rounded as the dashboard rounds.</summary>
    private static decimal Share(decimal part, decimal whole) => whole == 0 ? 0 : Math.Round(part / whole, 4);

    private static void Print(IReadOnlyList<Line> lines)
    {
        var table = new Table()
            .AddColumn("")
            .AddColumn(new TableColumn("done").RightAligned())
            .AddColumn(new TableColumn("reported").RightAligned())
            .AddColumn("");
        foreach (var line in lines)
            table.AddRow(
                line.What,
                $"{line.Done:0.####}",
                line.Reported is { } reported ? $"{reported:0.####}" : "hidden",
                line.Verdict
            );
        AnsiConsole.Write(table);
    }

    private sealed record MatchState(string State);
}
