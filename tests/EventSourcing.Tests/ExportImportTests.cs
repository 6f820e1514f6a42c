using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class ExportImportTests : ExportFixture
{
    [Fact]
    public async Task An_empty_store_gets_the_same_state_from_an_export()
    {
        var (ada, grace) = (
            await Old.OpenAccount("1", "Ada Lovelace"),
            await Old.OpenAccount("2", "Grace \"Hopper\"\n \\ é 😀")
        );
        await Old.Scalar<long>("select nextval('bank.mt_events_sequence')"); // As an append that was rolled back.
        await Old.Request(
            async (events, context) =>
            {
                context.Metadata = new("actor", "other", "because", "correlation", "causation", "trace");
                return await events.Update<Account, AccountEvent>(
                    grace,
                    Account.Evolve,
                    _ => [new MoneyPaidIn(new(grace), 5), new MoneyPaidIn(new(grace), 7)],
                    default
                );
            }
        );
        await Handle(Old, grace, Guid.CreateVersion7());
        await Erase(ada);
        await Old.CaughtUp();
        var customers = new[] { Guid.CreateVersion7(), Guid.CreateVersion7() };
        await ReplicaTests.Hears(Old, new(customers[0], 7, "Zürich"));
        await ReplicaTests.Hears(Old, new(customers[1], 1, "Bath"));
        await ReplicaTests.Hears(Old, new(customers[1], 2, "York"));
        var branch = Guid.CreateVersion7();
        foreach (var street in new[] { "Old Street", "New Street" })
            await ReplicaTests.Change(Old, branch, known => known with { Street = street });

        var imported = await Import(New, await Export(Old));

        (
            imported.Service,
            imported.Keys,
            imported.Streams,
            imported.Events,
            imported.Documents,
            imported.Messages
        ).ShouldBe(("bank", 2, 2, 5, 3, 1));
        var (before, after) = (await Verify(Old), await Verify(New));
        after.Differences.ShouldBeEmpty();
        after.StateHash.ShouldBe(before.StateHash);
        foreach (
            var rows in new[]
            {
                "bank.mt_streams",
                "bank.processed_messages",
                "balances",
                "account_numbers",
                "(select id, data, mt_version, city from bank.mt_doc_customer)",
                "(select id, data, mt_version from bank.mt_doc_branch)",
                "(select owner, created_at, erased_at from bank.personal_data_keys)",
            }
        )
            (await Rows(New, rows)).ShouldBe(await Rows(Old, rows), rows);
        ((await New.Read(ada))!.Holder, (await New.Read(grace))!.Holder).ShouldBe(
            ("erased", "Grace \"Hopper\"\n \\ é 😀")
        );
        (await New.BalanceOf(grace))!.Cents.ShouldBe(13);
        // A message that was overtaken before the move is overtaken after it.
        await ReplicaTests.Hears(New, new(customers[0], 6, "Genf"));
        (await Verify(New)).StateHash.ShouldBe(before.StateHash);
    }

    [Fact]
    public async Task The_state_covers_documents()
    {
        var customer = Guid.CreateVersion7();
        await ReplicaTests.Hears(Old, new(customer, 1, "Bath"));
        var before = await Verify(Old);
        await ReplicaTests.Hears(Old, new(customer, 2, "York"));
        var after = await Verify(Old);
        (before.Documents, after.Documents).ShouldBe((1, 1));
        after.StateHash.ShouldNotBe(before.StateHash);
    }

    [Fact]
    public async Task Subscriptions_go_on_where_they_were_and_nothing_is_handled_twice()
    {
        var account = await Old.OpenAccount();
        for (var i = 0; i < 2; i++)
            await Old.PayIn(account, 1);
        await Eventually.Holds(() => Task.FromResult(OldListener.Received.Count == 3));
        OldListener.Fails = true;
        await Old.PayIn(account, 1);
        var message = Guid.CreateVersion7();
        await Handle(Old, account, message);
        var pending = (await Old.Request((events, _) => events.History(account, default))).Skip(3).Select(e => e.Id);
        // The listener of the new installation runs already, and is at the beginning.
        await Eventually.Holds(async () => (await New.StatusOf("listener")).State == ShardState.Running);

        await Import(New, await Export(Old));
        await Eventually.Passes(() =>
        {
            NewListener.Received.ShouldBe(pending);
            return Task.CompletedTask;
        });
        (await Handle(New, account, message)).ShouldBeFalse("it was handled before the move");
        (await New.PayIn(account, 1)).ShouldBe(6);
        await New.CaughtUp();
        await Eventually.Holds(() => Task.FromResult(NewListener.Received.Count == 3));
        (await Verify(New)).Differences.ShouldBeEmpty();
        await Should.ThrowAsync<UniqueConflictException>(() => New.OpenAccount(number: account.ToString()));
    }

    [Fact]
    public async Task A_service_without_an_event_is_whole_after_its_move()
    {
        await Import(New, await Export(Old));
        (await Verify(New)).Differences.ShouldBeEmpty();
        await New.OpenAccount();
        await New.CaughtUp();
    }

    [Fact]
    public async Task An_export_among_writers_is_one_moment()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Old.OpenAccount()));
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(
            accounts.Select(account =>
                Task.Run(async () =>
                {
                    while (!stop.IsCancellationRequested)
                        await Handle(Old, account, Guid.CreateVersion7());
                })
            )
        );
        await Eventually.Holds(async () => await Old.Scalar<long>("select count(*) from bank.processed_messages") > 50);
        var file = await Export(Old);
        await stop.CancelAsync();
        await writing;

        await Import(New, file);
        (await Verify(New)).Differences.ShouldBeEmpty();
        var messages = await New.Scalar<long>("select count(*) from bank.processed_messages");
        messages.ShouldBeInRange(
            51,
            await Old.Scalar<long>("select count(*) from bank.processed_messages") - 1,
            "writers have gone on"
        );
        (await New.Scalar<long>("select count(*) from bank.mt_events where type = 'money_paid_in'")).ShouldBe(messages);
    }

    [Fact]
    public async Task Writers_wait_for_an_import_and_readers_see_nothing_of_it()
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
                    where mode = 'ExclusiveLock' and relation = 'bank.mt_streams'::regclass and granted)
                """
            )
        );
        var writing = New.OpenAccount("another");
        await Eventually.Holds(() =>
            New.Scalar<bool>(
                """
                select exists (select from pg_locks where not granted
                    and relation in ('bank.mt_streams'::regclass, 'bank.personal_data_keys'::regclass))
                """
            )
        );
        (await New.Scalar<long>("select count(*) from bank.mt_events")).ShouldBe(0);

        await upload.Writer.WriteAsync(Encoding.UTF8.GetBytes(file[^100..]));
        await upload.Writer.CompleteAsync();
        (await import).Events.ShouldBe(4);
        var account = await writing;
        await New.CaughtUp();
        (await New.Scalar<long>($"select seq_id from bank.mt_events where stream_id = '{account}'")).ShouldBe(
            await New.Scalar<long>("select max(seq_id) from bank.mt_events")
        );
        (await Verify(New)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_import_leaves_no_key_in_the_cache()
    {
        var file = await SmallExport();
        var person = await Old.Scalar<Guid>("select owner from bank.personal_data_keys");
        await Should.ThrowAsync<BrokenExportException>(() =>
            Import(New, file.Replace("\"cents\":5", "\"cents\":6", StringComparison.Ordinal))
        );
        await New.Update(person, _ => [Bank.Opened(person, "1", "Grace Hopper")]);
        await using var replica = await Bank.Open(New.ConnectionString, masterKeys: new(NewMasterKey));
        (await replica.Read(person))!.Holder.ShouldBe("Grace Hopper");
    }

    private async Task Erase(Guid person)
    {
        await Old.Services.GetRequiredService<PersonalDataKeys>().Erase(person, DateTimeOffset.UnixEpoch, default);
        await Old.CaughtUp();
        await Old.Services.GetRequiredService<ProjectionRebuild>().Run("balances", default);
    }

    private static Task<string> Rows(Bank bank, string table) =>
        bank.Scalar<string>(
            $"""
            set timezone = 'UTC';
            select string_agg(to_json(r)::text, e'\n' order by to_json(r)::text) from {table} r
            """
        );
}
