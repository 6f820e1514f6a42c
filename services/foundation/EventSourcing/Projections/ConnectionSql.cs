using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>Runs statements on an open connection.</summary>
internal static class ConnectionSql
{
    public static async Task Execute(this NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<T> Scalar<T>(this NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) is T value
            ? value
            : throw new InvalidOperationException($"This gave no {typeof(T)}: {sql}");
    }

    /// <returns>The value; 0 if there is none.</returns>
    public static async Task<long> ScalarOrZero(this NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }
}
