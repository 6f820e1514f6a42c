namespace PeerNetwork.Matching.Engine;

/// <summary>What a cohort and a policy must satisfy before anything is computed from them.</summary>
internal static class Checks
{
    private const int MostWords = 1_000;
    private const int MostFields = 100;

    public static void Demand(Cohort cohort, Policy policy)
    {
        Demand(Distinct(cohort.Mentees), "mentees", "A person is listed twice as a mentee.");
        Demand(Distinct(cohort.Mentors), "mentors", "A person is listed twice as a mentor.");
        Demand(
            cohort.Mentors.All(mentor => mentor.Seats >= 0),
            "mentors",
            "A mentor's free places must not be negative."
        );
        Demand(
            cohort.Mentors.All(mentor => mentor is { MinutesPerMonth: null or >= 0, Running: >= 0 }),
            "mentors",
            "A mentor's minutes and running mentorships must not be negative."
        );
        Demand(cohort.Mentees, "mentees", mentee => Math.Max(mentee.Goals.Count, mentee.WantedSkills.Count));
        Demand(cohort.Mentors, "mentors", mentor => mentor.OfferedSkills.Count);
        Demand(policy);
        DemandLocks(cohort, policy);
    }

    private static void Demand<T>(IReadOnlyList<T> people, string field, Func<T, int> countSkills)
        where T : Person
    {
        Demand(people.All(HasAnswersInRange), field, $"Answers must be from {Answers.Least} to {Answers.Most}.");
        Demand(
            people.All(p =>
                countSkills(p) <= MostWords && p.Interests.Count <= MostWords && p.CareerInterests.Count <= MostWords
            ),
            field,
            $"A person's lists must not have more than {MostWords} entries."
        );
        Demand(
            people.All(p => p.Fields is null or { Count: <= MostFields }),
            field,
            $"A person must not have more than {MostFields} fields of work."
        );
    }

    private static void Demand(Policy policy)
    {
        Demand(
            policy.CandidatesPerMentee is null or > 0,
            "candidatesPerMentee",
            "At least one candidate per mentee must be kept."
        );
        Demand(
            policy.ExperienceTarget.From <= policy.ExperienceTarget.To,
            "experienceTarget",
            "The range must not end before it begins."
        );
        Demand(
            policy.Fairness.ShareWithin is null or (>= 0 and <= 1000),
            "fairness.shareWithin",
            "Must be from 0 to 1000 thousandths."
        );
        Demand(
            policy.Fairness.MeanWithin is null or (>= 0 and <= 1000),
            "fairness.meanWithin",
            "Must be from 0 to 1000 thousandths."
        );
        Demand(
            policy.Fairness.LoadAboveMean is null or (>= 0 and <= 1_000_000),
            "fairness.loadAboveMean",
            "Must be from 0 to 1,000,000 mentees."
        );
        Demand(
            policy.MinutesPerMentorship > 0,
            "mentorMinutesPerMonth",
            "A mentorship takes at least one minute a month."
        );
        Demand(
            policy.Rules.MaxTimeZoneSpanHours is null or (>= 0 and <= 12),
            "rules.maxTimeZoneSpanHours",
            "Must be from 0 to 12 hours."
        );
        Demand(
            policy.Rules is not { MinLevelDifference: { } min, MaxLevelDifference: { } max } || min <= max,
            "rules.minLevelDifference",
            "Must not be above the greatest level difference."
        );
    }

    private static void DemandLocks(Cohort cohort, Policy policy)
    {
        var mentees = cohort.Mentees.Select(mentee => mentee.Id).ToHashSet();
        var seats = cohort.Mentors.ToDictionary(
            mentor => mentor.Id,
            mentor => mentor.SeatsInTime(policy.MinutesPerMentorship)
        );
        Demand(
            policy.Locked.All(pair => mentees.Contains(pair.Mentee) && seats.ContainsKey(pair.Mentor)),
            "locked",
            "A locked pair names somebody who is not in the cohort in that role."
        );
        Demand(
            policy.Locked.DistinctBy(pair => pair.Mentee).Count() == policy.Locked.Count,
            "locked",
            "A mentee is locked twice."
        );
        Demand(
            policy.Locked.CountBy(pair => pair.Mentor).All(locked => locked.Value <= seats[locked.Key]),
            "locked",
            "More mentees are locked to a mentor than there are places and hours for."
        );
    }

    private static bool HasAnswersInRange(Person person) =>
        (person.Values?.Values ?? [])
            .Concat(person.Personality?.Values ?? [])
            .All(answer => answer is >= Answers.Least and <= Answers.Most);

    private static bool Distinct(IReadOnlyList<Person> people) =>
        people.DistinctBy(person => person.Id).Count() == people.Count;

    private static void Demand(bool holds, string field, string message)
    {
        if (!holds)
            throw new InvalidProblemException(field, message);
    }
}
