using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventStore.Tests;

/// <summary>What lies in the database, so that a team that runs Marten can open it, and so that what is stored today is read in ten years.</summary>
public sealed class StoredFormTests : IAsyncLifetime
{
    private Bank _bank = null!;

    public async Task InitializeAsync() => _bank = await Bank.Open();

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task The_tables_have_the_columns_of_Marten() =>
        (
            await Lines(
                """
                select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                       || case when a.attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
                from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
                where c.relnamespace = 'bank'::regnamespace and c.relname like 'mt\_%' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                order by c.relname, a.attnum
                """
            )
        ).ShouldBe([
            "mt_event_progression.name character varying not null",
            "mt_event_progression.last_seq_id bigint",
            "mt_event_progression.last_updated timestamp with time zone",
            "mt_events.seq_id bigint not null",
            "mt_events.id uuid not null",
            "mt_events.stream_id uuid",
            "mt_events.version bigint not null",
            "mt_events.data jsonb not null",
            "mt_events.bdata bytea",
            "mt_events.type character varying(500) not null",
            "mt_events.timestamp timestamp with time zone not null",
            "mt_events.tenant_id character varying default '*DEFAULT*'::character varying",
            "mt_events.correlation_id character varying",
            "mt_events.causation_id character varying",
            "mt_events.headers jsonb",
            "mt_events.mt_dotnet_type character varying",
            "mt_events.is_archived boolean default false",
            "mt_streams.id uuid not null",
            "mt_streams.type character varying",
            "mt_streams.version bigint",
            "mt_streams.timestamp timestamp with time zone not null default now()",
            "mt_streams.created timestamp with time zone not null default now()",
            "mt_streams.tenant_id character varying default '*DEFAULT*'::character varying",
            "mt_streams.is_archived boolean default false",
        ]);

    [Fact]
    public async Task The_tables_have_the_keys_of_Marten_and_no_others() =>
        (
            await Lines(
                """
                select i.relname || ': ' || case when x.indisprimary then 'primary key' when x.indisunique then 'unique' else 'index' end || substring(pg_get_indexdef(i.oid), ' \(.*$')
                from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid where t.relnamespace = 'bank'::regnamespace and t.relname like 'mt\_%'
                union all select conname || ': ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'bank'::regnamespace and contype not in ('p', 'n')
                union all select 'trigger ' || tgname from pg_trigger g join pg_class t on t.oid = g.tgrelid where t.relnamespace = 'bank'::regnamespace and not tgisinternal
                order by 1
                """
            )
        ).ShouldBe([
            "fkey_mt_events_stream_id: FOREIGN KEY (stream_id) REFERENCES mt_streams(id) ON DELETE CASCADE",
            "mt_events_pkey: primary key (seq_id)",
            "mt_streams_pkey: primary key (id)",
            "pk_mt_event_progression: primary key (name)",
            "pk_mt_events_stream_and_version: unique (stream_id, version)",
        ]);

    [Fact]
    public async Task Numbers_come_from_one_sequence_that_hands_them_out_one_by_one() =>
        (
            await Lines(
                "select sequencename || ' from ' || start_value || ' by ' || increment_by || ' cache ' || cache_size from pg_sequences where schemaname = 'bank'"
            )
        ).ShouldBe(["mt_events_sequence from 1 by 1 cache 1"]);

    [Fact]
    public async Task What_Marten_does_not_know_has_names_that_it_never_touches() =>
        (
            await Lines(
                """
                select relname from pg_class where relnamespace = 'bank'::regnamespace and relkind in ('r', 'S', 'v', 'm') and relname like 'mt\_%'
                union all select proname from pg_proc where pronamespace = 'bank'::regnamespace and proname like 'mt\_%'
                order by 1
                """
            )
        ).ShouldBe(["mt_event_progression", "mt_events", "mt_events_sequence", "mt_streams"]);

