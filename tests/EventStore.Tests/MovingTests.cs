using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventStore.Tests;

public sealed class MovingTests : IAsyncLifetime
{
    private const string OtherClocks = ";Timezone=Asia/Tokyo";

    private static readonly byte[] TransportKey = RandomNumberGenerator.GetBytes(32);

    private readonly byte[] _newMasterKey = RandomNumberGenerator.GetBytes(32);
    private readonly Listener _listener = new(), _newListener = new();
    private Bank _old = null!, _new = null!;

    public sealed record Vault(string Place);

    public sealed record VaultBuilt(string Place);

    /// <summary>Does with events what cannot be undone, as the relay does.</summary>
    private sealed class Listener : ISubscriber
    {
        public string Name => "listener";

        public ConcurrentQueue<Guid> Heard { get; } = [];

        public Task Handle(IReadOnlyList<StoredEvent> events, SqlBatch effects, CancellationToken ct)
        {
            foreach (var e in events) Heard.Enqueue(e.Id);
            return Task.CompletedTask;
        }
    }

    public async Task InitializeAsync()
    {
        _old = await Bank.Open(more: store => store.Services.AddSubscription(_ => _listener));
        _new = await Bank.Open(await TestServers.NewDatabase() + OtherClocks, store => store.Services.AddSubscription(_ => _newListener), _newMasterKey);
    }

    public async Task DisposeAsync()
    {
        await _old.DisposeAsync();
        await _new.DisposeAsync();
    }

    [Fact]
    public async Task An_empty_store_gets_the_same_state_from_an_export()
    {
        var (ada, grace) = (await _old.OpenAccount("1", "Ada Lovelace"), await _old.OpenAccount("2", "Grace \"Hopper\"\n \\ é 😀"));
        await _old.Scalar<long>("select nextval('bank.mt_events_sequence')"); // As an append that was rolled back.
        await _old.Request(async (events, context) =>
        {
            context.Metadata = new("actor", "other", "because", "correlation", "causation", "trace");
            return await events.Update<Account, AccountEvent>(grace, Account.Evolve, _ => [new MoneyPaidIn(new(grace), 5), new MoneyPaidIn(new(grace), 7)], default);
        });
        await Handle(_old, grace, Guid.CreateVersion7());
        await Erase(ada);
        await _old.CaughtUp();

        var imported = await Import(_new, await Export(_old));

        (imported.Service, imported.Keys, imported.Streams, imported.Events, imported.Messages).ShouldBe(("bank", 2, 2, 5, 1));
        var (before, after) = (await Verify(_old), await Verify(_new));
        after.Differences.ShouldBeEmpty();
        after.StateHash.ShouldBe(before.StateHash);
        foreach (var rows in new[] { "bank.mt_streams", "bank.inbox", "balances", "account_numbers", "(select owner, created, erased from bank.personal_keys)" })
            (await Rows(_new, rows)).ShouldBe(await Rows(_old, rows), rows);
        ((await _new.Read(ada))!.Holder, (await _new.Read(grace))!.Holder).ShouldBe(("erased", "Grace \"Hopper\"\n \\ é 😀"));
        (await _new.BalanceOf(grace))!.Cents.ShouldBe(13);
    }

    [Fact]
    public async Task Whoever_follows_the_events_goes_on_where_it_was_and_nothing_is_handled_twice()
    {
        var account = await _old.OpenAccount();
        for (var i = 0; i < 3; i++) await _old.PayIn(account, 1);
        var message = Guid.CreateVersion7();
        await Handle(_old, account, message);
        await Eventually.Holds(() => Task.FromResult(_listener.Heard.Count == 5));
        await _old.Scalar<long>("update bank.mt_event_progression set last_seq_id = (select seq_id from bank.mt_events order by seq_id offset 2 limit 1) where name = 'listener' returning 1::bigint");
        // The listener of the new installation is awake, and stands at the beginning.
        await Eventually.Holds(() => Task.FromResult(_new.StatusOf("listener").State == SubscriptionState.Running));

        await Import(_new, await Export(_old));
        await Eventually.Passes(() =>
        {
            _newListener.Heard.ShouldBe(_listener.Heard.Skip(3));
            return Task.CompletedTask;
        });
        (await Handle(_new, account, message)).ShouldBeFalse("it was handled before the move");
        (await _new.PayIn(account, 1)).ShouldBe(6);
        await _new.CaughtUp();
        await Eventually.Holds(() => Task.FromResult(_newListener.Heard.Count == 3));
        (await Verify(_new)).Differences.ShouldBeEmpty();
        await Should.ThrowAsync<UniqueConflictException>(() => _new.OpenAccount(number: account.ToString()));
    }

