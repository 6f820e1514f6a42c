using System.Collections.Concurrent;
using PeerNetwork.DemoCompany;

namespace PeerNetwork.Tools.Demo;

/// <summary>
/// A coordinator's day at the matching desk: a whole company applies, three variants of one run are compared, one is
/// published, checked and repeated from its record.
/// </summary>
internal sealed class WhatIfScenario(
    GatewayClient gateway,
    Recruited recruited,
    Company? company,
    int size,
    ProgressReporter progress
)
{
    public const int Smallest = 200,
        Usual = 5_000,
        Largest = 20_000;

    /// <summary>The variant with a bound of fairness is the one to publish.</summary>
    private const int Published = 3;

    private static readonly string[] Formats = ["oneToOne"];
    private static readonly string[] Goals = ["career change", "leadership", "new skills", "wider network"];

    /// <summary>The program of the cohort, whose people are all approved and known to matching.</summary>
    public async Task<Enrolled> Enrol(CancellationToken ct)
    {
        var participants = Participants.Everybody(recruited.Directory, company, size);
        var coordinator = await gateway.SignIn(
            participants.Applicants[0].Subject,
            ["coordinator"],
            participants.Sites,
            ct
        );
        var program = await Publish(coordinator, participants, ct);
        await Apply(program, coordinator, participants, ct);
        await coordinator.FillPool(
            program,
            participants.Applicants.Count,
            "The whole company is in the pool",
            progress,
            ct
        );

        return new(program, coordinator, participants);
    }

    public async Task Run(CancellationToken ct)
    {
        var (program, coordinator, participants) = await Enrol(ct);
        var constraints = PairConstraints.Of(participants, recruited.Directory);
        var run = await coordinator.Create(
            "matching/runs",
            new
            {
                program,
                seed = DemoCommand.Seed,
                name = "As it is",
                candidatesPerMentee = 100,
                locked = constraints.Locked,
                forbidden = constraints.Forbidden,
                variants = new object[]
                {
                    new
                    {
                        name = "Experience counts more",
                        weights = new Dictionary<string, int> { ["experience"] = 400 },
                    },
                    new
                    {
                        name = "Fair to sites",
                        fairness = new
                        {
                            groupBy = "site",
                            maxRateGap = 10,
                            maxLoadAboveMean = 1,
                        },
                    },
                },
            },
            ct
        );
        await Compute(coordinator, run, ct);
        var report = new WhatIfReport(
            coordinator,
            await gateway.SignIn(Actors.HumanResources, ["people-admin"], ["*"], ct),
            run,
            progress
        );
        await report.Compare(ct);
        await Demand(coordinator, run, constraints, ct);
        await coordinator.Post($"matching/runs/{run}/review", new { variant = Published }, ct);
        await coordinator.Post(
            $"matching/runs/{run}/publish",
            new { variant = Published, reason = "No site stands behind, for a small price." },
            ct
        );
        await progress.Until(
            "The variant is published",
            1,
            async () => (await coordinator.Get<RunView>($"matching/runs/{run}", ct)).State == "published" ? 1 : 0,
            ct
        );
        await Audit(run, participants.Sites, ct);
        await report.Tell(Published, ct);
    }

    private static async Task<Guid> Publish(Session coordinator, Participants participants, CancellationToken ct)
    {
        var today = DateTimeOffset.UtcNow;
        var program = await coordinator.Create(
            "enrollment/programs",
            new
            {
                name = $"Mentoring for everybody {today:yyyy-MM-dd HH:mm:ss}",
                siteCodes = participants.Sites,
                charter = new
                {
                    purpose = "A mentor for whoever wants one.",
                    targetPopulation = "The whole company.",
                    intendedOutcomes = "A plan within a month.",
                },
                starts = today.AddDays(7).ToString("yyyy-MM-dd"),
                ends = today.AddDays(190).ToString("yyyy-MM-dd"),
                meetingEveryDays = 14,
                formats = Formats,
                capacity = new { maxMentors = participants.Mentors, maxMentees = participants.Mentees },
                goals = Goals,
                guidelines = "Be on time. What is said between the two stays between the two.",
            },
            ct
        );
        await coordinator.Post($"enrollment/programs/{program}/publish", null, ct);
        return program;
    }

    private async Task Apply(Guid program, Session coordinator, Participants participants, CancellationToken ct)
    {
        var applications = new ConcurrentBag<Guid>();
        await progress.ForEach(
            $"{participants.Applicants.Count:N0} people apply",
            participants.Applicants,
            async a =>
            {
                var session = await gateway.SignIn(a.Subject, ct: ct);
                if (!recruited.Sessions.ContainsKey(a.Person))
                    await session.Put(
                        $"enrollment/people/{a.Person}/profile",
                        new
                        {
                            skillsOffered = a.Offers,
                            skillsWanted = a.Wants,
                            interests = a.Interests,
                            hoursPerMonth = 6,
                        },
                        ct
                    );
                applications.Add(
                    await session.Create(
                        "enrollment/applications",
                        new
                        {
                            program,
                            role = a.Role,
                            guidelinesVersion = 1,
                            mentorCapacity = a.Capacity,
                            goals = a.Part == Part.Mentee
                                ? new[] { Goals[a.Person.ToByteArray()[15] % Goals.Length] }
                                : [],
                        },
                        ct
                    )
                );
            },
            ct
        );
        await coordinator.Approve(applications, progress, _ => { }, ct);
    }

    private Task Compute(Session coordinator, Guid run, CancellationToken ct) =>
        progress.Until(
            "Three variants are computed side by side",
            3,
            async () =>
            {
                var view = await coordinator.Get<RunView>($"matching/runs/{run}", ct);
                if (view.Variants.Find(v => v.State == "failed") is { } failed)
                    throw new DemoFailedException($"The variant '{failed.Name}' failed: {failed.Failure}");
                return view.Variants.Count(v => v.State == "done");
            },
            ct
        );

    /// <summary>
    /// What the coordinator has locked is in every variant, what they have forbidden in none, and nothing has left.
    /// </summary>
    private static async Task Demand(Session coordinator, Guid run, PairConstraints constraints, CancellationToken ct)
    {
        for (var variant = 1; variant <= 3; variant++)
        {
            var pairs = (
                await coordinator.Lines<PairConstraint>($"matching/runs/{run}/variants/{variant}/proposals.ndjson", ct)
            ).ToHashSet();
            if (!constraints.Locked.All(pairs.Contains))
                throw new DemoFailedException($"Variant {variant} lacks a locked pair.");
            if (constraints.Forbidden.Any(pairs.Contains))
                throw new DemoFailedException($"Variant {variant} has a forbidden pair.");
        }

        var view = await coordinator.Get<RunView>($"matching/runs/{run}", ct);
        if (view.Published != 0)
            throw new DemoFailedException("A proposal left before the run was published.");
    }

    /// <summary>An overseer who has no part in it checks the proof, and has the record computed once more.</summary>
    private async Task Audit(Guid run, string[] sites, CancellationToken ct)
    {
        var overseer = await gateway.SignIn(Actors.Overseer, ["overseer"], sites, ct);
        var verdict = await progress.Do(
            "An overseer verifies the certificate",
            () => overseer.Post<Verdict>($"matching/runs/{run}/variants/{Published}/certificate/verify", null, ct)
        );
        if (!verdict.Holds)
            throw new DemoFailedException($"The certificate does not hold: {verdict.Sentence}");
        var repeated = await progress.Do(
            "The run is repeated from its record",
            () => overseer.Post<Repetition>($"matching/runs/{run}/variants/{Published}/reproduce", null, ct)
        );
        if (repeated is not { SameInputs: true, SameBytes: true })
            throw new DemoFailedException(
                $"The repeated run has other bytes: {repeated.ReproducedHash} instead of {repeated.StoredHash}."
            );
        Spectre.Console.AnsiConsole.WriteLine(
            $"Certificate: {verdict.Sentence} Repeated from the record: the same bytes, SHA-256 "
                + $"{repeated.ReproducedHash[..16]}…."
        );
    }

    internal sealed record Enrolled(Guid Program, Session Coordinator, Participants Participants);

    private sealed record RunView(string State, int Published, List<VariantView> Variants);

    private sealed record VariantView(string? Name, string State, string? Failure);

    private sealed record Verdict(bool Holds, string Sentence);

    private sealed record Repetition(bool SameInputs, bool? SameBytes, string? StoredHash, string ReproducedHash);
}
