using System.Text.Json;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>Why the program exists.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="TargetPopulation">Whom it is for.</param>
/// <param name="IntendedOutcomes">What will have changed at its end.</param>
public sealed record Charter(string? Purpose = null, string? TargetPopulation = null, string? IntendedOutcomes = null);

/// <summary>How people come together.</summary>
public enum ProgramFormat
{
    /// <summary>A mentor and a mentee, who are matched by runs.</summary>
    OneToOne,

    /// <summary>Two peers, each mentor and mentee of the other, who are matched by runs.</summary>
    Reciprocal,

    /// <summary>A mentor and several mentees, who are matched by runs.</summary>
    Group,

    /// <summary>A single short session on a topic, which a mentee books from the slots of a mentor.</summary>
    Flash,

    /// <summary>Rounds in which people who have not met are brought together for a coffee.</summary>
    Coffee,
}

/// <summary>How many people may be approved; null for no limit.</summary>
public sealed record Capacity(int? MaxMentors = null, int? MaxMentees = null);

/// <summary>The matching runs that are made without a coordinator; none by default.</summary>
/// <param name="EveryDays">A run on the first day and then every so many days; null for none.</param>
/// <param name="WithoutReview">Whether such a run sends its proposals at once. Otherwise a coordinator reviews
/// them.</param>
/// <param name="RefillWithinMinutes">How soon another run looks for those who wait, once a person declined, did not
/// answer, arrived or has a place again. It goes by the policy of the last published run, and sends its proposals at
/// once. Null for none.</param>
public sealed record RunSchedule(int? EveryDays = null, bool WithoutReview = false, int? RefillWithinMinutes = null);

/// <summary>The coffee rounds of a program.</summary>
/// <param name="EveryDays">A round on the first day and then every so many days.</param>
public sealed record CoffeeRounds(int? EveryDays = null);

/// <summary>The mentoring groups of a program.</summary>
/// <param name="MinMentees">A group with fewer does not begin.</param>
/// <param name="MaxMentees">The most that a group has.</param>
public sealed record MentoringGroups(int? MinMentees = null, int? MaxMentees = null);

/// <summary>A training module that participants complete before they can be matched.</summary>
/// <param name="Code">Names the module within the program.</param>
/// <param name="Title">What people read.</param>
/// <param name="For">The role that needs it; <c>both</c> for everyone.</param>
/// <param name="Text">What it teaches, in Markdown; null where the link has it.</param>
/// <param name="Link">An https address where it is taken, such as that of a course.</param>
/// <param name="Topics">Tags, such as active listening.</param>
/// <param name="ValidMonths">For how many months a completion is valid, 1 to 60: then the module has to be completed
/// again. Null for good.</param>
public sealed record TrainingModule(
    string Code,
    string Title,
    ParticipantRole For,
    string? Text = null,
    string? Link = null,
    IReadOnlyList<string>? Topics = null,
    int? ValidMonths = null
);

/// <summary>All settings of a program, as its coordinator states them.</summary>
public sealed record ProgramPlan
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public required string Name { get; init; }

    /// <summary>The sites where the program runs.</summary>
    public required IReadOnlyList<string> SiteCodes { get; init; }

    public Charter? Charter { get; init; }

    /// <summary>What it wants to reach, at most one target for each metric.</summary>
    public IReadOnlyList<ProgramTarget> Targets { get; init; } = [];

    /// <summary>First day.</summary>
    public DateOnly? Starts { get; init; }

    /// <summary>Last day; null for a rolling program.</summary>
    public DateOnly? Ends { get; init; }

    public IReadOnlyList<ProgramFormat> Formats { get; init; } = [];

    /// <summary>The cadence that mentorships are asked to keep; a program without runs needs none.</summary>
    public int? MeetingEveryDays { get; init; }

    /// <summary>How long the people of a proposed match have to answer it; null for two weeks.</summary>
    public int? AnswerWithinDays { get; init; }

    public RunSchedule Runs { get; init; } = new();

    public CoffeeRounds Coffee { get; init; } = new();

    public MentoringGroups Groups { get; init; } = new();

    public Capacity Capacity { get; init; } = new();

    /// <summary>The tags from which participants choose what they want to reach.</summary>
    public IReadOnlyList<string> Goals { get; init; } = [];

    public Eligibility Eligibility { get; init; } = new();

    public SelectionPlan Selection { get; init; } = new();

    /// <summary>What participants accept before they take part, in Markdown.</summary>
    public string? Guidelines { get; init; }

    public IReadOnlyList<TrainingModule> Training { get; init; } = [];

    public RoadmapPlan Roadmap { get; init; } = new();

    /// <summary><see cref="AnswerWithinDays"/> with its default.</summary>
    public int DaysToAnswer() => AnswerWithinDays ?? 14;

    /// <summary>Whether runs bring people together for a time.</summary>
    public bool HasRuns() =>
        Formats.Any(format => format is ProgramFormat.OneToOne or ProgramFormat.Reciprocal or ProgramFormat.Group);

    /// <summary>Whether a mentor or a mentee alone would wait in vain: only peers are brought together.</summary>
    public bool IsForPeers() =>
        Formats.Contains(ProgramFormat.Reciprocal)
        && !Formats.Any(format => format is ProgramFormat.OneToOne or ProgramFormat.Group or ProgramFormat.Flash);

    /// <summary>Plans are compared as they are stored, since a list in a record is equal to itself alone.</summary>
    public bool ContentEquals(ProgramPlan other) =>
        JsonSerializer.Serialize(this, Web) == JsonSerializer.Serialize(other, Web);

    /// <summary>The training modules that a participant in this role has to complete.</summary>
    public IEnumerable<TrainingModule> TrainingFor(ParticipantRole role) =>
        Training.Where(m => role.Includes(m.For) || m.For.Includes(role));
}

/// <summary>As what a person takes part.</summary>
public enum ParticipantRole
{
    Mentor,
    Mentee,
    Both,
}

public static class ParticipantRoles
{
    public static bool Includes(this ParticipantRole role, ParticipantRole other) =>
        role == other || role == ParticipantRole.Both;
}
