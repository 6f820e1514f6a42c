using Npgsql;

namespace PeerNetwork.Drills;

/// <summary>One statement on a connection of its own.</summary>
internal static class Sql
{
    public static async Task Execute(string address, string sql) => await Scalar(address, sql);

    public static async Task<object?> Scalar(string address, string sql)
    {
        await using var source = NpgsqlDataSource.Create(address);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
