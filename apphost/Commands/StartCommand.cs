using System.CommandLine;
using System.Diagnostics;
using PeerNetwork.AppHost.Instances;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Commands;

/// <summary>A step of a start that is taken when all is ready, such as loading the first data.</summary>
internal delegate Task AfterReady(Platform platform, CancellationToken ct);

/// <summary>Without a command: starts the platform and keeps it running until Ctrl-C.</summary>
internal static class StartCommand
{
    public static readonly Option<DirectoryInfo> Folder = new("--data")
    {
        Description = "The folder that holds all that this platform keeps.",
        DefaultValueFactory = _ => new(Path.Combine(Repository.Root, ".data", "local")),
        Recursive = true,
    };

    private static readonly Option<bool> Fresh = new("--fresh") { Description = "Empty that folder first." };

    private static readonly Option<bool> Empty = new("--empty")
    {
        Description = "Without the demo company: for an import, or for people of your own.",
    };

    private static readonly Option<int> ReadyTimeout = new("--ready-timeout")
    {
        Description = "How many seconds each service may take to be ready.",
        DefaultValueFactory = _ => 90,
    };

    static StartCommand() =>
        ReadyTimeout.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && int.TryParse(given.Value, out var seconds) && seconds is < 1 or > 3600)
                result.AddError("--ready-timeout must be 1 to 3600 seconds.");
        });

    public static RootCommand Create(params AfterReady[] steps)
    {
        var command = new RootCommand("Runs PeerNetwork on this machine.") { Folder, Fresh, Empty, ReadyTimeout };
        command.SetAction((parsed, ct) => Run(OptionsOf(parsed), parsed.GetValue(Empty) ? [] : steps, ct));
        return command;
    }

    public static PlatformOptions OptionsOf(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(Folder).FullName,
            parsed.GetValue(Fresh),
            TimeSpan.FromSeconds(parsed.GetValue(ReadyTimeout))
        );

    private static async Task<int> Run(PlatformOptions options, AfterReady[] steps, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await using var platform = await Platform.Start(options, Graph.Describe, ct);
            Console.WriteLine(Summary(platform.State, watch.Elapsed));
            foreach (var step in steps)
                await step(platform, ct);
            await Task.Delay(Timeout.Infinite, ct);
            return 0;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Console.WriteLine("PeerNetwork has stopped.");
            return 0;
        }
        catch (Exception e) when (e is AlreadyRunningException or ResourceFailedException or ServerUnavailableException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static string Summary(InstanceState state, TimeSpan took) =>
        $"""

            PeerNetwork is ready after {took.TotalSeconds:0.0} s.
              Gateway      {state.Gateway}
              API          {state.Gateway}openapi
              Status page  {state.StatusPage}
              Data         {state.Folder}
            Ctrl-C stops it.

            """;
}