    [Fact]
    public async Task A_stored_event_looks_as_Marten_writes_it()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var id = Guid.CreateVersion7();
        await _bank.Request(
            async (events, context) =>
            {
                context.Metadata = new(
                    "ada",
                    "grace",
                    "asked by phone",
                    "correlation",
                    "causation",
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
                );
                return await events.Update<Account, AccountEvent>(
                    id,
                    Account.Evolve,
                    _ => [Bank.Opened(id, "DE1"), new MoneyPaidIn(new(id), 5)],
                    default
                );
            }
        );
        var stream = (await Json($"select to_jsonb(s) from bank.mt_streams s where id = '{id}'"));
        (
            stream["type"].GetString(),
            stream["version"].GetInt64(),
            stream["tenant_id"].GetString(),
            stream["is_archived"].GetBoolean()
        ).ShouldBe(("account", 2, "*DEFAULT*", false));
        var e = (await Json("select to_jsonb(e) from bank.mt_events e where version = 2"));
        (
            e["seq_id"].GetInt64(),
            e["stream_id"].GetGuid(),
            e["type"].GetString(),
            e["tenant_id"].GetString(),
            e["is_archived"].GetBoolean(),
            e["bdata"].ValueKind
        ).ShouldBe((2, id, "money_paid_in", "*DEFAULT*", false, JsonValueKind.Null));
        e["mt_dotnet_type"]
            .GetString()
            .ShouldBe("PeerNetwork.EventStore.Tests.MoneyPaidIn, PeerNetwork.EventStore.Tests");
        e["data"].GetRawText().ShouldBe($$"""{"cents": 5, "account": "{{id}}"}""");
        (e["correlation_id"].GetString(), e["causation_id"].GetString()).ShouldBe(("correlation", "causation"));
        e["headers"]
            .EnumerateObject()
            .ToDictionary(h => h.Name, h => h.Value.GetString())
            .ShouldBe(
                new Dictionary<string, string?>
                {
                    ["actor"] = "ada",
                    ["onBehalfOf"] = "grace",
                    ["reason"] = "asked by phone",
                    ["traceParent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                },
                ignoreOrder: true
            );
        var (at, created) = (e["timestamp"].GetDateTimeOffset(), stream["created"].GetDateTimeOffset());
        (at, stream["timestamp"].GetDateTimeOffset()).ShouldBe((created, created));
        at.ShouldBeInRange(before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Ids_of_events_are_of_version_7_and_sort_by_time()
    {
        var id = await _bank.OpenAccount();
        for (var i = 0; i < 5; i++)
            await _bank.PayIn(id, 1);
        var ids = (await Lines("select id::text from bank.mt_events order by seq_id")).Select(Guid.Parse).ToArray();
        ids.ShouldAllBe(e => e.Version == 7);
        ids.Distinct().Count().ShouldBe(6);
        ids.Select(e => Convert.ToInt64(e.ToString("N")[..12], 16)).ShouldBeInOrder();
    }

    [Fact]
    public async Task The_name_of_the_type_in_NET_is_never_read()
    {
        var id = await _bank.OpenAccount("DE1");
        await _bank.Scalar<object>(
            "update bank.mt_events set mt_dotnet_type = 'Gone.With.The.Wind, Nowhere' returning 1"
        );
        (await _bank.Read(id))!.Number.ShouldBe("DE1");
        await _bank.CaughtUp();
    }

    [Fact]
    public async Task A_tombstone_of_Marten_is_passed_over_by_subscriptions_and_rebuilds()
    {
        await _bank.Scalar<object>(
            """
            insert into bank.mt_streams (id, version) values ('00000000-0000-0000-0000-000000000001', 0);
            insert into bank.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            values (nextval('bank.mt_events_sequence'), gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 1, '{}', 'tombstone', '-infinity') returning 1
            """
        );
        var id = await _bank.OpenAccount();
        await Testing.Eventually.Holds(async () => await _bank.BalanceOf(id) is not null);
        await _bank.Services.GetRequiredService<ProjectionRebuild>().Run("balances", default);
        (await _bank.BalanceOf(id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_column_or_an_index_that_others_add_is_left_alone()
    {
        var id = await _bank.OpenAccount();
        await _bank.Scalar<object>(
            """
            alter table bank.mt_events add column user_name varchar default 'them';
            alter table bank.mt_streams add column snapshot jsonb;
            create index theirs on bank.mt_events (user_name);
            select 1
            """
        );
        await _bank.PayIn(id, 5);
        await _bank.CaughtUp();
        await using var replica = await Bank.Open(_bank.ConnectionString);
        (await replica.Read(id))!.Cents.ShouldBe(5);
        (
            await Lines(
                "select user_name from bank.mt_events union all select indexname from pg_indexes where indexname = 'theirs'"
            )
        ).ShouldBe(["them", "them", "theirs"]);
    }

    [Fact]
    public async Task The_progress_of_a_foreign_daemon_is_none_of_ours()
    {
        await _bank.Scalar<object>(
            "insert into bank.mt_event_progression values ('HighWaterMark', 1000, now()), ('Theirs:All', 1000, now()) returning 1"
        );
        await using var replica = await Bank.Open(_bank.ConnectionString);
        await _bank.DisposeAsync();
        await replica.OpenAccount();
        await replica.CaughtUp();
        (
            await Lines("select name || ' ' || last_seq_id from bank.mt_event_progression order by name", replica)
        ).ShouldBe(["HighWaterMark 1000", "Theirs:All 1000", "balances 1"]);
    }

    [Fact]
    public async Task An_event_of_an_older_shape_is_read_as_the_one_of_today()
    {
        await using var today = await Bank.Open(
            _bank.ConnectionString,
            store =>
                store.Stream<Wallet>(
                    "wallet",
                    s =>
                        s.Event<MoneyPut>("money_put").Upcast<Golden, MoneyPut>("gold_put", old => new(old.Coins * 100))
                )
        );
        var id = Guid.CreateVersion7();
        await today.Request((events, _) => events.Update<Wallet, MoneyPut>(id, Wallet.Evolve, _ => [new(5)], default));
        await today.Scalar<object>(
            $$"""
            update bank.mt_streams set version = 2 where id = '{{id}}';
            insert into bank.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            values (nextval('bank.mt_events_sequence'), gen_random_uuid(), '{{id}}', 2, '{"coins":3, "fieldThatIsGone":true}', 'gold_put', now()) returning 1
            """
        );
        (await today.Request((events, _) => events.Read<Wallet, MoneyPut>(id, Wallet.Evolve, default))).ShouldBe(
            new(305)
        );
        (await today.Scalar<string>("select data::text from bank.mt_events where version = 2")).ShouldBe(
            """{"coins": 3, "fieldThatIsGone": true}""",
            "what is stored stays as it is"
        );
    }

    private sealed record MoneyPut(long Cents, string? Note = null);

    private sealed record Golden(long Coins);

    private sealed record Wallet(long Cents)
    {
        public static Wallet Evolve(Wallet? wallet, MoneyPut e) => new((wallet?.Cents ?? 0) + e.Cents);
    }

    private async Task<Dictionary<string, JsonElement>> Json(string sql) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(await _bank.Scalar<string>(sql))!;

    private async Task<List<string>> Lines(string sql, Bank? bank = null)
    {
        await using var command = (bank ?? _bank).Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
