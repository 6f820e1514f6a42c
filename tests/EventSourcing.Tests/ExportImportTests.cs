using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class ExportImportTests : ExportFixture
{
    [Fact]
    public async Task An_import_gives_an_empty_store_the_same_state()
    {
        var (ada, grace) = (
            await Old.OpenAccount("1", "Ada Lovelace"),
            await Old.OpenAccount("2", "Grace \"Hopper\"\n \\ é 😀")
        );
        await Old.Scalar<long>("select nextval('accounts.mt_events_sequence')"); // As an append that was rolled back.
        await Old.InScope(
            async (events, context) =>
            {
                context.Metadata = new("actor", "other", new(grace, "because"), "correlation", "causation", "trace");
                return await events.Update<Account, AccountEvent>(
                    grace,
                    Account.Evolve,
                    _ => [new MoneyPaidIn(new(grace), 5), new MoneyPaidIn(new(grace), 7)],
                    default
                );
            }
        );
        await Old.PayInOnce(Guid.CreateVersion7(), "teller", grace);
        await Erase(ada);
        await Old.WaitUntilCaughtUp();
        var customers = new[] { Guid.CreateVersion7(), Guid.CreateVersion7() };
        await ReplicaTests.StoreCustomer(Old, new(customers[0], 7, "Zürich"));
        await ReplicaTests.StoreCustomer(Old, new(customers[1], 1, "Bath"));
        await ReplicaTests.StoreCustomer(Old, new(customers[1], 2, "York"));
        var branch = Guid.CreateVersion7();
        foreach (var street in new[] { "Old Street", "New Street" })
            await ReplicaTests.ChangeBranch(Old, branch, known => known with { Street = street });

        var imported = await Import(New, await Export(Old));

        (
            imported.Service,
            imported.Keys,
            imported.Streams,
            imported.Events,
            imported.Documents,
            imported.Messages
        ).ShouldBe(("accounts", 2, 2, 5, 3, 1));
        var (before, after) = (await Verify(Old), await Verify(New));
        after.Differences.ShouldBeEmpty();
        after.StateHash.ShouldBe(before.StateHash);
        foreach (
            var rows in new[]
            {
                "accounts.mt_streams",
                "accounts.processed_messages",
                "balances",
                "account_numbers",
                "(select id, data, mt_version, city from accounts.mt_doc_customer)",
                "(select id, data, mt_version from accounts.mt_doc_branch)",
                "(select owner, created_at, erased_at from accounts.personal_data_keys)",
            }
        )
            (await Rows(New, rows)).ShouldBe(await Rows(Old, rows), rows);
        ((await New.Read(ada))!.Holder, (await New.Read(grace))!.Holder).ShouldBe(
            ("erased", "Grace \"Hopper\"\n \\ é 😀")
        );
        (await New.GetBalance(grace))!.Cents.ShouldBe(13);
        // A message that was outdated before the export is outdated after the import too.
        await ReplicaTests.StoreCustomer(New, new(customers[0], 6, "Genf"));
        (await Verify(New)).StateHash.ShouldBe(before.StateHash);
    }

    [Fact]
    public async Task The_state_hash_covers_documents()
    {
        var customer = Guid.CreateVersion7();
        await ReplicaTests.StoreCustomer(Old, new(customer, 1, "Bath"));
        var before = await Verify(Old);
        await ReplicaTests.StoreCustomer(Old, new(customer, 2, "York"));
        var after = await Verify(Old);
        (before.Documents, after.Documents).ShouldBe((1, 1));
        after.StateHash.ShouldNotBe(before.StateHash);
    }

    [Fact]
    public async Task Subscriptions_keep_their_position_and_nothing_is_handled_twice()
    {
        var account = await Old.OpenAccount();
        for (var i = 0; i < 2; i++)
            await Old.PayIn(account, 1);
        await Eventually.Holds(() => Task.FromResult(OldSubscription.Received.Count == 3));
        OldSubscription.Fails = true;
        await Old.PayIn(account, 1);
        var message = Guid.CreateVersion7();
        await Old.PayInOnce(message, "teller", account);
        var pending = (await Old.InScope((events, _) => events.History(account, default))).Skip(3).Select(e => e.Id);
        // The subscription of the new installation already runs, and is at the beginning.
        await Eventually.Holds(async () => (await New.GetStatus("recording")).State == ShardState.Running);

        await Import(New, await Export(Old));
        await Eventually.Passes(() =>
        {
            NewSubscription.Received.ShouldBe(pending);
            return Task.CompletedTask;
        });
        (await New.PayInOnce(message, "teller", account)).ShouldBeFalse("it was handled before the move");
        (await New.PayIn(account, 1)).ShouldBe(6);
        await New.WaitUntilCaughtUp();
        await Eventually.Holds(() => Task.FromResult(NewSubscription.Received.Count == 3));
        (await Verify(New)).Differences.ShouldBeEmpty();
        await Should.ThrowAsync<UniqueConflictException>(() => New.OpenAccount(number: account.ToString()));
    }

    [Fact]
    public async Task A_service_without_events_can_be_imported()
    {
        await Import(New, await Export(Old));
        (await Verify(New)).Differences.ShouldBeEmpty();
        await New.OpenAccount();
        await New.WaitUntilCaughtUp();
    }

    [Fact]
    public async Task An_export_with_concurrent_writers_is_one_snapshot()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Old.OpenAccount()));
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(
            accounts.Select(account =>
                Task.Run(async () =>
                {
                    while (!stop.IsCancellationRequested)
                        await Old.PayInOnce(Guid.CreateVersion7(), "teller", account);
                })
            )
        );
        await Eventually.Holds(async () =>
            await Old.Scalar<long>("select count(*) from accounts.processed_messages") > 50
        );
        var file = await Export(Old);
        await stop.CancelAsync();
        await writing;

        await Import(New, file);
        (await Verify(New)).Differences.ShouldBeEmpty();
        var messages = await New.Scalar<long>("select count(*) from accounts.processed_messages");
        messages.ShouldBeInRange(
            51,
            await Old.Scalar<long>("select count(*) from accounts.processed_messages") - 1,
            "writers have gone on"
        );
        (await New.Scalar<long>("select count(*) from accounts.mt_events where type = 'money_paid_in'")).ShouldBe(
            messages
        );
    }

    [Fact]
    public async Task Writers_wait_for_an_import_and_readers_do_not_see_it()
    {
        var file = await SmallExport();
        var upload = new Pipe();
        var import = New
            .Services.GetRequiredService<StreamsImport>()
            .Read(upload.Reader.AsStream(), TransportKey, default);
        await upload.Writer.WriteAsync(Encoding.UTF8.GetBytes(file[..^100]));
        await Eventually.Holds(() =>
            New.Scalar<bool>(
                """
                select exists (select from pg_locks
                    where mode = 'ExclusiveLock' and relation = 'accounts.mt_streams'::regclass and granted)
                """
            )
        );
        var writing = New.OpenAccount("another");
        await Eventually.Holds(() =>
            New.Scalar<bool>(
                """
                select exists (select from pg_locks where not granted
                    and relation in ('accounts.mt_streams'::regclass, 'accounts.personal_data_keys'::regclass))
                """
            )
        );
        (await New.Scalar<long>("select count(*) from accounts.mt_events")).ShouldBe(0);

        await upload.Writer.WriteAsync(Encoding.UTF8.GetBytes(file[^100..]));
        await upload.Writer.CompleteAsync();
        (await import).Events.ShouldBe(4);
        var account = await writing;
        await New.WaitUntilCaughtUp();
        (await New.Scalar<long>($"select seq_id from accounts.mt_events where stream_id = '{account}'")).ShouldBe(
            await New.Scalar<long>("select max(seq_id) from accounts.mt_events")
        );
        (await Verify(New)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rejected_import_leaves_no_key_in_the_cache()
    {
        var file = await SmallExport();
        var person = await Old.Scalar<Guid>("select owner from accounts.personal_data_keys");
        await Should.ThrowAsync<BrokenExportException>(() =>
            Import(New, file.Replace("\"cents\":5", "\"cents\":6", StringComparison.Ordinal))
        );
        await New.Update(person, _ => [AccountsService.NewAccountOpened(person, "1", "Grace Hopper")]);
        await using var replica = await AccountsService.Start(New.ConnectionString, masterKeys: new(NewMasterKey));
        (await replica.Read(person))!.Holder.ShouldBe("Grace Hopper");
    }

    private async Task Erase(Guid person)
    {
        await Old.Services.GetRequiredService<PersonalDataKeys>().Erase(person, DateTimeOffset.UnixEpoch, default);
        await Old.WaitUntilCaughtUp();
        await Old.Services.GetRequiredService<ProjectionRebuild>().Run("balances", default);
    }

    private static Task<string> Rows(AccountsService service, string table) =>
        service.Scalar<string>(
            $"""
            set timezone = 'UTC';
            select string_agg(to_json(r)::text, e'\n' order by to_json(r)::text) from {table} r
            """
        );
}
