using Marten;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>
/// Runs of so many people that a replica is busy with them for a while, written as a request and its cohort leave them.
/// </summary>
internal static class LargeRuns
{
    private static readonly string[] Skills = ["python", "sql", "go", "law", "sales", "design", "finance", "care"];

    /// <summary>The same people for the same numbers.</summary>
    public static RecordedCohort Cohort(int mentees, int mentors, int seats = 3)
    {
        var random = new Random(mentees);
        return new(
            [
                .. Enumerable
                    .Range(0, mentees)
                    .Select(n => new WaitingMentee(
                        new Mentee(Guid.CreateVersion7())
                        {
                            Goals = [Skill()],
                            WantedSkills = [new(Skill(), 1 + random.Next(5))],
                            Level = random.Next(9),
                            YearsOfExperience = random.Next(20),
                            Department = $"Department {random.Next(5)}",
                            Languages = ["de"],
                            Interests = [Skill()],
                            TimeZone = "Europe/Berlin",
                        },
                        n % 3 == 0 ? "LIS" : "BER",
                        DateTimeOffset.UtcNow.AddDays(-random.Next(60))
                    )),
            ],
            [
                .. Enumerable
                    .Range(0, mentors)
                    .Select(_ => new Mentor(Guid.CreateVersion7(), seats)
                    {
                        OfferedSkills = [new(Skill(), 1 + random.Next(5)), new(Skill(), 1 + random.Next(5))],
                        Level = random.Next(12),
                        YearsOfExperience = random.Next(30),
                        Languages = ["de"],
                        Interests = [Skill()],
                        TimeZone = "Europe/Berlin",
                    }),
            ],
            [],
            []
        );

        string Skill() => Skills[random.Next(Skills.Length)];
    }

    /// <summary>
    /// A program whose runs need nobody in the pool, and a run of it with this cohort, which a replica then computes.
    /// </summary>
    public static async Task<RunId> Request(
        IServiceProvider scope,
        RecordedCohort cohort,
        Policy policy,
        params (Policy Policy, VariantTerms Terms)[] others
    )
    {
        var (id, program, by, now) = (
            new RunId(Guid.CreateVersion7()),
            new ProgramId(Guid.CreateVersion7()),
            new PersonId(Guid.CreateVersion7()),
            DateTimeOffset.UtcNow
        );
        await scope
            .GetRequiredService<EventStreams>()
            .Update(
                writes =>
                {
                    scope
                        .GetRequiredService<IDocumentSession>()
                        .Store(
                            new ProgramReplica(
                                program.Value,
                                1,
                                "Early career",
                                ["BER", "LIS"],
                                new(2026, 1, 1),
                                AnswerWithinDays: 14
                            )
                            {
                                Formats = [ProgramReplica.OneToOne],
                            }
                        );
                    writes.Append<RecordedCohort, CohortEvent>(RecordedCohort.IdOf(id), cohort.Chunks(id));
                    writes.Append<Run, RunEvent>(
                        id.Value,
                        [
                            new RunRequested(id, program, policy, [], by, now),
                            .. others.Select((o, n) => new VariantRequested(id, n + 2, o.Policy, o.Terms, by, now)),
                            new RunStarted(
                                id,
                                cohort.HashWith(policy, VariantTerms.None),
                                AssignmentSolver.Version,
                                new Dictionary<string, int>(),
                                cohort.Mentees.Count,
                                cohort.Mentors.Count,
                                cohort.Mentors.Sum(m => m.Capacity),
                                now,
                                1
                            ),
                        ]
                    );
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
        return id;
    }
}
