using System.CommandLine;
using PeerNetwork.DemoCompany;
using PeerNetwork.LocalServers;
using PeerNetwork.Tools.Commands;
using Polly;

namespace PeerNetwork.Tools.Demo;

/// <summary>Uploads the demo company, so that a new platform is not empty. The app host runs it at its start.</summary>
internal static class LoadCompanyCommand
{
    /// <summary>
    /// When the app host starts this command, it may not have written all addresses yet; and a service that ends
    /// meanwhile is started again.
    /// </summary>
    private static readonly ResiliencePipeline Attempts = new ResiliencePipelineBuilder()
        .AddRetry(
            new()
            {
                ShouldHandle = new PredicateBuilder().Handle<DemoFailedException>().Handle<HttpRequestException>(),
                MaxRetryAttempts = 10,
                Delay = TimeSpan.FromSeconds(3),
            }
        )
        .Build();

    public static Command Create()
    {
        var command = new Command(
            "load-company",
            "Uploads the roster of the demo company; a second time changes nothing."
        )
        {
            DemoCommand.CompanySize,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken ct)
    {
        try
        {
            var company = Company.Generate(DemoCommand.Seed, parsed.GetValue(DemoCommand.CompanySize));
            await Attempts.ExecuteAsync(async token => await Load(Instance.Of(parsed), company, token), ct);
            return 0;
        }
        catch (Exception e) when (e is DemoFailedException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task Load(InstanceState? running, Company company, CancellationToken ct)
    {
        if (running is not { Gateway: { } gateway, Identity: { } provider })
            throw new HttpRequestException("The platform is not running.");
        using var client = new GatewayClient(gateway, provider);
        var hr = await client.SignIn(Actors.HumanResources, ["people-admin"], ["*"], ct);
        var report = await RosterFile.Of(company).Upload(hr, dryRun: false, ct);
        Console.WriteLine($"The demo company has {report.Lines} people, {report.Written} of them new or changed.");
    }
}
