using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EventStore.Tests;

/// <summary>A service with the account streams, on a database of its own; several instances are replicas.</summary>
public sealed class Bank : IAsyncDisposable
{
    private readonly IHost _host;

    private Bank(IHost host, string connectionString) => (_host, ConnectionString) = (host, connectionString);

    public string ConnectionString { get; }

    public IServiceProvider Services => _host.Services;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    public ReadModels Reads => Services.GetRequiredService<ReadModels>();

    public static async Task<Bank> Open(
        string? connectionString = null,
        Action<EventStoreBuilder>? more = null,
        byte[]? masterKey = null
    )
    {
        connectionString ??= await TestServers.NewDatabase();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var store = builder
            .Services.AddEventStore("bank", connectionString, masterKey ?? new byte[32])
            .Stream<Account>(
                "account",
                s =>
                    s.Event<AccountOpened>("account_opened")
                        .Event<MoneyPaidIn>("money_paid_in")
                        .Event<NumberChanged>("number_changed")
            )
            .Unique("one_account_per_number", "There is an account with this number already.")
            .Inline<AccountNumbers>()
            .Async<Balances>();
        more?.Invoke(store);
        var host = builder.Build();
        await host.StartAsync();
        return new(host, connectionString);
    }

    /// <summary>Runs one request's worth of work in a scope of its own.</summary>
    public async Task<T> Request<T>(Func<EventStreams, EventContext, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(
            scope.ServiceProvider.GetRequiredService<EventStreams>(),
            scope.ServiceProvider.GetRequiredService<EventContext>()
        );
    }

    /// <summary>Runs a request whose events wait for its answer.</summary>
    public async Task<T> Hold<T>(Func<EventStreams, HeldAppend, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        var held = scope.ServiceProvider.GetRequiredService<EventContext>().Held =
            scope.ServiceProvider.GetRequiredService<HeldAppend>();
        return await work(scope.ServiceProvider.GetRequiredService<EventStreams>(), held);
    }

    public Task<long> Update(Guid account, Func<Account?, AccountEvent[]> decide) =>
        Request((events, _) => events.Update<Account, AccountEvent>(account, Account.Evolve, decide, default));

    public async Task<Guid> OpenAccount(string? number = null, string holder = "Ada Lovelace")
    {
        var id = Guid.CreateVersion7();
        await Update(id, _ => [Opened(id, number ?? id.ToString(), holder)]);
        return id;
    }

    public Task<long> PayIn(Guid account, long cents) => Update(account, _ => [new MoneyPaidIn(new(account), cents)]);

    public Task<Account?> Read(Guid account) =>
        Request((events, _) => events.Read<Account, AccountEvent>(account, Account.Evolve, default));

    public static AccountOpened Opened(Guid id, string number, string holder = "Ada Lovelace") =>
        new(new(id), number, Currency.PoundSterling, new(id, holder), new(2026, 11, 22));

    public Task<Balance?> BalanceOf(Guid account) =>
        Reads.One<Balance>($"select * from balances where id = {account}", default);

    /// <summary>Money from one account to another, in one transaction.</summary>
    public Task Transfer(Guid from, Guid to, long cents, string? correlation = null) =>
        Request(
            async (events, context) =>
            {
                context.Metadata = new(CorrelationId: correlation);
                await events.Update(
                    async writes =>
                    {
                        await writes.Fetch<Account, AccountEvent>(from, Account.Evolve);
                        await writes.Fetch<Account, AccountEvent>(to, Account.Evolve);
                        writes.Append<Account, AccountEvent>(from, new MoneyPaidIn(new(from), -cents));
                        writes.Append<Account, AccountEvent>(to, new MoneyPaidIn(new(to), cents));
                    },
                    default
                );
                return 0;
            }
        );

    public SubscriptionStatus StatusOf(string subscription) =>
        Services.GetRequiredService<SubscriptionStatuses>().All.Single(s => s.Name == subscription);

    /// <summary>Waits until the balances show every committed event.</summary>
    public Task CaughtUp() =>
        Eventually.Passes(async () =>
        {
            var behind = await Scalar<long>(
                "select count(*) from bank.mt_streams s left join balances b on b.id = s.id where b.version is distinct from s.version"
            );
            behind.ShouldBe(0, $"{StatusOf("balances")}");
        });

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
