using System.Net.Sockets;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.AppHost.Tests.LocalServers;

public class TestServersTests
{
    [Fact]
    public async Task Each_caller_gets_an_empty_database_of_its_own()
    {
        var (one, other) = (await TestServers.NewDatabase(), await TestServers.NewDatabase());

        await Execute(one, "create table things (id int)");
        await Execute(other, "create table things (id int)");
    }

    [Fact]
    public async Task Each_caller_gets_a_virtual_host_of_its_own()
    {
        var (one, other) = (new Uri(await TestServers.NewVirtualHost()), new Uri(await TestServers.NewVirtualHost()));

        one.AbsolutePath.ShouldNotBe(other.AbsolutePath);
        using var broker = new TcpClient();
        await broker.ConnectAsync(one.Host, one.Port);
    }

    private static async Task Execute(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
