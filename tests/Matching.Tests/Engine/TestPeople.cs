using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>One mentee, one mentor, and cohorts of many with gaps in what is recorded.</summary>
internal static class TestPeople
{
    public static readonly Mentee AMentee = new(Id(1));
    public static readonly Mentor AMentor = new(Id(2), Capacity: 1);
    public static readonly Pair APair = new(AMentee.Id, AMentor.Id);
    public static readonly Policy Plain = new() { Day = new DateOnly(2026, 11, 22) };

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static PairExplanation Explain(Mentee mentee, Mentor mentor, Policy? policy = null) =>
        MatchingProblem.From(new Cohort([mentee], [mentor]), policy ?? Plain).Explain(new Pair(mentee.Id, mentor.Id));

    public static Cohort Many(int seed, int mentees, int mentors)
    {
        var random = new Random(seed);
        var everyone = Enumerable.Range(0, mentees + mentors).Select(Id).ToArray();
        return new Cohort(
            [
                .. everyone
                    .Take(mentees)
                    .Select(id =>
                        Fill(
                            new Mentee(id)
                            {
                                Goals = Some(Tags),
                                WantedSkills = Skills(),
                                TargetField = One(Works),
                            }
                        )
                    ),
            ],
            [
                .. everyone
                    .Skip(mentees)
                    .Select(id =>
                        Fill(
                            new Mentor(id, random.Next(0, 4))
                            {
                                OfferedSkills = Skills(),
                                MinutesPerMonth = Maybe(random.Next(0, 5) * 60),
                                ActiveMentorships = random.Next(3) == 0 ? 1 : 0,
                            }
                        )
                    ),
            ]
        )
        {
            Exclusions = [new(everyone[0], everyone[mentees]), new(everyone[mentees], everyone[1])],
            Ended = [new(everyone[2], everyone[mentees])],
        };

        T Fill<T>(T person)
            where T : Person =>
            person with
            {
                Managers = [everyone[random.Next(everyone.Length)]],
                Site = One(["Lyon", "Pune", "Austin"]),
                Department = One(["Sales", "Research"]),
                Level = Maybe(random.Next(1, 8)),
                YearsOfExperience = Maybe(random.Next(0, 30)),
                TimeZone = One(["Europe/Paris", "Asia/Kolkata", "America/Chicago"]),
                Languages = Some(["English", "French", "Hindi"]),
                Interests = Some(Tags),
                CareerInterests = Some(Tags),
                Fields = random.Next(4) == 0 ? null : [.. Some(Works).OrderBy(_ => random.Next())],
                Values = Answers(),
                Personality = Answers(),
                IneligibilityReason = random.Next(20) == 0 ? "required training is open" : null,
            };
        string? One(string[] words) => random.Next(4) == 0 ? null : words[random.Next(words.Length)];
        int? Maybe(int number) => random.Next(4) == 0 ? null : number;
        string[] Some(string[] words) => [.. words.Where(_ => random.Next(3) == 0)];
        Dictionary<string, int>? Answers() =>
            random.Next(3) == 0 ? null : Some(Questions).ToDictionary(question => question, _ => random.Next(1, 6));
        Skill[] Skills() => [.. Some(Tags).Select(tag => new Skill(tag, Maybe(random.Next(1, 6))))];
    }

    private static readonly string[] Tags = ["sql", "sales", "public speaking", "rust", "finance", "design"];
    private static readonly string[] Works = ["design", "finance", "law", "research"];
    private static readonly string[] Questions = ["q1", "q2", "q3"];
}
