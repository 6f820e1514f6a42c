using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>A service with account streams. Instances with the same database are replicas.</summary>
public sealed class AccountsService : IAsyncDisposable
{
    private readonly IHost _host;

    private AccountsService(IHost host, string connectionString) =>
        (_host, ConnectionString) = (host, connectionString);

    public string ConnectionString { get; }

    public IServiceProvider Services => _host.Services;

    public NpgsqlDataSource Database => Services.GetRequiredService<EventDatabase>().Source;

    public ReadModels ReadModels => Services.GetRequiredService<ReadModels>();

    public static async Task<AccountsService> Start(
        string? connectionString = null,
        Action<StoreOptions>? store = null,
        Action<IServiceCollection>? services = null,
        MasterKeys? masterKeys = null,
        bool createsSchema = true,
        TableProjection? balances = null,
        Action<StoreOptions>? afterSharedSettings = null
    )
    {
        connectionString ??= await TestServers.NewDatabase();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.Services.AddEventSourcing(
            new("accounts", connectionString, new(masterKeys ?? new MasterKeys(new byte[32])), createsSchema),
            options =>
            {
                options.Stream<Account>(events =>
                    events
                        .Event<AccountOpened>("account_opened")
                        .Event<MoneyPaidIn>("money_paid_in")
                        .Event<NumberChanged>("number_changed")
                );
                options.Projections.Add(new AccountNumbers(), ProjectionLifecycle.Inline);
                options.Projections.Add(balances ?? new Balances(), ProjectionLifecycle.Async);
                store?.Invoke(options);
            }
        );
        services?.Invoke(builder.Services);
        if (afterSharedSettings is not null)
            builder.Services.ConfigureMarten(afterSharedSettings);
        var host = builder.Build();
        await host.StartAsync();
        return new(host, connectionString);
    }

    /// <summary>Runs work in a new scope, like a request.</summary>
    public async Task<T> InScope<T>(Func<EventStreams, AuditContext, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(
            scope.ServiceProvider.GetRequiredService<EventStreams>(),
            scope.ServiceProvider.GetRequiredService<AuditContext>()
        );
    }

    public Task<long> Update(Guid account, Func<Account?, AccountEvent[]> decide) =>
        InScope((events, _) => events.Update<Account, AccountEvent>(account, Account.Evolve, decide, default));

    public async Task<Guid> OpenAccount(string? number = null, string holder = "Ada Lovelace")
    {
        var id = Guid.CreateVersion7();
        await Update(id, _ => [NewAccountOpened(id, number ?? id.ToString(), holder)]);
        return id;
    }

    public Task<long> PayIn(Guid account, long cents) => Update(account, _ => [new MoneyPaidIn(new(account), cents)]);

    /// <summary>Handles a message that pays in one cent. False where the consumer handled it before.</summary>
    public async Task<bool> PayInOnce(Guid message, string consumer, Guid account)
    {
        await using var scope = Services.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        return await scope
            .ServiceProvider.GetRequiredService<ProcessedMessages>()
            .HandleOnce(
                message,
                consumer,
                () =>
                    events.Update<Account, AccountEvent>(
                        account,
                        Account.Evolve,
                        _ => [new MoneyPaidIn(new(account), 1)],
                        default
                    ),
                default
            );
    }

    public Task<Account?> Read(Guid account) =>
        InScope((events, _) => events.Read<Account, AccountEvent>(account, Account.Evolve, default));

    public static AccountOpened NewAccountOpened(Guid id, string number, string holder = "Ada Lovelace") =>
        new(new(id), number, Currency.PoundSterling, new(id, holder), new(2026, 11, 22));

    public Task<Balance?> GetBalance(Guid account) =>
        ReadModels.QueryFirstOrDefault<Balance>($"select * from balances where id = {account}", default);

    /// <summary>Moves money from one account to another in one transaction.</summary>
    public Task Transfer(Guid from, Guid to, long cents, string? correlation = null) =>
        InScope(
            async (events, audit) =>
            {
                audit.Metadata = new(CorrelationId: correlation);
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

    public async Task<ShardStatus> GetStatus(string name) =>
        (await Services.GetRequiredService<ShardStatuses>().All(default)).Single(s =>
            s.Name.StartsWith($"{name}:", StringComparison.Ordinal)
        );

    /// <summary>Waits until the balances include every committed event; after faults it takes long.</summary>
    public Task WaitUntilCaughtUp() =>
        Eventually.Passes(
            async () =>
            {
                var behind = await Scalar<long>(
                    """
                    select count(*) from accounts.mt_streams s left join balances b on b.id = s.id
                    where b.version is distinct from s.version and not exists (
                        select from accounts.mt_events t where t.stream_id = s.id and t.type = 'tombstone')
                    """
                );
                behind.ShouldBe(0, $"{await GetStatus("balances")}");
            },
            TimeSpan.FromMinutes(5)
        );

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
