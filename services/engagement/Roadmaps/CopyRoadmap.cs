using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Roadmaps;

/// <summary>
/// A mentorship that starts gets a copy of the roadmap of its program. Later versions of the program do not change it.
/// </summary>
public static class CopyRoadmap
{
    public static MentorshipEvent[] Decide(Mentorship mentorship, ProgramReplica? program, DateTimeOffset now) =>
        (mentorship, program) switch
        {
            ({ Closing: null, Roadmap: null, Program: { } id }, { Roadmap: { } roadmap }) =>
            [
                new RoadmapCopied(
                    mentorship.Id,
                    id,
                    roadmap.Mode,
                    [.. roadmap.Steps.Select((step, index) => ToContent(mentorship.Id, step, index))],
                    now
                ),
            ],
            _ => [],
        };

    private static StepContent ToContent(MentorshipId mentorship, ProgramStep step, int index) =>
        new(
            new(DerivedId.From($"roadmap-step-{index}", mentorship.Value)),
            step.Week,
            new(step.Title),
            [.. step.Agenda.Select(point => new StepText(point))],
            step.Assessment
        );
}
