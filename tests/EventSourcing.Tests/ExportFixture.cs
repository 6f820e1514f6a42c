using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>
/// A service to export, and an empty one with another master key and another time zone to import into.
/// </summary>
public abstract class ExportFixture : IAsyncLifetime
{
    private const string OtherTimeZone = ";Timezone=Asia/Tokyo";

    protected static byte[] TransportKey { get; } = RandomNumberGenerator.GetBytes(32);

    protected byte[] NewMasterKey { get; } = RandomNumberGenerator.GetBytes(32);

    protected Listener OldListener { get; } = new();

    protected Listener NewListener { get; } = new();

    protected Bank Old { get; private set; } = null!;

    protected Bank New { get; private set; } = null!;

    /// <summary>Does with events what cannot be undone, as the relay does.</summary>
    protected sealed class Listener : SubscriptionBase
    {
        public Listener() => Name = "listener";

        public ConcurrentQueue<Guid> Received { get; } = [];

        /// <summary>While true, it handles nothing.</summary>
        public bool Fails { get; set; }

        public override Task<IChangeListener> ProcessEventsAsync(
            EventRange page,
            ISubscriptionController controller,
            IDocumentOperations operations,
            CancellationToken cancellationToken
        )
        {
            if (Fails)
                throw new InvalidOperationException("It handles nothing.");
            foreach (var e in page.Events)
                Received.Enqueue(e.Id);
            return Task.FromResult<IChangeListener>(NullChangeListener.Instance);
        }
    }

    public async Task InitializeAsync()
    {
        Old = await Bank.Open(
            store: ReplicaTests.Configure,
            services: services => services.AddSingleton(OldListener).AddSubscription<Listener>()
        );
        New = await Bank.Open(
            await TestServers.NewDatabase() + OtherTimeZone,
            ReplicaTests.Configure,
            services: services => services.AddSingleton(NewListener).AddSubscription<Listener>(),
            masterKeys: new(NewMasterKey)
        );
    }

    public async Task DisposeAsync()
    {
        await Old.DisposeAsync();
        await New.DisposeAsync();
    }

    /// <summary>Ten lines: a header, a key, a stream, four events, a message, a position and the end.</summary>
    protected async Task<string> SmallExport()
    {
        var account = await Old.OpenAccount("1");
        await Old.PayIn(account, 5);
        await Handle(Old, account, Guid.CreateVersion7());
        await Old.PayIn(account, 8);
        await Eventually.Holds(async () =>
            await Old.Scalar<bool>(
                """
                select last_seq_id = (select max(seq_id) from bank.mt_events) from bank.mt_event_progression
                where name = 'listener:All'
                """
            )
        );
        return await Export(Old);
    }

    /// <summary>Shows that a refused import has left nothing behind: the whole file goes in.</summary>
    protected async Task StillTakes(string file)
    {
        await IsEmpty();
        await Import(New, file);
        (await Verify(New)).Differences.ShouldBeEmpty();
    }

    protected async Task IsEmpty()
    {
        foreach (
            var table in new[]
            {
                "bank.mt_streams",
                "bank.mt_events",
                "bank.processed_messages",
                "bank.personal_data_keys",
                "bank.mt_doc_customer",
                "balances",
                "account_numbers",
            }
        )
            (await New.Scalar<long>($"select count(*) from {table}")).ShouldBe(0, table);
    }

    /// <summary>A message that pays in one cent.</summary>
    protected static async Task<bool> Handle(Bank bank, Guid account, Guid message)
    {
        await using var scope = bank.Services.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        return await scope
            .ServiceProvider.GetRequiredService<ProcessedMessages>()
            .HandleOnce(
                message,
                "teller",
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

    protected static async Task<string> Export(Bank bank)
    {
        using var file = new MemoryStream();
        await bank.Services.GetRequiredService<StreamsExport>().Write(file, TransportKey, default);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    protected static async Task<ImportReport> Import(Bank bank, string file, byte[]? transportKey = null)
    {
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return await bank
            .Services.GetRequiredService<StreamsImport>()
            .Read(lines, transportKey ?? TransportKey, default);
    }

    protected static Task<VerificationReport> Verify(Bank bank) =>
        bank.Services.GetRequiredService<Verification>().Run(TimeSpan.FromSeconds(30), default);
}
