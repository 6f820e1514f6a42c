using System.Text.Json;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Benchmarks.Events;

/// <summary>An event of about 300 bytes as JSON.</summary>
internal sealed record Posted(
    Guid Account,
    long Amount,
    string Currency,
    string Text,
    DateTimeOffset At,
    string Reference
);

internal sealed record Account(long Balance, int Postings)
{
    public static Account Evolve(Account? account, Posted e) =>
        new((account?.Balance ?? 0) + e.Amount, (account?.Postings ?? 0) + 1);
}

/// <summary>A service with nothing but accounts, wired as all services are.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    public const string Schema = "ledger";
    public const int EventsPerAppend = 3;

    private static readonly string Text = new('x', 120);
    private static readonly DateTimeOffset At = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private readonly IHost _host;

    private Ledger(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public NpgsqlDataSource Database => Services.GetRequiredService<EventDatabase>().Source;

    public static async Task<Ledger> Open(string connectionString, Action<StoreOptions>? store = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var pool = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 80 };
        builder.Services.AddEventSourcing(
            new(Schema, pool.ConnectionString, new(new MasterKeys(new byte[32])), CreatesSchema: true),
            options =>
            {
                options.Stream<Account>(events => events.Event<Posted>("posted"));
                store?.Invoke(options);
            }
        );
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public static Posted[] Postings(Guid account) =>
        [
            .. Enumerable
                .Range(0, EventsPerAppend)
                .Select(n => new Posted(account, n, "EUR", Text, At, $"invoice {n} of the benchmark")),
        ];

    /// <summary>One request's worth of work in a scope of its own.</summary>
    public async Task<T> Request<T>(Func<EventStreams, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<EventStreams>());
    }

    public Task AppendNew(Guid account) =>
        Request(async events =>
        {
            await events.Update(
                writes =>
                {
                    writes.Append<Account, Posted>(account, Postings(account));
                    return Task.CompletedTask;
                },
                default
            );
            return 0;
        });

    public Task AppendAt(Guid account, long version) =>
        Request(async events =>
        {
            await events.Update(
                writes =>
                {
                    writes.Expect(account, version);
                    writes.Append<Account, Posted>(account, Postings(account));
                    return Task.CompletedTask;
                },
                default
            );
            return 0;
        });

    public Task<long> Decide(Guid account) =>
        Request(events => events.Update<Account, Posted>(account, Account.Evolve, _ => Postings(account), default));

    public Task<Account?> Fold(Guid account) =>
        Request(events => events.Read<Account, Posted>(account, Account.Evolve, default));

    /// <summary>
    /// Adds streams with so many events each, as appends would leave them, and refreshes the statistics.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> Fill(int streams, int length)
    {
        var ids = Enumerable.Range(0, streams).Select(_ => Guid.CreateVersion7()).ToArray();
        await using var fill = Database.CreateBatch();
        fill.BatchCommands.Add(new("set local statement_timeout = 0"));
        fill.BatchCommands.Add(
            new($"insert into {Schema}.mt_streams (id, type, version) select id, 'account', $2 from unnest($1) id")
            {
                Parameters =
                {
                    new() { Value = ids },
                    new() { Value = (long)length },
                },
            }
        );
        fill.BatchCommands.Add(
            new(
                $"""
                insert into {Schema}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers,
                    mt_dotnet_type)
                select nextval('{Schema}.mt_events_sequence'), gen_random_uuid(), id, version,
                    jsonb_set($3, '{"{account}"}', to_jsonb(id)), 'posted', now(), '{"{}"}', 'x'
                from generate_series(1, $2) version, unnest($1) id
                """
            )
            {
                Parameters =
                {
                    new() { Value = ids },
                    new() { Value = length },
                    new()
                    {
                        Value = JsonSerializer.Serialize(Postings(Guid.Empty)[0], JsonSerializerOptions.Web),
                        NpgsqlDbType = NpgsqlDbType.Jsonb,
                    },
                },
            }
        );
        fill.BatchCommands.Add(new($"analyze {Schema}.mt_events"));
        fill.Timeout = 0;
        await fill.ExecuteNonQueryAsync();
        return ids;
    }

    public async Task<long> Scalar(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 0;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
