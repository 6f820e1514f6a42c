using System.Text.Json.Serialization;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Programs;

public readonly record struct ProgramId(Guid Value);

/// <summary>
/// The first description of the program has a roadmap: mentorships that are there already get a copy of it.
/// </summary>
public sealed record ProgramDescribed(ProgramId Program, DateTimeOffset At);

/// <summary>The program closed: its mentorships end.</summary>
public sealed record ProgramEnded(ProgramId Program, DateTimeOffset At);

/// <summary>The newest version of a program that enrollment published, as far as this service needs it.</summary>
/// <param name="Version">The version that described it; 0 when only its end is known.</param>
/// <param name="Roadmap">What mentorships that start take a copy of; null for none.</param>
/// <param name="Ended">True once the program closed. A later message does not open it again.</param>
public sealed record ProgramReplica(
    Guid Id,
    long Version = 0,
    string? Name = null,
    DateOnly Starts = default,
    DateOnly? Ends = null,
    bool Ended = false,
    ProgramRoadmap? Roadmap = null
) : IReplica
{
    /// <summary>
    /// Counts the writes: description and end come by different messages, and neither may undo the other.
    /// </summary>
    [JsonIgnore]
    public long Revision { get; init; }
}

/// <summary>The sessions that a program plans for each mentorship.</summary>
public sealed record ProgramRoadmap(RoadmapMode Mode, IReadOnlyList<ProgramStep> Steps);

public sealed record ProgramStep(string Title, int Week, IReadOnlyList<string> Agenda, string? Assessment = null);
