using System.CommandLine;
using PeerNetwork.Tools.Installation;

namespace PeerNetwork.Tools.Commands;

/// <summary>What the commands of operators have in common: they ask the services of the platform that runs.</summary>
internal static class OperatorCommands
{
    public static readonly Option<int> Timeout = new("--timeout")
    {
        Description = "How many seconds messages under way may take to arrive.",
        DefaultValueFactory = _ => 120,
    };

    public static TimeSpan TimeoutOf(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(Timeout));

    /// <summary>
    /// Has the command run on the platform that runs in the given folder; the result of <paramref name="run"/> is the
    /// exit code.
    /// </summary>
    public static Command OnServices(
        this Command command,
        Func<ParseResult, Operators, CancellationToken, Task<int>> run
    )
    {
        command.SetAction((parsed, ct) => SignInAndRun(parsed, run, ct));
        return command;
    }

    private static async Task<int> SignInAndRun(
        ParseResult parsed,
        Func<ParseResult, Operators, CancellationToken, Task<int>> run,
        CancellationToken ct
    )
    {
        try
        {
            var running = Instance.Of(parsed) ?? throw new HttpRequestException("The platform is not running.");
            return await run(parsed, await Operators.SignIn(running, ct), ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
