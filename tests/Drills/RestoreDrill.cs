using System.Diagnostics;

namespace PeerNetwork.Drills;

/// <summary>
/// A base backup and the archived WAL while a demo runs; PostgreSQL is then lost and restored to a chosen moment. The
/// table of personal-data keys is backed up apart, so that who was erased after that moment stays erased.
/// </summary>
internal static class RestoreDrill
{
    private static readonly string[] Archiving =
    [
        "archive_mode=on",
        "archive_command=mkdir -p ../archive && test ! -f ../archive/%f && cp %p ../archive/%f",
        "archive_timeout=5s",
    ];

    public static async Task Run(Report report)
    {
        await using var platform = await Installation.StartServers(Archiving);
        await platform.StartPlatform();
        await platform.MustTool("load-company");
        report.Say("The platform runs with the demo company; PostgreSQL archives its WAL.");
        await using var load = await Load.Start(platform, workers: 4);
        var demo = platform.Tool("demo", "--applicants", "400", "--cohort", "0");

        var watch = Stopwatch.StartNew();
        await platform.RunPostgres("pg_basebackup", "-D", "../backup", "--checkpoint=fast");
        report.Say($"The base backup took {watch.Elapsed.TotalSeconds:0.0} s.");
        await Task.Delay(TimeSpan.FromSeconds(20));
        var moment = TimeProvider.System.GetUtcNow();
        report.Say($"The moment to restore to: {moment:O}");
        var erased = await EraseOnePerson(platform);
        foreach (var service in Programs.Services)
            await platform.RunPostgres(
                "pg_dump",
                "-Fc",
                "-a",
                "-t",
                $"{service}.personal_data_keys",
                "-f",
                $"../{service}.keys",
                service
            );
        report.Say($"Person {erased} is erased after that moment; the tables of keys are backed up.");
        await Task.Delay(TimeSpan.FromSeconds(15));

        var queues = await platform.Queues();
        await platform.LosePostgres();
        watch.Restart();
        report.Say("PostgreSQL is lost.");
        await platform.StopReplicas();
        await load.Stop();
        await demo; // It tries for minutes before it gives up.
        await platform.LoseBroker();
        watch.Restart();
        await Restore(platform, moment);
        report.Say($"PostgreSQL is restored after {watch.Elapsed.TotalSeconds:0.0} s.");
        foreach (var service in Programs.Services)
        {
            await Sql.Execute(platform.DatabaseOf(service), $"truncate {service}.personal_data_keys");
            await platform.RunPostgres("pg_restore", "-d", service, $"../{service}.keys");
        }

        report.Say("The keys of personal data are those of their newest backup.");
        await platform.StartBroker();
        await platform.StartPlatform();
        await platform.HasQueues(queues.Keys);
        report.Say(
            $"The services run again with an empty broker, {watch.Elapsed.TotalSeconds:0.0} s after the restore began."
        );
        await platform.SetRelaysBack(report);
        await platform.HasCaughtUp();
        report.Say($"All have caught up, {watch.Elapsed.TotalSeconds:0.0} s after the restore began.");
        Console.WriteLine(await platform.MustTool("verify"));
        await Check(platform, load, moment, erased, report);
    }

    private static async Task Check(Installation platform, Load load, DateTimeOffset moment, Guid erased, Report report)
    {
        var missing = (await load.Missing()).ToHashSet();
        var before = load.Drafted.Where(d => d.Value.At < moment).ToArray();
        var lost = before.Count(d => missing.Contains(d.Key));
        report.Say(
            $"Of {before.Length} programs that were acknowledged before the moment, {lost} are missing; of "
                + $"{load.Drafted.Count - before.Length} after it, {missing.Count - lost} are gone, as chosen."
        );
        var readable = await Sql.Scalar(
            platform.DatabaseOf("enrollment"),
            $"select count(*) from enrollment.personal_data_keys where owner = '{erased}' and wrapped is not null"
        );
        if (lost > 0 || readable is not 0L)
            throw new DrillFailedException("Acknowledged work is missing, or who was erased can be read again.");
        report.Say("Who was erased after the moment is still erased.");
        var person = await load.Person(erased);
        report.Say($"The API answers about the erased person: {person}");
    }

    private static async Task<Guid> EraseOnePerson(Installation platform)
    {
        var owner = (Guid)
            (
                await Sql.Scalar(
                    platform.DatabaseOf("enrollment"),
                    "select owner from enrollment.personal_data_keys join people_v1.people on id = owner limit 1"
                )
            )!;
        foreach (var service in Programs.Services)
            await Sql.Execute(
                platform.DatabaseOf(service),
                $"""
                update {service}.personal_data_keys set wrapped = null, erased_at = now() where owner = '{owner}'
                """
            );
        return owner;
    }

    private static async Task Restore(Installation platform, DateTimeOffset moment)
    {
        var data = platform.Postgres.DataFolder;
        Directory.Move(data, data + ".lost");
        Directory.Move(Path.Combine(Path.GetDirectoryName(data)!, "backup"), data);
        await File.WriteAllTextAsync(Path.Combine(data, "recovery.signal"), "");
        await File.AppendAllTextAsync(
            Path.Combine(data, "postgresql.auto.conf"),
            $"""
            restore_command = 'cp ../archive/%f %p'
            recovery_target_time = '{moment:yyyy-MM-dd HH:mm:ss.ffffff+00}'
            recovery_target_action = 'promote'

            """
        );
        await platform.StartPostgres();
        for (var inRecovery = true; inRecovery; await Task.Delay(200))
            inRecovery = await Sql.Scalar(platform.Postgres.Address, "select pg_is_in_recovery()") is true;
    }
}
