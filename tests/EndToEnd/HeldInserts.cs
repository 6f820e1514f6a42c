using Npgsql;

namespace PeerNetwork.EndToEnd;

/// <summary>
/// Makes an event of a service wait in its transaction now and then, while others with higher numbers commit: what
/// follows the events in the order of their numbers must not pass over it.
/// </summary>
internal static class HeldInserts
{
    /// <summary>Every how many numbers an insert is held.</summary>
    private const int Each = 97;

    public static Task Begin(string database, string service) =>
        Run(
            database,
            $"""
            create sequence public.held_inserts;
            create function public.hold_insert() returns trigger language plpgsql as $$
            begin
                if new.seq_id % {Each} = 0 then
                    perform nextval('public.held_inserts'), pg_sleep(0.3);
                end if;
                return new;
            end $$;
            create trigger hold_insert before insert on {service}.mt_events
                for each row execute function public.hold_insert();
            """
        );

    public static async Task<long> Count(string database) =>
        (long)(await Run(database, "select case when is_called then last_value else 0 end from public.held_inserts"))!;

    private static async Task<object?> Run(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
