using System.CommandLine;
using PeerNetwork.Tools.Installation;

namespace PeerNetwork.Tools.Commands;

/// <summary>Builds a projection of a running service anew from its events.</summary>
internal static class RebuildCommand
{
    private static readonly Option<string> Service = new("--service")
    {
        Description = "The service that has the projection, as in: matching.",
        Required = true,
    };

    private static readonly Option<string> Projection = new("--projection")
    {
        Description = "The name of the projection, as in: match_list. `verify` checks all of them.",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command(
            "rebuild",
            "Builds a projection anew from all events; its old tables are read until the new ones are complete."
        )
        {
            Service,
            Projection,
        };
        return command.OnServices(
            (parsed, services, ct) =>
                Run(services, parsed.GetRequiredValue(Service), parsed.GetRequiredValue(Projection), ct)
        );
    }

    private static async Task<int> Run(Operators services, string service, string projection, CancellationToken ct)
    {
        if (!services.Names.Contains(service))
            throw new IOException($"There is no service {service}; there are {string.Join(", ", services.Names)}.");
        var rebuilt = await services
            .Named(service)
            .Post<Rebuilt>($"operations/projections/{Uri.EscapeDataString(projection)}/rebuild", ct);
        Console.WriteLine($"{rebuilt.Projection} of {service} was rebuilt, up to event {rebuilt.Position}.");
        return 0;
    }

    private sealed record Rebuilt(string Projection, long Position);
}
