using System.CommandLine;
using System.Text.Json;
using PeerNetwork.LocalServers;

namespace PeerNetwork.Tools.Commands;

/// <summary>Tells of the running platform, for people or (with connection strings) for programs.</summary>
internal static class StatusCommand
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerOptions.Web) { WriteIndented = true };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "As JSON, with connection strings and their passwords.",
    };

    public static Command Create()
    {
        var command = new Command("status", "Shows the running platform: URLs, ports, process ids.") { Json };
        command.SetAction(parsed =>
        {
            var state = Instance.Of(parsed);
            if (parsed.GetValue(Json))
                Console.WriteLine(state is null ? "null" : JsonSerializer.Serialize(state, Readable));
            else if (state is not null)
                Print(state);
            if (state is null)
                Console.Error.WriteLine("The platform is not running.");
            return state is null ? 1 : 0;
        });
        return command;
    }

    private static void Print(InstanceState state)
    {
        Console.WriteLine(
            $"PeerNetwork, process {state.ProcessId}, {(state.Ready ? "ready" : "starting")}, since {state.StartedAt:u}"
        );
        Console.WriteLine($"Dashboard {state.Dashboard}");
        foreach (var r in state.Resources)
            Console.WriteLine($"  {r.Name, -20} {r.State, -12} {r.ProcessId, 8} {r.Url}");
    }
}
