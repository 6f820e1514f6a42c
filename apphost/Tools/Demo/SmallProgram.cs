namespace PeerNetwork.Tools.Demo;

/// <summary>A further program of the two sites, for a few of the people.</summary>
/// <param name="recruited">With the directory as it is now.</param>
internal sealed class SmallProgram(Recruited recruited, ProgressReporter progress)
{
    private static readonly string[] Goals = ["learn a skill", "teach a skill"];

    private Session Coordinator => recruited.Coordinator;

    public async Task<Guid> Publish(string name, string format, CancellationToken ct)
    {
        var today = DateTimeOffset.UtcNow;
        var program = await Coordinator.Create(
            "enrollment/programs",
            new
            {
                name = $"{name} {today:yyyy-MM-dd HH:mm:ss}",
                siteCodes = recruited.Participants.Sites,
                charter = new
                {
                    purpose = "Learn from each other.",
                    targetPopulation = "All people of the two sites.",
                    intendedOutcomes = "Each has learned something that they use at work.",
                },
                starts = today.AddDays(7).ToString("yyyy-MM-dd"),
                meetingEveryDays = 14,
                formats = new[] { format },
                groups = new { minMentees = MentoringGroups.MinMentees, maxMentees = MentoringGroups.MaxMentees },
                goals = Goals,
                guidelines = "Take turns.",
            },
            ct
        );
        await Coordinator.Post($"enrollment/programs/{program}/publish", null, ct);
        return program;
    }

    /// <summary>Present people of whom none is a line manager of another.</summary>
    public Guid[] Choose(int count)
    {
        var lines = new ManagerLines(recruited.Directory);
        var present = recruited.Directory.Where(p => p.CanSignIn).Select(p => p.Id).ToHashSet();
        var chosen = new List<Guid>();
        foreach (var person in recruited.Ready.Where(a => a.Part == Part.Mentee).Select(a => a.Person).Distinct())
            if (chosen.Count < count && present.Contains(person) && !chosen.Exists(c => lines.AreInOne(c, person)))
                chosen.Add(person);
        return [.. chosen];
    }

    public async Task Apply(Guid program, IEnumerable<(Guid Person, string Role)> people, CancellationToken ct)
    {
        var applications = new List<Guid>();
        foreach (var (person, role) in people)
            applications.Add(
                await recruited.Sessions[person].Create("enrollment/applications", Application(program, role), ct)
            );
        await Coordinator.Approve(applications, progress, _ => { }, ct);
        await Coordinator.FillPool(program, applications.Count, "The pool has all of them", progress, ct);
    }

    public static object Application(Guid program, string role) =>
        new
        {
            program,
            role,
            guidelinesVersion = 1,
            mentorCapacity = role == "mentee" ? 0 : 1,
        };

    /// <summary>A run of this kind, checked by its certificate and published.</summary>
    public async Task<List<MatchLine>> Match(Guid program, string kind, int matches, CancellationToken ct)
    {
        var run = await Coordinator.Create("matching/runs", new { program, kind }, ct);
        await Coordinator.Reach(run, "draft", $"The matcher makes a run of kind {kind}", progress, ct);
        await Coordinator.VerifyCertificate(run, ct);
        await Coordinator.Post($"matching/runs/{run}/review", null, ct);
        await Coordinator.Post($"matching/runs/{run}/publish", null, ct);
        await Coordinator.Reach(run, "published", "They get their proposals", progress, ct);
        List<MatchLine> proposed = [];
        await progress.Until(
            "They see one another",
            matches,
            async () => (proposed = await Coordinator.All<MatchLine>($"matching/matches?program={program}", ct)).Count,
            ct
        );
        return proposed;
    }

    public Task Accept(MatchLine match, Guid member, CancellationToken ct) =>
        recruited.Sessions[member].Post($"matching/matches/{match.Id}/accept", null, ct);

    /// <summary>Waits for the mentorship that a confirmed match becomes.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> Begun(MatchLine match, Guid member, CancellationToken ct)
    {
        var mentorship = $"engagement/mentorships/{match.Id}";
        await progress.Until(
            "The mentorship begins",
            1,
            async () => await recruited.Sessions[member].Exists(mentorship, ct) ? 1 : 0,
            ct
        );
        return mentorship;
    }

    /// <summary>A member proposes how they want to work, and all others accept that.</summary>
    public async Task Agree(string mentorship, Guid by, IEnumerable<Guid> others, string goals, CancellationToken ct)
    {
        await recruited
            .Sessions[by]
            .Post(
                $"{mentorship}/agreement",
                new
                {
                    goals,
                    meetingEveryDays = 14,
                    boundaries = "No calls at weekends",
                    confidentiality = "What we say stays with us",
                    channel = "Chat",
                    answerWithinHours = 48,
                },
                ct
            );
        foreach (var other in others)
            await recruited.Sessions[other].Post($"{mentorship}/agreement/acceptance", new { proposal = 1 }, ct);
    }

    /// <summary>Who is left over reads that the next run looks for them.</summary>
    public Task WaitsForNextRun(Guid program, Guid person, CancellationToken ct) =>
        progress.Until(
            "Who is left over waits for the next run",
            1,
            async () =>
                (await recruited.Sessions[person].All<Next>("matching/participations/mine", ct)).Count(next =>
                    next.Program == program && next.NextAction == "nextRun"
                ),
            ct
        );

    private sealed record Next(Guid Program, string NextAction);
}
