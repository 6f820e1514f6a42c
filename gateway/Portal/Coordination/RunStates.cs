using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coordination;

internal static class RunStates
{
    /// <summary>Whether the state changes without the user.</summary>
    public static bool IsMoving(this RunState state) =>
        state is RunState.Requested or RunState.Computing or RunState.Publishing;

    public static RunState StateOf(ReadRunsRunSummary run) => Enum.Parse<RunState>(run.State, ignoreCase: true);
}
