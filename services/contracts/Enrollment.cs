namespace PeerNetwork.Contracts.Enrollment;

/// <summary>
/// A site was added or changed: everything others may know of it. Replaces what an older version said.
/// </summary>
/// <param name="Site">Stream of the site.</param>
/// <param name="Version">Version of the stream that this describes.</param>
/// <param name="Code">The company's own short name for the site, unique and stable; tokens and filters use it.</param>
/// <param name="Name">The name that people read.</param>
/// <param name="TimeZone">IANA time zone.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code, where known.</param>
public sealed record SiteRecorded(
    Guid Site,
    long Version,
    string Code,
    string Name,
    string TimeZone,
    string? Country,
    DateTimeOffset At
);

/// <summary>
/// A person was added or changed by HR or by themselves: everything others may know of them, never the name. Replaces
/// what an older version said.
/// </summary>
/// <param name="Person">Stream of the person.</param>
/// <param name="Version">Version of the stream that this describes.</param>
/// <param name="Active">False once the person has left.</param>
/// <param name="SiteCode">The site where the person works.</param>
/// <param name="TimeZone">IANA time zone of that site.</param>
/// <param name="Manager">The direct line manager.</param>
/// <param name="Account">The id of the person's account at the OpenID Connect provider, where known.</param>
/// <param name="OnLeave">Whether the person is away for a longer time: such a person is not matched, and their
/// mentorships pause.</param>
/// <param name="Kind"><c>employee</c>, <c>contractor</c>, <c>guest</c>, <c>alumnus</c> or <c>partner</c>.</param>
/// <param name="AgreementDue">Whether a guest has not accepted the present agreement: such a person gets no new
/// match, and their mentorships go on.</param>
/// <param name="Department">As HR names it; roles may be for departments.</param>
/// <param name="EncryptedDescription"><see cref="PersonDescription"/>, for matching alone: JSON, encrypted with
/// AES-256-GCM under the exchange key of enrollment and matching, with the person id as associated data. Null where
/// the person was erased.</param>
/// <param name="OtherManagers">The managers of further jobs that the person holds, each once, without that of the main
/// job. Null for none.</param>
public sealed record PersonRecorded(
    Guid Person,
    long Version,
    bool Active,
    string SiteCode,
    string TimeZone,
    Guid? Manager,
    DateTimeOffset At,
    Guid? Account = null,
    bool OnLeave = false,
    string Kind = "employee",
    bool AgreementDue = false,
    string? Department = null,
    string? EncryptedDescription = null,
    IReadOnlyList<Guid>? OtherManagers = null
);

/// <summary>What HR and the person say of the person, for the matching. It is sent only encrypted.</summary>
/// <param name="JobLevel">The company's level or grade as a number, higher is more senior.</param>
/// <param name="YearsOfExperience">Whole and part years of professional experience.</param>
/// <param name="Languages">ISO 639-1 codes.</param>
/// <param name="Interests">Career and personal interests, as tags.</param>
/// <param name="HoursPerMonth">The time that the person gives to mentoring in all programs together; null where the
/// person has not said.</param>
public sealed record PersonDescription(
    string? JobTitle,
    int? JobLevel,
    decimal? YearsOfExperience,
    IReadOnlyList<string> Languages,
    IReadOnlyList<string> Interests,
    IReadOnlyList<SkillRecorded> SkillsOffered,
    IReadOnlyList<SkillRecorded> SkillsWanted,
    int? HoursPerMonth = null
);

/// <summary>
/// The accounts that sign a person in beside the one that HR names: all of them. Replaces what an older version said.
/// </summary>
/// <param name="Person">The person.</param>
/// <param name="Version">Version of the stream of the person's accounts.</param>
/// <param name="Accounts">Ids of accounts at OpenID Connect providers.</param>
public sealed record AccountsRecorded(Guid Person, long Version, IReadOnlyList<Guid> Accounts, DateTimeOffset At);

/// <summary>
/// The roles of a person changed: all that the person has or will have. Replaces what an older version said. A role
/// whose term is over may still be among them.
/// </summary>
/// <param name="Person">The person.</param>
/// <param name="Version">Version of the stream of the person's roles.</param>
public sealed record RolesRecorded(Guid Person, long Version, IReadOnlyList<RoleRecorded> Roles, DateTimeOffset At);

/// <summary>A role with its scope and its term.</summary>
/// <param name="Sites">Codes of sites; <c>*</c> stands for all sites.</param>
/// <param name="Programs">Empty for all programs.</param>
/// <param name="Departments">Departments as HR names them; empty for all.</param>
/// <param name="Ends">The first moment without the role; null for a term without an end.</param>
/// <param name="OnBehalfOf">The person for whom the role is used, who delegated it; null for a role of one's
/// own.</param>
public sealed record RoleRecorded(
    Guid Assignment,
    string Role,
    IReadOnlyList<string> Sites,
    IReadOnlyList<Guid> Programs,
    IReadOnlyList<string> Departments,
    DateTimeOffset Starts,
    DateTimeOffset? Ends,
    Guid? OnBehalfOf = null
);

