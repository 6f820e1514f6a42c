using System.Diagnostics;
using Npgsql;
using PeerNetwork.LocalServers;
using PeerNetwork.Testing;

namespace PeerNetwork.Drills;

/// <summary>
/// The primary of PostgreSQL is killed under load, and its synchronous replica is promoted. Services reconnect by
/// themselves, and nothing that was acknowledged is lost.
/// </summary>
internal static class FailoverDrill
{
    private static readonly TimeSpan Detection = TimeSpan.FromSeconds(5);

    public static async Task Run(Report report)
    {
        await using var platform = await Installation.StartServers();
        var standby = await AddStandby(platform);
        report.Say("A synchronous replica follows the primary.");
        platform.PostgresAddress = new NpgsqlConnectionStringBuilder(platform.Postgres.Address)
        {
            Host = $"127.0.0.1:{platform.Postgres.Port},127.0.0.1:{standby.Port}",
            TargetSessionAttributes = "primary",
        }.ConnectionString;
        await platform.StartPlatform();
        await platform.MustTool("load-company");
        report.Say("The platform runs with the demo company.");
        await using var load = await Load.Start(platform, workers: 4);
        var demo = platform.RunDemo(400);
        await Task.Delay(TimeSpan.FromSeconds(20));

        var before = platform.Running.ToDictionary(p => p.Port, p => p.Id);
        await platform.LosePostgres();
        var watch = Stopwatch.StartNew();
        report.Say("The primary is killed.");
        await Task.Delay(Detection);
        await Sql.Execute(standby.Address, "select pg_promote()");
        report.Say($"The replica is promoted {watch.Elapsed.TotalSeconds:0.0} s later.");
        await Task.WhenAll(platform.Running.Select(p => p.IsReady()));
        report.Say($"All services are ready {watch.Elapsed.TotalSeconds:0.0} s after the kill.");
        report.Say(await demo);
        await load.Report(report);
        var missing = await load.Missing();
        report.Say($"Of {load.Drafted.Count} acknowledged programs {missing.Count} are missing.");
        Console.WriteLine(await platform.MustTool("verify"));
        var same = platform.Running.All(p => before[p.Port] == p.Id);
        report.Say(same ? "No service was started again." : "A service was started again.");
        if (missing.Count > 0 || !same)
            throw new DrillFailedException("Acknowledged work was lost, or a service had to be started again.");
    }

    private static async Task<InstalledPostgres> AddStandby(Installation platform)
    {
        var settings = new ServerSettings(Path.Combine(platform.Folder, "standby"));
        var empty = await InstalledPostgres.In(settings, CancellationToken.None);
        await platform.RunPostgres(
            "pg_basebackup",
            "-D",
            empty.DataFolder,
            "-R",
            "-C",
            "-S",
            "standby",
            "--checkpoint=fast"
        );
        // It has the password of the primary.
        var folder = Path.GetDirectoryName(empty.DataFolder)!;
        File.Copy(
            Path.Combine(Path.GetDirectoryName(platform.Postgres.DataFolder)!, "server.json"),
            Path.Combine(folder, "server.json"),
            overwrite: true
        );
        var standby = await InstalledPostgres.In(settings, CancellationToken.None);
        await standby.Start(CancellationToken.None);
        await Sql.Execute(platform.Postgres.Address, "alter system set synchronous_standby_names = '*'");
        await Sql.Execute(platform.Postgres.Address, "select pg_reload_conf()");
        await Eventually.Holds(
            async () =>
                await Sql.Scalar(platform.Postgres.Address, "select sync_state from pg_stat_replication") is "sync",
            "the replica to be synchronous"
        );
        return standby;
    }
}