    [Fact]
    public async Task An_export_among_writers_is_one_moment()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _old.OpenAccount()));
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(accounts.Select(account => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await Handle(_old, account, Guid.CreateVersion7());
        })));
        await Eventually.Holds(async () => await _old.Scalar<long>("select count(*) from bank.inbox") > 50);
        var file = await Export(_old);
        await stop.CancelAsync();
        await writing;

        await Import(_new, file);
        (await Verify(_new)).Differences.ShouldBeEmpty();
        var messages = await _new.Scalar<long>("select count(*) from bank.inbox");
        messages.ShouldBeInRange(51, await _old.Scalar<long>("select count(*) from bank.inbox") - 1, "writers have gone on");
        (await _new.Scalar<long>("select count(*) from bank.mt_events where type = 'money_paid_in'")).ShouldBe(messages);
    }

    [Fact]
    public async Task Who_writes_during_an_import_waits_for_it_and_who_reads_sees_nothing_of_it()
    {
        var file = await SmallExport();
        var upload = new Pipe();
        var import = _new.Services.GetRequiredService<StreamsImport>().Read(upload.Reader.AsStream(), TransportKey, default);
        await upload.Writer.WriteAsync(Encoding.UTF8.GetBytes(file[..^100]));
        await Eventually.Holds(() => _new.Scalar<bool>("select exists (select from pg_locks where mode = 'ExclusiveLock' and relation = 'bank.mt_streams'::regclass and granted)"));
        var writing = _new.OpenAccount("another");
        await Eventually.Holds(() => _new.Scalar<bool>("select exists (select from pg_locks where relation in ('bank.mt_streams'::regclass, 'bank.personal_keys'::regclass) and not granted)"));
        (await _new.Scalar<long>("select count(*) from bank.mt_events")).ShouldBe(0);

        await upload.Writer.WriteAsync(Encoding.UTF8.GetBytes(file[^100..]));
        await upload.Writer.CompleteAsync();
        (await import).Events.ShouldBe(4);
        var account = await writing;
        await _new.CaughtUp();
        (await _new.Scalar<long>($"select seq_id from bank.mt_events where stream_id = '{account}'")).ShouldBe(await _new.Scalar<long>("select max(seq_id) from bank.mt_events"));
        (await Verify(_new)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_import_leaves_no_key_behind_that_others_do_not_know()
    {
        var file = await SmallExport();
        var person = await _old.Scalar<Guid>("select owner from bank.personal_keys");
        await Should.ThrowAsync<BrokenExportException>(() => Import(_new, file.Replace("\"cents\":5", "\"cents\":6", StringComparison.Ordinal)));
        await _new.Update(person, _ => [Bank.Opened(person, "1", "Grace Hopper")]);
        await using var replica = await Bank.Open(_new.ConnectionString, masterKey: _newMasterKey);
        (await replica.Read(person))!.Holder.ShouldBe("Grace Hopper");
    }

    /// <summary>What to change in the file of <see cref="SmallExport"/>, and what the refusal says. Where the beginning of a line is to change, all of it does.</summary>
    private static readonly (string From, string To, string Sentence)[] BrokenFiles =
    [
        ("""{"line":"end""", "", "Line 9: the file ends here, without its last line: it is torn"),
        ("""{"line":"header""", "", "Line 1: it has to be the header of an export"),
        ("""{"line":"stream""", "", "violates foreign key constraint"),
        ("""{"line":"key""", """hello""", "Line 2: 'h' is an invalid start of a value"),
        ("""{"line":"key""", """{"line":"lock"}""", "Line 2: "),
        ("""{"line":"key""", """{}""", "Line 2: "),
        ("""{"line":"key""", """{"line":"end","keys":0,"streams":0,"events":0,"messages":0,"positions":0,"hash":""}""", "Line 3: 'stream' cannot follow 'end'"),
        ("""{"line":"position""", """{"line":"stream"}""", "Line 9: JSON deserialization for type 'StreamLine' was missing required properties including: 'id'"),
        ("""export","version":1""", """export","version":2""", "Line 1: it is of the format peernetwork-export, version 2; known here is peernetwork-export, version 1"),
        ("""service":"bank""", """service":"shop""", "Line 1: it is an export of shop, and this is bank"),
        ("wrapped\":\"", "wrapped\":\"AAAA", "Line 2: a wrapped key has 60 bytes"),
        ("""created":"2""", """erased":"2026-11-22T08:00:00Z","created":"2""", "Line 2: a person either has a key or was erased"),
        ("""handledAt""", """handledAgain""", "Line 8: The JSON property 'handledAgain' could not be mapped"),
        ("consumer\":\"teller\"", "consumer\":null", "Line 8: "),
        ("""events":4}""", """events":5}""", "Line 9: listener cannot have handled 5 of 4 events"),
        ("""messages":1""", """messages":2""", "Line 10: its counts and its hash do not agree with what stands before it"),
        ("""cents":5""", """cents":6""", "Line 10: its counts and its hash do not agree with what stands before it"),
        ("""cents":5""", """cents":"\u0000" """, "the database refuses what stands before it"),
        ("""version":3,"type""", """version":9,"type""", "Line 10: the streams before it are not whole"),
        ("""version":3,"type""", """version":2,"type""", "duplicate key"),
    ];

    [Fact]
    public async Task A_file_that_is_not_whole_is_refused_with_the_line_and_leaves_the_store_empty()
    {
        var file = await SmallExport();
        foreach (var (from, to, sentence) in BrokenFiles)
        {
            file.ShouldContain(from);
            var line = from.StartsWith("{\"line\"", StringComparison.Ordinal);
            var broken = new Regex(line ? $"^{Regex.Escape(from)}.*\n" : Regex.Escape(from), RegexOptions.Multiline).Replace(file, line && to != "" ? to + "\n" : to, 1);
            var refused = await Should.ThrowAsync<RefusedException>(() => Import(_new, broken), sentence);
            (refused.Refusal, refused.Code).ShouldBe((Refusal.Invalid, "broken-export"));
            refused.Message.ShouldContain(sentence);
            refused.Message.ShouldNotContain("PeerNetwork.");
            await IsEmpty();
        }

        await StillTakes(file);
    }

    [Fact]
    public async Task What_follows_the_last_line_or_has_two_objects_on_a_line_is_refused()
    {
        var file = await SmallExport();
        var lines = file.TrimEnd().Split('\n');
        (await Should.ThrowAsync<BrokenExportException>(() => Import(_new, file + lines[^1] + "\n"))).Message.ShouldContain("Line 11: 'end' cannot follow 'end'");
        (await Should.ThrowAsync<BrokenExportException>(() => Import(_new, file + lines[0]))).Message.ShouldContain("Line 11: 'header' cannot follow 'end'");
        (await Should.ThrowAsync<BrokenExportException>(() => Import(_new, $"{lines[0]}{lines[1]}\n"))).Message.ShouldContain("Line 1: ");
        (await Should.ThrowAsync<BrokenExportException>(() => Import(_new, file[..^20]))).Message.ShouldContain("Line 10: ");
        (await Should.ThrowAsync<BrokenExportException>(() => Import(_new, ""))).Message.ShouldContain("the file ends here");
        await StillTakes(file);
    }

    [Fact]
    public async Task Another_transport_key_opens_nothing()
    {
        var file = await SmallExport();
        file.ShouldNotContain("Lovelace");
        var refused = await Should.ThrowAsync<BrokenExportException>(() => Import(_new, file, RandomNumberGenerator.GetBytes(32)));
        refused.Message.ShouldContain("Line 2: this key does not open with the given transport key");
        await StillTakes(file);
    }

    [Fact]
    public async Task A_store_that_holds_anything_takes_no_export()
    {
        var file = await SmallExport();
        await _new.OpenAccount("mine");
        await _new.CaughtUp();
        var before = await Verify(_new);
        var refused = await Should.ThrowAsync<RefusedException>(() => Import(_new, file));
        (refused.Refusal, refused.Code).ShouldBe((Refusal.Conflict, "store-not-empty"));
        (await Verify(_new)).StateHash.ShouldBe(before.StateHash);
    }

    [Fact]
    public async Task Events_of_a_kind_that_is_not_known_here_are_refused()
    {
        await using var richer = await Bank.Open(more: store => store.Stream<Vault>("vault", s => s.Event<VaultBuilt>("vault_built")));
        await richer.Request((events, _) => events.Update<Vault, VaultBuilt>(Guid.CreateVersion7(), (_, e) => new(e.Place), _ => [new("cellar")], default));
        var refused = await Should.ThrowAsync<RefusedException>(async () => await Import(_new, await Export(richer)));
        refused.Refusal.ShouldBe(Refusal.Invalid);
        refused.Message.ShouldContain("'vault_built'");
        await StillTakes(await SmallExport());
    }

    /// <summary>Ten lines: a header, a key, a stream, four events, a message, a position and the end.</summary>
    private async Task<string> SmallExport()
    {
        var account = await _old.OpenAccount("1");
        await _old.PayIn(account, 5);
        await Handle(_old, account, Guid.CreateVersion7());
        await _old.PayIn(account, 8);
        await Eventually.Holds(async () => await _old.Scalar<bool>("select last_seq_id = (select max(seq_id) from bank.mt_events) from bank.mt_event_progression where name = 'listener'"));
        return await Export(_old);
    }

    /// <summary>Shows that a refused import has left nothing behind: the whole file goes in.</summary>
    private async Task StillTakes(string file)
    {
        await IsEmpty();
        await Import(_new, file);
        (await Verify(_new)).Differences.ShouldBeEmpty();
    }

    private async Task IsEmpty()
    {
        foreach (var table in new[] { "bank.mt_streams", "bank.mt_events", "bank.inbox", "bank.personal_keys", "balances", "account_numbers" })
            (await _new.Scalar<long>($"select count(*) from {table}")).ShouldBe(0, table);
    }

    private async Task Erase(Guid person)
    {
        await _old.Services.GetRequiredService<PersonalKeys>().Erase(person, DateTimeOffset.UnixEpoch, default);
        await _old.CaughtUp();
        await _old.Services.GetRequiredService<ProjectionRebuild>().Run("balances", default);
    }

    /// <summary>A message that pays in one cent.</summary>
    private static async Task<bool> Handle(Bank bank, Guid account, Guid message)
    {
        await using var scope = bank.Services.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        return await scope.ServiceProvider.GetRequiredService<Inbox>().Once(
            message, "teller", () => events.Update<Account, AccountEvent>(account, Account.Evolve, _ => [new MoneyPaidIn(new(account), 1)], default), default);
    }

    private static async Task<string> Export(Bank bank)
    {
        using var file = new MemoryStream();
        await bank.Services.GetRequiredService<StreamsExport>().Write(file, TransportKey, default);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static async Task<ImportReport> Import(Bank bank, string file, byte[]? transportKey = null)
    {
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return await bank.Services.GetRequiredService<StreamsImport>().Read(lines, transportKey ?? TransportKey, default);
    }

    private static Task<VerificationReport> Verify(Bank bank) => bank.Services.GetRequiredService<Verification>().Run(TimeSpan.FromSeconds(30), default);

    private static Task<string> Rows(Bank bank, string table) => bank.Scalar<string>($"set timezone = 'UTC'; select string_agg(to_json(r)::text, e'\\n' order by to_json(r)::text) from {table} r");
}