/// <summary>A skill with its level, 1 (aware) to 5 (expert).</summary>
public sealed record SkillRecorded(string Skill, int Level);

/// <summary>An answer, 1 (not at all) to 5 (very much), to a question by its key.</summary>
public sealed record AnswerRecorded(string Question, int Answer);

/// <summary>
/// A program was published, or its published settings changed: everything others may know of it. Replaces what an older
/// version said.
/// </summary>
/// <param name="Program">Stream of the program.</param>
/// <param name="Version">Version of the stream that this describes.</param>
/// <param name="SiteCodes">The sites where it runs.</param>
/// <param name="Starts">First day.</param>
/// <param name="Ends">Last day; null for a rolling program.</param>
/// <param name="MeetingEveryDays">The cadence that mentorships are asked to keep; null where there are none.</param>
/// <param name="AnswerWithinDays">How long the people of a proposed match have to answer it.</param>
/// <param name="GuidelinesVersion">The guidelines that participants accept.</param>
/// <param name="Formats">How people come together: <c>oneToOne</c>, <c>reciprocal</c>, <c>group</c>, <c>flash</c>,
/// <c>coffee</c>.</param>
/// <param name="CoffeeEveryDays">A coffee round on the first day and then every so many days; null for none.</param>
/// <param name="Runs">The matching runs that are made without a coordinator; null for none.</param>
/// <param name="Targets">What the program wants to reach; null for none.</param>
/// <param name="GroupSizes">How many mentees a mentoring group has; null where there are no groups.</param>
/// <param name="Roadmap">The sessions that each mentorship takes a copy of; null for none.</param>
public sealed record ProgramPublished(
    Guid Program,
    long Version,
    string Name,
    IReadOnlyList<string> SiteCodes,
    DateOnly Starts,
    DateOnly? Ends,
    int? MeetingEveryDays,
    int AnswerWithinDays,
    int GuidelinesVersion,
    IReadOnlyList<string> Formats,
    int? CoffeeEveryDays,
    DateTimeOffset At,
    RunScheduleRecorded? Runs = null,
    IReadOnlyList<TargetRecorded>? Targets = null,
    GroupSizesRecorded? GroupSizes = null,
    RoadmapRecorded? Roadmap = null
);

/// <summary>The sessions that a program plans for each mentorship.</summary>
/// <param name="Mode"><c>structured</c>, where the steps are held in order, or <c>flexible</c>.</param>
/// <param name="Steps">In their order, at least one.</param>
public sealed record RoadmapRecorded(string Mode, IReadOnlyList<RoadmapStepRecorded> Steps);

/// <summary>A session of the roadmap.</summary>
/// <param name="Week">In which week after the start of a mentorship it is held, 1 for the first.</param>
/// <param name="Agenda">Short points, in their order.</param>
/// <param name="Assessment">A question on progress for each member; null for none.</param>
public sealed record RoadmapStepRecorded(string Title, int Week, IReadOnlyList<string> Agenda, string? Assessment);

/// <summary>The least and the greatest number of mentees in a mentoring group.</summary>
public sealed record GroupSizesRecorded(int Min, int Max);

/// <summary>What a program wants to reach.</summary>
/// <param name="Metric"><c>participationRate</c>, <c>matchRate</c>, <c>medianDaysToMatch</c>,
/// <c>successfulMentorships</c>, <c>sessionsHeld</c>, <c>attendance</c>, <c>goalAttainment</c>,
/// <c>goalAttainmentOnTime</c>, <c>mentorSatisfaction</c> or <c>menteeSatisfaction</c>, over the whole program. More
/// metrics may follow.</param>
/// <param name="Baseline">What it was before the program; null where it was not measured.</param>
/// <param name="Value">What it is to become. A share is a number from 0 to 1; of days, less is better.</param>
/// <param name="Due">The day by which it is to be reached; null for no day.</param>
public sealed record TargetRecorded(string Metric, decimal? Baseline, decimal Value, DateOnly? Due);

/// <summary>When matching runs are made without a coordinator.</summary>
/// <param name="EveryDays">One on the first day of the program and then every so many days; null for none.</param>
/// <param name="WithoutReview">Whether these send their proposals at once.</param>
/// <param name="RefillWithinMinutes">How soon after a decline, an arrival or a place that is free again one more run
/// looks for those who wait; null for none.</param>
public sealed record RunScheduleRecorded(
    int? EveryDays = null,
    bool WithoutReview = false,
    int? RefillWithinMinutes = null
);

