using System.Collections.Concurrent;

namespace PeerNetwork.Tools.Demo;

/// <summary>A published program with the people who may be matched in it.</summary>
internal sealed record Recruited(
    Guid Program,
    Session Coordinator,
    Participants Participants,
    IReadOnlyList<Applicant> Ready,
    IReadOnlyDictionary<Guid, Session> Sessions,
    IReadOnlyList<Listed> Directory
)
{
    public Guid CoordinatorPerson => Participants.Applicants[0].Person;
}

/// <summary>From the HR file to a pool of approved applicants.</summary>
internal sealed class Recruiting(
    GatewayClient gateway,
    RosterFile roster,
    DemoCompany.Company? company,
    int applicants,
    ProgressReporter progress,
    Counters counters
)
{
    private const string Training = "mentor-basics";

    private static readonly string[] Formats = ["oneToOne", "flash"];
    private static readonly string[] Goals = ["career change", "leadership", "new skills", "wider network"];

    private static readonly object Roadmap = new
    {
        mode = "flexible",
        steps = new[]
        {
            new
            {
                title = "Where I stand",
                week = 1,
                agenda = new[] { "What to leave, and what to keep", "How we meet and write" },
                assessment = "We know what we expect of each other.",
            },
            new
            {
                title = "A plan with dates",
                week = 5,
                agenda = new[] { "The next three steps", "Who can help with each" },
                assessment = "The mentee has a plan that can be kept.",
            },
        },
    };

    public async Task<Recruited> Run(CancellationToken ct)
    {
        var hr = await gateway.SignIn(Actors.HumanResources, ["people-admin"], ["*"], ct);
        await UploadRoster(hr, ct);
        var directory = await Listed.ReadAll(hr, roster, progress, ct);
        var participants = Participants.Choose(directory, company, applicants);
        var coordinator = await gateway.SignIn(
            participants.Applicants[0].Subject,
            ["coordinator"],
            participants.Sites,
            ct
        );
        var program = await Publish(coordinator, participants, ct);
        var sessions = new ConcurrentDictionary<Guid, Session>();
        var mentor = participants.Applicants.First(a => a is { Part: Part.Mentor, Expected: true });
        var journey = new MentorJourney(await gateway.SignIn(mentor.Subject, ct: ct), mentor.Person, program, progress);
        await journey.SeeWhatIsMissing(ct);
        await progress.ForEach(
            "Sign in and tell of skills",
            participants.Applicants,
            async a =>
            {
                var session = sessions[a.Person] = await gateway.SignIn(a.Subject, ct: ct);
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
            },
            ct
        );
        var ready = await Apply(program, coordinator, participants, sessions, ct);
        await journey.WaitUntilReady(ct);
        return new(program, coordinator, participants, ready, sessions, directory);
    }

    private async Task UploadRoster(Session hr, CancellationToken ct)
    {
        var dry = await progress.Do("HR looks what a roster would change", () => roster.Upload(hr, dryRun: true, ct));
        var real = await progress.Do("HR uploads the roster", () => roster.Upload(hr, dryRun: false, ct));
        var again = await progress.Do("HR uploads it a second time", () => roster.Upload(hr, dryRun: false, ct));
        if (real.Errors is [var error, ..])
            throw new DemoFailedException(
                $"The roster has errors, the first in line {error.Line}, {error.Column}: {error.Message}"
            );
        if (dry.Written != real.Written)
            throw new DemoFailedException(
                $"The dry run spoke of {dry.Written} changes, the upload made {real.Written}."
            );
        if (again.Written != 0)
            throw new DemoFailedException($"A second upload of the same file changed {again.Written} people.");
    }

    private async Task<Guid> Publish(Session coordinator, Participants participants, CancellationToken ct)
    {
        var today = DateTimeOffset.UtcNow;
        var name = $"Career change {today:yyyy-MM-dd HH:mm:ss}";
        var journey = new ProgramJourney(coordinator, progress);
        var program = await journey.DraftFromTemplate(name, participants.Sites, ct);
        if (await coordinator.Try($"enrollment/programs/{program}/publish", null, ct) is null)
            throw new DemoFailedException("A program without a first day was published.");
        await coordinator.Put(
            $"enrollment/programs/{program}",
            new
            {
                name,
                siteCodes = participants.Sites,
                charter = new
                {
                    purpose = "Help people who want to change their field find somebody who has.",
                    targetPopulation = "Everybody at the two sites who thinks of a change.",
                    intendedOutcomes = "A plan within a month, a first step within three.",
                },
                targets = new[]
                {
                    new { metric = "matchRate", value = 0.25m },
                    new { metric = "menteeSatisfaction", value = 4m },
                },
                starts = today.AddDays(7).ToString("yyyy-MM-dd"),
                ends = today.AddDays(190).ToString("yyyy-MM-dd"),
                meetingEveryDays = 14,
                runs = new { refillWithinMinutes = 60 },
                formats = Formats,
                capacity = new { maxMentors = participants.Mentors, maxMentees = participants.Mentees },
                goals = Goals,
                eligibility = new
                {
                    mentor = new { minYearsOfExperience = Participants.LeastYears, hoursPerMonth = 2 },
                },
                guidelines = "Be on time. What is said between the two stays between the two. Either may end it "
                    + "without giving a reason.",
                roadmap = Roadmap,
                training = new[]
                {
                    new
                    {
                        code = Training,
                        title = "Listening, asking, feedback",
                        @for = "mentor",
                    },
                },
            },
            ct
        );
        await progress.Do(
            "A coordinator publishes the program at two sites",
            async () =>
            {
                await coordinator.Post($"enrollment/programs/{program}/publish", null, ct);
                return 0;
            }
        );
        await journey.ChangeByFileAndRestore(program, ct);
        return program;
    }

    private async Task<IReadOnlyList<Applicant>> Apply(
        Guid program,
        Session coordinator,
        Participants participants,
        ConcurrentDictionary<Guid, Session> sessions,
        CancellationToken ct
    )
    {
        var submitted = new ConcurrentDictionary<Applicant, Guid>();
        await progress.ForEach(
            "People apply",
            participants.Applicants,
            async a =>
            {
                var answer = await sessions[a.Person]
                    .Post<Applied>(
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
                    );
                counters.Count(Totals.Applied);
                if (answer.Status == "rejected" == a.Expected)
                    throw new DemoFailedException($"An application as {a.Role} was {answer.Status}.");
                if (a.Expected)
                    submitted[a] = answer.Id;
                else
                    counters.Count(Totals.Refused);
            },
            ct
        );

        var inOrder = submitted.OrderBy(s => s.Value).ToList();
        var (refused, withdrawn) = (
            inOrder.Where(s => s.Key.Part == Part.Mentee).Take(6).ToList(),
            inOrder.Where(s => s.Key.Part == Part.Mentee).Skip(6).Take(7).ToList()
        );
        await progress.ForEach(
            "Some are refused or withdraw",
            [.. refused.Concat(withdrawn)],
            async s =>
            {
                if (refused.Contains(s))
                    await coordinator.Post(
                        $"enrollment/applications/{s.Value}/reject",
                        new { reason = "The goals are too vague: please apply again with one you can name." },
                        ct
                    );
                else
                    await sessions[s.Key.Person].Post($"enrollment/applications/{s.Value}/withdraw", null, ct);
                counters.Count(refused.Contains(s) ? Totals.Refused : Totals.Withdrawn);
            },
            ct
        );

        var approved = inOrder.Except(refused).Except(withdrawn).ToList();
        await progress.ForEach(
            "Mentors are trained",
            [.. approved.Where(s => s.Key.Part == Part.Mentor)],
            s => sessions[s.Key.Person].Post("enrollment/training/completions", new { program, module = Training }, ct),
            ct
        );
        var parts = approved.ToDictionary(s => s.Value, s => s.Key.Part);
        await coordinator.Approve(
            parts.Keys,
            progress,
            id => counters.Count(parts[id] == Part.Mentor ? Totals.MentorsApproved : Totals.MenteesApproved),
            ct
        );
        return [.. approved.Select(s => s.Key)];
    }

    private sealed record Applied(Guid Id, string Status);
}
