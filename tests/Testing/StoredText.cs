using Npgsql;

namespace PeerNetwork.Testing;

/// <summary>All that a database holds, as a thief of its files would read it.</summary>
public static class StoredText
{
    /// <summary>Every column of every row of every table, in all schemas that are not PostgreSQL's own.</summary>
    /// <param name="connectionString">Of the database.</param>
    public static async Task<string> Of(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        var tables = await Strings(
            database,
            """
            select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname not in ('pg_catalog', 'information_schema') order by 1
            """
        );
        var text = new List<string>();
        foreach (var table in tables)
            text.AddRange(await Strings(database, $"select '{table} ' || t::text from {table} t"));
        return string.Join('\n', text);
    }

    private static async Task<List<string>> Strings(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var strings = new List<string>();
        while (await rows.ReadAsync())
            strings.Add(rows.GetString(0));
        return strings;
    }
}
