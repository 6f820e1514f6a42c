using Npgsql;

namespace PeerNetwork.Testing;

/// <summary>The full content of a database as text, to show that it contains no plain personal data.</summary>
public static class DatabaseDump
{
    /// <summary>Every column of every row of every table, except the system schemas.</summary>
    /// <param name="connectionString">The connection string of the database.</param>
    public static async Task<string> ReadAll(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        var tables = await ReadStrings(
            database,
            """
            select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname not in ('pg_catalog', 'information_schema') order by 1
            """
        );
        var text = new List<string>();
        foreach (var table in tables)
            text.AddRange(await ReadStrings(database, $"select '{table} ' || t::text from {table} t"));
        return string.Join('\n', text);
    }

    private static async Task<List<string>> ReadStrings(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var strings = new List<string>();
        while (await rows.ReadAsync())
            strings.Add(rows.GetString(0));
        return strings;
    }
}
