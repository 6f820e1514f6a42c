namespace PeerNetwork.Tools.Demo;

/// <summary>A few colleagues meet in two coffee rounds, and one of them snoozes.</summary>
internal sealed class CoffeeRounds(Recruited recruited, ProgressReporter progress)
{
    /// <summary>Without the one who snoozes their number is odd, and two rounds need no pair to meet twice.</summary>
    private const int People = 8,
        Rounds = 2;

    private static readonly string[] Formats = ["coffee"],
        Goals = ["wider network"];

    public async Task Run(CancellationToken ct)
    {
        var coordinator = recruited.Coordinator;
        var program = await Publish(ct);
        await progress.Until(
            "The matching hears of the coffee rounds",
            1,
            async () => await coordinator.Exists($"matching/programs/{program}/coffee", ct) ? 1 : 0,
            ct
        );
        Guid[] people =
        [
            .. recruited.Ready.Where(a => a.Part == Part.Mentee).Select(a => a.Person).Distinct().Take(People),
        ];
        await progress.ForEach(
            "Colleagues take part in coffee rounds",
            people,
            person => recruited.Sessions[person].Post($"matching/programs/{program}/coffee/join", null, ct),
            ct
        );
        await recruited
            .Sessions[people[0]]
            .Post(
                $"matching/programs/{program}/coffee/snooze",
                new { until = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-dd") },
                ct
            );
        var met = new HashSet<(Guid, Guid)>();
        for (var round = 1; round <= Rounds; round++)
            Check(await Form(program, round, ct), people[1..], met);
    }

    private async Task<Guid> Publish(CancellationToken ct)
    {
        var today = DateTimeOffset.UtcNow;
        var program = await recruited.Coordinator.Create(
            "enrollment/programs",
            new
            {
                name = $"Coffee {today:yyyy-MM-dd HH:mm:ss}",
                siteCodes = recruited.Participants.Sites,
                charter = new
                {
                    purpose = "Meet colleagues of other departments.",
                    targetPopulation = "All people of the two sites.",
                    intendedOutcomes = "Everyone knows more people after half a year.",
                },
                starts = today.AddDays(7).ToString("yyyy-MM-dd"),
                ends = today.AddDays(190).ToString("yyyy-MM-dd"),
                formats = Formats,
                coffee = new { everyDays = 14 },
                goals = Goals,
                guidelines = "Be on time.",
            },
            ct
        );
        await recruited.Coordinator.Post($"enrollment/programs/{program}/publish", null, ct);
        return program;
    }

    private async Task<List<Group>> Form(Guid program, int round, CancellationToken ct)
    {
        var coordinator = recruited.Coordinator;
        await coordinator.Post($"matching/programs/{program}/coffee-rounds", null, ct);
        await progress.Until(
            $"Coffee round {round} is formed",
            round,
            async () => (await coordinator.Get<Schedule>($"matching/programs/{program}/coffee", ct)).Rounds,
            ct
        );
        return await coordinator.All<Group>($"matching/programs/{program}/coffee-rounds/{round}/groups", ct);
    }

    /// <param name="groups">The groups of a round.</param>
    /// <param name="people">Those who take part.</param>
    /// <param name="met">The pairs of earlier rounds, to which those of this one are added.</param>
    private static void Check(List<Group> groups, Guid[] people, HashSet<(Guid, Guid)> met)
    {
        if (!groups.SelectMany(group => group.People).Order().SequenceEqual(people.Order()))
            throw new DemoFailedException("A coffee round left a person out, or took one who snoozes.");
        if (groups.Any(group => group.People.Count is not (2 or 3)) || groups.Count(g => g.People.Count == 3) != 1)
            throw new DemoFailedException("An odd number of people did not make pairs and one group of three.");
        foreach (var group in groups)
        foreach (var one in group.People)
        foreach (var other in group.People.Where(other => one.CompareTo(other) < 0))
            if (!met.Add((one, other)))
                throw new DemoFailedException("Two people met twice, although both had not met all others.");
    }

    private sealed record Schedule(int Rounds);

    private sealed record Group(IReadOnlyList<Guid> People);
}
