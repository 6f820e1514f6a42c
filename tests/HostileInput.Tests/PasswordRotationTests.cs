using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>A new password for the database, as <c>deploy/database.md</c> says.</summary>
public sealed class PasswordRotationTests
{
    private const int Clients = 4;

    private const string Mapping = """
        {
          "sites": [ { "code": "BER", "name": "Berlin", "timeZone": "Europe/Berlin" } ],
          "fields": {
            "employeeNumber": { "column": "no" }, "name": { "column": "name" },
            "email": { "column": "mail" }, "site": { "column": "site" }
          }
        }
        """;

    [Fact]
    public async Task No_request_fails_while_the_password_changes_and_no_event_is_passed_over()
    {
        var database = await ServiceDatabase.Create("enrollment");
        var (broker, masterKey) = (await TestServers.NewVirtualHost(), RandomNumberGenerator.GetBytes(32));
        await database.SetPassword(database.LoginA, "former");
        await using var former = new Replica(database.ConnectionOf(database.LoginA, "former"), broker, masterKey);
        await former.InitializeAsync();
        var current = former;
        var (hired, stop) = (new int[Clients], false);
        // The first roster opens the site, which only one can do.
        await Upload(former);
        var clients = Enumerable.Range(0, Clients).Select(Hire).ToArray();
        await MoreHired();

        await database.SetPassword(database.LoginB, "next");
        await using var next = new Replica(database.ConnectionOf(database.LoginB, "next"), broker, masterKey);
        await next.InitializeAsync();
        // Both replicas append; the daemon runs in the former one.
        current = next;
        await MoreHired();
        await former.DisposeAsync();
        await database.Execute($"alter role {database.LoginA} password null");
        (
            await Should.ThrowAsync<PostgresException>(() => Open(database.ConnectionOf(database.LoginA, "former")))
        ).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        await MoreHired();
        Volatile.Write(ref stop, true);
        await Task.WhenAll(clients);

        var shards = next.Services.GetRequiredService<ShardStatuses>();
        await Eventually.Passes(async () =>
            (await shards.All(default)).ShouldAllBe(s => s.State == ShardState.Running && s.Lag == 0)
        );
        var report = await next.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default);
        report.Differences.ShouldBeEmpty();
        (await Count(database, "select count(*) from enrollment.mt_events where type = 'person_hired'")).ShouldBe(
            hired.Sum() + 1
        );

        async Task Hire(int client)
        {
            while (!Volatile.Read(ref stop))
            {
                await Upload(Volatile.Read(ref current));
                Interlocked.Increment(ref hired[client]);
            }
        }

        // After this no client waits for an answer to a request that it made before.
        async Task MoreHired()
        {
            var before = hired.ToArray();
            await Eventually.Holds(
                () =>
                    Task.FromResult(
                        clients.Any(c => c.IsFaulted) || hired.Zip(before).All(n => n.First > n.Second + 5)
                    ),
                "each client to hire more people"
            );
        }
    }

    private static async Task Upload(Replica replica)
    {
        using var client = replica.As(Guid.CreateVersion7(), Roles.PeopleAdmin);
        var number = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        using var roster = new MultipartFormDataContent
        {
            { new StringContent($"no,name,mail,site\n{number},Ada,{number}@example.com,BER\n"), "file", "roster.csv" },
            { new StringContent(Mapping), "mapping" },
        };
        using var answer = await client.PostAsync("/rosters", roster);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    private static async Task Open(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
    }

    private static async Task<long> Count(ServiceDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.Administrator);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Replica(string database, string broker, byte[] masterKey)
        : ServiceHost<SiteRecord>,
            IAsyncDisposable
    {
        protected override Task<string> NewDatabase() => Task.FromResult(database);

        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.UseSetting("EventSourcing:CreatesSchema", "false");
            builder.UseSetting("ConnectionStrings:rabbitmq", broker);
            builder.UseSetting("PersonalData:MasterKey", Convert.ToBase64String(masterKey));
        }

        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
    }
}
