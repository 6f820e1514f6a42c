using JasperFx.Events;

namespace PeerNetwork.Enrollment.Programs;

internal static class ProgramHistory
{
    /// <summary>The plan of each version, the first one first.</summary>
    public static IReadOnlyList<ProgramPlan> Plans(IReadOnlyList<IEvent> history)
    {
        var plans = new List<ProgramPlan>(history.Count);
        MentoringProgram? program = null;
        foreach (var e in history)
        {
            program = MentoringProgram.Evolve(program, (ProgramEvent)e.Data);
            plans.Add(program.Plan);
        }

        return plans;
    }
}
