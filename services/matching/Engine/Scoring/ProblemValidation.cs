namespace PeerNetwork.Matching.Engine;

/// <summary>What a cohort and a policy must satisfy before anything is computed from them.</summary>
internal static class ProblemValidation
{
    private const int MaxTerms = 1_000;
    private const int MaxFields = 100;

    public static void Require(Cohort cohort, Policy policy)
    {
        Require(Distinct(cohort.Mentees), "mentees", "A person is listed twice as a mentee.");
        Require(Distinct(cohort.Mentors), "mentors", "A person is listed twice as a mentor.");
        Require(
            cohort.Mentors.All(mentor => mentor.Capacity >= 0),
            "mentors",
            "A mentor's free places must not be negative."
        );
        Require(
            cohort.Mentors.All(mentor => mentor is { MinutesPerMonth: null or >= 0, ActiveMentorships: >= 0 }),
            "mentors",
            "A mentor's minutes and running mentorships must not be negative."
        );
        Require(cohort.Mentees, "mentees", mentee => Math.Max(mentee.Goals.Count, mentee.WantedSkills.Count));
        Require(cohort.Mentors, "mentors", mentor => mentor.OfferedSkills.Count);
        Require(policy);
        RequireValidLocks(
            cohort,
            policy,
            menteesPerPlace: 1,
            "More mentees are locked to a mentor than there are places and hours for."
        );
    }

    private static void Require<T>(IReadOnlyList<T> people, string field, Func<T, int> countSkills)
        where T : Person
    {
        Require(
            people.All(HasAnswersInRange),
            field,
            $"Answers must be from {QuestionnaireSimilarity.MinAnswer} to {QuestionnaireSimilarity.MaxAnswer}."
        );
        Require(
            people.All(p =>
                countSkills(p) <= MaxTerms && p.Interests.Count <= MaxTerms && p.CareerInterests.Count <= MaxTerms
            ),
            field,
            $"A person's lists must not have more than {MaxTerms} entries."
        );
        Require(
            people.All(p => p.Fields is null or { Count: <= MaxFields }),
            field,
            $"A person must not have more than {MaxFields} fields of work."
        );
    }

    private static void Require(Policy policy)
    {
        Require(
            policy.CandidatesPerMentee is null or > 0,
            "candidatesPerMentee",
            "At least one candidate per mentee must be kept."
        );
        Require(
            policy.ExperienceTarget.From <= policy.ExperienceTarget.To,
            "experienceTarget",
            "The range must not end before it begins."
        );
        Require(
            policy.Fairness.MaxRateGap is null or (>= 0 and <= 1000),
            "fairness.maxRateGap",
            "Must be from 0 to 1000 thousandths."
        );
        Require(
            policy.Fairness.MaxScoreGap is null or (>= 0 and <= 1000),
            "fairness.maxScoreGap",
            "Must be from 0 to 1000 thousandths."
        );
        Require(
            policy.Fairness.MaxLoadAboveMean is null or (>= 0 and <= 1_000_000),
            "fairness.maxLoadAboveMean",
            "Must be from 0 to 1,000,000 mentees."
        );
        Require(
            policy.MinutesPerMentorship > 0,
            "mentorMinutesPerMonth",
            "A mentorship takes at least one minute a month."
        );
        Require(
            policy.Rules.MaxTimeZoneSpanHours is null or (>= 0 and <= 12),
            "rules.maxTimeZoneSpanHours",
            "Must be from 0 to 12 hours."
        );
        Require(
            policy.Rules is not { MinLevelDifference: { } min, MaxLevelDifference: { } max } || min <= max,
            "rules.minLevelDifference",
            "Must not be above the greatest level difference."
        );
    }

    /// <param name="menteesPerPlace">How many mentees one place of a mentor is for.</param>
    /// <param name="tooMany">What to say where a mentor has more locked mentees than that.</param>
    public static void RequireValidLocks(Cohort cohort, Policy policy, int menteesPerPlace, string tooMany)
    {
        var mentees = cohort.Mentees.Select(mentee => mentee.Id).ToHashSet();
        var capacity = cohort.Mentors.ToDictionary(
            mentor => mentor.Id,
            mentor => mentor.CapacityWithinHours(policy.MinutesPerMentorship)
        );
        Require(
            policy.Locked.All(pair => mentees.Contains(pair.Mentee) && capacity.ContainsKey(pair.Mentor)),
            "locked",
            "A locked pair names somebody who is not in the cohort in that role."
        );
        Require(
            policy.Locked.DistinctBy(pair => pair.Mentee).Count() == policy.Locked.Count,
            "locked",
            "A mentee is locked twice."
        );
        Require(
            policy
                .Locked.CountBy(pair => pair.Mentor)
                .All(locked => locked.Value <= (long)capacity[locked.Key] * menteesPerPlace),
            "locked",
            tooMany
        );
    }

    private static bool HasAnswersInRange(Person person) =>
        (person.Values?.Values ?? [])
            .Concat(person.Personality?.Values ?? [])
            .All(answer => answer is >= QuestionnaireSimilarity.MinAnswer and <= QuestionnaireSimilarity.MaxAnswer);

    private static bool Distinct(IReadOnlyList<Person> people) =>
        people.DistinctBy(person => person.Id).Count() == people.Count;

    public static void Require(bool holds, string field, string message)
    {
        if (!holds)
            throw new InvalidProblemException(field, message);
    }
}
