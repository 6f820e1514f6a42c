using System.Diagnostics;
using Npgsql;
using PeerNetwork.DemoCompany;
using PeerNetwork.Tools.Demo;

namespace PeerNetwork.Drills;

/// <summary>
/// What the platform needs for companies of several sizes: a roster is uploaded and reaches all services, then people
/// use it.
/// </summary>
internal static class CapacityDrill
{
    public static async Task Run(IEnumerable<int> sizes, Report report)
    {
        foreach (var people in sizes)
            await Measure(people, report);
    }

    private static async Task Measure(int people, Report report)
    {
        var company = Company.Generate(DemoCommand.Seed, people);
        await using var platform = await Installation.StartServers();
        await platform.StartPlatform();
        var idle = Describe(platform);
        using var gateway = new GatewayClient(platform.Gateway, platform.Identity);
        var hr = await gateway.SignIn(Actors.HumanResources, ["people-admin"], ["*"]);
        var watch = Stopwatch.StartNew();
        var uploaded = await RosterFile.Of(company).Upload(hr, dryRun: false, default);
        var upload = watch.Elapsed;
        await platform.HasCaughtUp();
        while ((await platform.Queues()).Values.Sum() > 0)
            await Task.Delay(200);
        report.Say(
            $"{people:N0} people: {uploaded.Written:N0} written in {upload.TotalSeconds:0.0} s, known to all services "
                + $"after {watch.Elapsed.TotalSeconds:0.0} s."
        );
        await using var load = await Load.Start(platform, workers: 8);
        await Task.Delay(TimeSpan.FromSeconds(30));
        await load.Report(report);
        report.Say($"Idle at the start:\n{idle}");
        report.Say($"After the load:\n{Describe(platform)}");
        await Describe(platform, report);
    }

    private static string Describe(Installation platform) =>
        string.Join(
            '\n',
            platform.Running.Select(p =>
                $"  {p.Name, -12} {p.Memory, 6:0} MB now, {p.PeakMemory, 6:0} MB at most, "
                + $"{p.ProcessorTime.TotalSeconds, 6:0.0} s of processor time"
            )
        );

    private static async Task Describe(Installation platform, Report report)
    {
        await using var source = NpgsqlDataSource.Create(platform.Postgres.Address);
        await using var command = source.CreateCommand(
            """
            select datname, pg_database_size(datname) / 1048576.0,
                (select count(*) from pg_stat_activity a where a.datname = d.datname)
            from pg_database d where datname in ('enrollment', 'matching', 'engagement', 'analytics') order by datname
            """
        );
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            report.Say($"  {rows.GetString(0), -12} {rows.GetDecimal(1), 8:0.0} MB, {rows.GetInt64(2)} connections");
        var broker = (await platform.AskBroker("api/nodes"))[0];
        report.Say($"  rabbitmq     {broker.GetProperty("mem_used").GetInt64() / 1048576} MB");
    }
}
