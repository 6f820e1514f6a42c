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
/// A service to export from, and an empty service with another master key and time zone to import into.
/// </summary>
public abstract class ExportFixture : IAsyncLifetime
{
    private const string OtherTimeZone = ";Timezone=Asia/Tokyo";

    protected static byte[] TransportKey { get; } = RandomNumberGenerator.GetBytes(32);

    protected byte[] NewMasterKey { get; } = RandomNumberGenerator.GetBytes(32);

    protected RecordingSubscription OldSubscription { get; } = new();

    protected RecordingSubscription NewSubscription { get; } = new();

    protected AccountsService Old { get; private set; } = null!;

    protected AccountsService New { get; private set; } = null!;

    /// <summary>A subscription whose effects cannot be rolled back, like those of the relay.</summary>
    protected sealed class RecordingSubscription : SubscriptionBase
    {
        public RecordingSubscription() => Name = "recording";

        public ConcurrentQueue<Guid> Received { get; } = [];

        /// <summary>While true, the subscription fails.</summary>
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
        Old = await AccountsService.Start(
            store: ReplicaTests.Configure,
            services: services => services.AddSingleton(OldSubscription).AddSubscription<RecordingSubscription>()
        );
        New = await AccountsService.Start(
            await TestServers.NewDatabase() + OtherTimeZone,
            ReplicaTests.Configure,
            services: services => services.AddSingleton(NewSubscription).AddSubscription<RecordingSubscription>(),
            masterKeys: new(NewMasterKey)
        );
    }

    public async Task DisposeAsync()
    {
        await Old.DisposeAsync();
        await New.DisposeAsync();
    }

    /// <summary>
    /// An export of ten lines: a header, a key, a stream, four events, a message, a position and the end.
    /// </summary>
    protected async Task<string> SmallExport()
    {
        var account = await Old.OpenAccount("1");
        await Old.PayIn(account, 5);
        await Old.PayInOnce(Guid.CreateVersion7(), "teller", account);
        await Old.PayIn(account, 8);
        await Eventually.Holds(async () =>
            await Old.Scalar<bool>(
                """
                select last_seq_id = (select max(seq_id) from accounts.mt_events) from accounts.mt_event_progression
                where name = 'recording:All'
                """
            )
        );
        return await Export(Old);
    }

    /// <summary>Asserts that a rejected import has left the store empty: the valid file can be imported.</summary>
    protected async Task ImportShouldSucceed(string file)
    {
        await NewShouldBeEmpty();
        await Import(New, file);
        (await Verify(New)).Differences.ShouldBeEmpty();
    }

    protected async Task NewShouldBeEmpty()
    {
        foreach (
            var table in new[]
            {
                "accounts.mt_streams",
                "accounts.mt_events",
                "accounts.processed_messages",
                "accounts.personal_data_keys",
                "accounts.mt_doc_customer",
                "balances",
                "account_numbers",
            }
        )
            (await New.Scalar<long>($"select count(*) from {table}")).ShouldBe(0, table);
    }

    protected static async Task<string> Export(AccountsService service)
    {
        using var file = new MemoryStream();
        await service.Services.GetRequiredService<StreamsExport>().Write(file, TransportKey, default);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    protected static async Task<ImportReport> Import(AccountsService service, string file, byte[]? transportKey = null)
    {
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return await service
            .Services.GetRequiredService<StreamsImport>()
            .Read(lines, transportKey ?? TransportKey, default);
    }

    protected static Task<VerificationReport> Verify(AccountsService service) =>
        service.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default);
}
