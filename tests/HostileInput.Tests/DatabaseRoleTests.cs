using Npgsql;
using PeerNetwork.HostileInput.Tests.Data;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>The database roles of a service. All other tests of this project run under them too.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DatabaseRoleTests(PlatformFixture platform)
{
    public static TheoryData<string> Services => ["enrollment", "matching", "engagement", "analytics"];

    [Theory, MemberData(nameof(Services))]
    public async Task The_role_of_a_service_cannot_change_the_schema_or_the_past(string service)
    {
        var roles = platform.RolesOf(service);
        var events = $"{service}.mt_events";
        foreach (
            var sql in (string[])
                [
                    $"alter table {events} add column more int",
                    $"alter table {service}.personal_data_keys disable trigger all",
                    $"drop table {events}",
                    $"drop schema {service} cascade",
                    $"create table {service}.more (id int)",
                    $"create or replace function {service}.mt_archive_stream(uuid) returns void language sql as ''",
                    $"update {events} set seq_id = 0",
                    $"delete from {events}",
                    $"delete from {service}.mt_streams",
                    $"truncate {events}",
                    $"update {service}.audit_links set number = 0",
                    $"delete from {service}.audit_links",
                    $"delete from {service}.audit_heads",
                    $"truncate {service}.personal_data_keys",
                    $"truncate {service}.processed_messages",
                    "create table public.more (id int)",
                    "create role more",
                ]
        )
            (await Refused(roles, sql)).ShouldBeTrue(sql);
    }

    /// <summary>Both need schemas of their own, which they drop again.</summary>
    [Theory, MemberData(nameof(Services))]
    public async Task Projections_are_rebuilt_and_verified_under_the_role_of_the_service(string service)
    {
        var host = platform.Services.Single(s => s.Name == service);
        var report = await host.Post(Guid.CreateVersion7(), "/operations/verification");
        report!["projections"]!.AsArray().Count.ShouldBe(host.Projections.Count);
        foreach (var projection in host.Projections)
        {
            await host.Post(Guid.CreateVersion7(), $"/operations/projections/{projection}/rebuild");
            // A rebuild belongs to the service; the owner goes on applying the schema.
            await platform.RolesOf(service).ApplySchema();
        }
    }

    [Fact]
    public async Task Every_role_that_may_read_the_keys_is_reported()
    {
        var roles = platform.RolesOf("enrollment");
        string[] expected = [roles.LoginA, roles.LoginB, roles.Owner, roles.ServiceRole, roles.Superuser];
        (await KeyReaders(roles)).ShouldBe(expected, ignoreOrder: true);

        var (reader, member) = ($"{roles.ServiceRole}_reader", $"{roles.ServiceRole}_member");
        await roles.Execute(
            $"""
            create role {reader}; grant select (wrapped) on enrollment.personal_data_keys to {reader};
            create role {member} login; grant {reader} to {member};
            """
        );
        try
        {
            (await KeyReaders(roles)).ShouldBe([.. expected, reader, member], ignoreOrder: true);
        }
        finally
        {
            await roles.Execute($"drop owned by {reader}; drop role {member}; drop role {reader}");
        }
    }

    private static async Task<string[]> KeyReaders(ServiceDatabase roles)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "database", "key-readers.sql"));
        await using var source = NpgsqlDataSource.Create(roles.Administrator);
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var readers = new List<string>();
        while (await rows.ReadAsync())
            readers.Add(rows.GetString(0));
        return [.. readers];
    }

    private static async Task<bool> Refused(ServiceDatabase roles, string sql)
    {
        try
        {
            await ServiceDatabase.Execute(roles.ConnectionOf(roles.LoginA), sql);
            return false;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return true;
        }
    }
}
