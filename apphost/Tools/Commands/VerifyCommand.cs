using System.CommandLine;
using PeerNetwork.Tools.Installation;

namespace PeerNetwork.Tools.Commands;

/// <summary>
/// Compares all that the running platform keeps with what its events say; for operators, tests and outside checks.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command(
            "verify",
            "Compares every projection with a rebuild, checks streams and messages, prints a state hash; fails on "
                + "any difference."
        )
        {
            OperatorCommands.Timeout,
        };
        return command.OnServices((parsed, services, ct) => Run(services, OperatorCommands.TimeoutOf(parsed), ct));
    }

    private static async Task<int> Run(Operators services, TimeSpan timeout, CancellationToken ct)
    {
        var state = await PlatformState.Read(services, timeout, ct);
        state.Print();
        return state.Differences.Count == 0 ? 0 : 1;
    }
}
