using System.CommandLine;
using PeerNetwork.DemoCompany;
using PeerNetwork.LocalServers;
using PeerNetwork.Tools.Commands;

namespace PeerNetwork.Tools.Demo;

/// <summary>Uploads the demo company, so that a new platform is not empty. The app host runs it at its start.</summary>
internal static class LoadCompanyCommand
{
    public static Command Create()
    {
        var command = new Command(
            "load-company",
            "Uploads the roster of the demo company; a second time changes nothing."
        );
        command.SetAction((parsed, ct) => Run(Instance.Of(parsed), ct));
        return command;
    }

    private static async Task<int> Run(InstanceState? running, CancellationToken ct)
    {
        if (running is not { Gateway: { } gateway, Identity: { } provider })
        {
            await Console.Error.WriteLineAsync("The platform is not running.");
            return 1;
        }

        using var client = new GatewayClient(gateway, provider);
        var hr = await client.SignIn(Actors.HumanResources, ["people-admin"], ["*"], ct);
        var report = await RosterFile.Of(Company.Generate(DemoCommand.Seed)).Upload(hr, dryRun: false, ct);
        Console.WriteLine($"The demo company has {report.Lines} people, {report.Written} of them new or changed.");
        return 0;
    }
}