/// <summary>A program takes no more applications, and its mentorships end.</summary>
public sealed record ProgramClosed(Guid Program, long Version, DateTimeOffset At);

/// <summary>A person applied to take part.</summary>
/// <param name="Application">Stream of the application.</param>
/// <param name="Role"><c>mentor</c>, <c>mentee</c> or <c>both</c>.</param>
public sealed record ApplicationSubmitted(
    Guid Application,
    long Version,
    Guid Program,
    Guid Person,
    string SiteCode,
    string Role,
    DateTimeOffset At
);

/// <summary>A coordinator approved an application. Training or the current guidelines may still be missing.</summary>
/// <param name="Role"><c>mentor</c>, <c>mentee</c> or <c>both</c>.</param>
public sealed record ApplicationApproved(
    Guid Application,
    long Version,
    Guid Program,
    Guid Person,
    string SiteCode,
    string Role,
    DateTimeOffset At
);

/// <summary>
/// An approved applicant completed the required training and accepted the current guidelines: the person may be matched
/// in this program. It is said again where they were not ready in between.
/// </summary>
/// <param name="Role"><c>mentor</c>, <c>mentee</c> or <c>both</c>.</param>
/// <param name="MentorCapacity">How many mentorships the person takes at a time in this program, a group being one; 0
/// for a mentee.</param>
/// <param name="ReadyAt">Since when the person waits for a match: when they became ready for the first time, also where
/// they were not ready in between.</param>
public sealed record ApplicantBecameReady(
    Guid Application,
    long Version,
    Guid Program,
    Guid Person,
    string SiteCode,
    string Role,
    int MentorCapacity,
    DateTimeOffset ReadyAt,
    DateTimeOffset At
);

/// <summary>
/// An applicant who was ready has to complete training: the person gets no new match in this program until they are
/// ready again. Proposals that are open can still be answered, and mentorships go on.
/// </summary>
/// <param name="Role"><c>mentor</c>, <c>mentee</c> or <c>both</c>.</param>
/// <param name="Reason"><c>trainingLapsed</c>: a module was completed too long ago; <c>trainingRequired</c>: the
/// program asks for one that the person has not completed. More reasons may follow.</param>
public sealed record ApplicantNoLongerReady(
    Guid Application,
    long Version,
    Guid Program,
    Guid Person,
    string SiteCode,
    string Role,
    string Reason,
    DateTimeOffset At
);

/// <summary>
/// An applicant became ready, with all that matching needs. For matching alone: no other service may consume it.
/// </summary>
/// <param name="Role"><c>mentor</c>, <c>mentee</c> or <c>both</c>; another role takes no part in matching.</param>
/// <param name="MentorCapacity">How many mentorships the person takes at a time in this program, a group being one; 0
/// for a mentee.</param>
/// <param name="ReadyAt">Since when the person waits for a match: when they became ready for the first time, also where
/// they were not ready in between.</param>
/// <param name="EncryptedAnswers"> <see cref="QuestionnaireAnswers"/>, where given: JSON, encrypted with AES-256-GCM
/// under the exchange key of enrollment and matching, with the application id as associated data.
/// </param>
public sealed record MatchingProfileCompleted(
    Guid Application,
    long Version,
    Guid Program,
    Guid Person,
    string SiteCode,
    string Role,
    int MentorCapacity,
    DateTimeOffset ReadyAt,
    DateTimeOffset At,
    string? EncryptedAnswers = null
);

/// <summary>An applicant's answers for the matching. They are sent only encrypted.</summary>
/// <param name="Goals">What a mentee wants to reach, as tags from the program's list.</param>
/// <param name="Values">Answers to questions about values.</param>
/// <param name="Personality">Answers to questions about personality.</param>
/// <param name="TargetField">The field of work that a mentee wants to move to, where stated.</param>
/// <param name="Fields">Fields of work held so far, the oldest first, the last is the present one; where
/// stated.</param>
public sealed record QuestionnaireAnswers(
    IReadOnlyList<string> Goals,
    IReadOnlyList<AnswerRecorded> Values,
    IReadOnlyList<AnswerRecorded> Personality,
    string? TargetField = null,
    IReadOnlyList<string>? Fields = null
);

/// <summary>An application was rejected: by a rule, or by a coordinator.</summary>
/// <param name="ByRule">True when an eligibility rule rejected it.</param>
public sealed record ApplicationRejected(
    Guid Application,
    long Version,
    Guid Program,
    Guid Person,
    string SiteCode,
    string Role,
    bool ByRule,
    DateTimeOffset At
);

/// <summary>The applicant withdrew, before or after approval.</summary>
public sealed record ApplicationWithdrawn(
    Guid Application,
    long Version,
    Guid Program,
    Guid Person,
    string SiteCode,
    string Role,
    DateTimeOffset At
);
