using System.CommandLine;
using PeerNetwork.AppHost.Instances;

namespace PeerNetwork.AppHost.Commands;

/// <summary>Compares all that the running platform keeps with what its events say; for operators, tests and outside checks.</summary>
internal static class VerifyCommand
{
    public static readonly Option<int> Patience = new("--patience")
    {
        Description = "How many seconds messages under way may take to arrive.",
        DefaultValueFactory = _ => 120,
    };

    public static Command Create()
    {
        var command = new Command("verify", "Compares every projection with a rebuild, checks streams and messages, prints a state hash; fails on any difference.") { Patience };
        command.SetAction((parsed, ct) => OnServices(parsed, services => Run(services, PatienceOf(parsed), ct), ct));
        return command;
    }

    public static TimeSpan PatienceOf(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(Patience));

    /// <summary>Runs an operator's command on the platform that runs in the given folder; its result is the exit code.</summary>
    public static async Task<int> OnServices(ParseResult parsed, Func<Operators, Task<int>> command, CancellationToken ct)
    {
        try
        {
            var running = Instance.Running(parsed.GetRequiredValue(StartCommand.Folder).FullName) ?? throw new HttpRequestException("The platform is not running.");
            return await command(await Operators.SignIn(running, ct));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<int> Run(Operators services, TimeSpan patience, CancellationToken ct)
    {
        var state = await PlatformState.Read(services, patience, ct);
        state.Print();
        return state.Differences.Count == 0 ? 0 : 1;
    }
}
