using System.Collections.Concurrent;
using System.Diagnostics;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>Personal data in the tables of inline and asynchronous projections.</summary>
public sealed class PersonalColumnsTests : IAsyncLifetime
{
    private static readonly Contact Arlington = new(
        "Arlington",
        new Dictionary<string, int> { ["patience"] = 5, ["calm"] = 1 }
    );

    private AccountsService _service = null!;

    public async Task InitializeAsync() => _service = await Open();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Tables_hold_no_plain_text_and_queries_read_it_back()
    {
        var id = await OpenAccount("Grace Hopper", Arlington);
        await _service.WaitUntilCaughtUp();

        var stored = await DatabaseDump.ReadAll(_service.ConnectionString);
        foreach (var table in (string[])["holders_v1.holders ", "balances_v1.balances ", "accounts.mt_events "])
            stored.ShouldContain($"{table}(");
        foreach (var secret in (string[])["Grace", "Hopper", "Arlington", "patience"])
            stored.ShouldNotContain(secret, Case.Insensitive);
        (await _service.GetBalance(id))!.Holder.ShouldBe(new(id, "Grace Hopper"));
        var holder = (await GetHolder(_service, id))!;
        holder.Name.ShouldBe(new(id, "Grace Hopper"));
        holder.Contact!.Value.Value!.City.ShouldBe("Arlington");
        holder.Contact!.Value.Value!.Answers.ShouldBe(Arlington.Answers);
    }

    [Fact]
    public async Task A_missing_value_is_null()
    {
        var id = await OpenAccount("Grace Hopper", null);
        (await GetHolder(_service, id))!.Contact.ShouldBeNull();
    }

    [Fact]
    public async Task After_an_erasure_the_tables_need_no_update_and_equal_their_rebuild()
    {
        var (grace, ada) = (await OpenAccount("Grace Hopper", Arlington), await OpenAccount("Ada Lovelace", Arlington));
        await _service.WaitUntilCaughtUp();
        var before = await TableRows();
        (await Differences()).ShouldBeEmpty();

        await Keys(_service).Erase(grace, DateTimeOffset.UnixEpoch, default);

        $"{(await _service.GetBalance(grace))!.Holder}".ShouldBe("erased");
        var holder = (await GetHolder(_service, grace))!;
        ($"{holder.Name}", holder.Contact!.Value.Value).ShouldBe(("erased", null));
        (await GetHolder(_service, ada))!.Name!.Value.Text.ShouldBe("Ada Lovelace");
        (await TableRows()).ShouldBe(before);
        (await Differences()).ShouldBeEmpty();
        foreach (var projection in (string[])["holders", "balances"])
            await _service.Services.GetRequiredService<ProjectionRebuild>().Run(projection, default);
        (await TableRows()).ShouldBe(before);
        (await Differences()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Text_of_an_erased_person_is_not_stored_and_creates_no_key()
    {
        var grace = await OpenAccount("Grace Hopper", Arlington);
        await Keys(_service).Erase(grace, DateTimeOffset.UnixEpoch, default);

        var later = await OpenAccount("Grace Hopper", Arlington, owner: grace);
        await _service.WaitUntilCaughtUp();

        $"{(await GetHolder(_service, later))!.Name}".ShouldBe("erased");
        foreach (var column in (string[])["h.name", "h.contact", "b.holder"])
            (
                await _service.Scalar<bool>(
                    $"select {column} ? 'text' from holders h join balances b on b.id = h.id where h.id = '{later}'"
                )
            ).ShouldBeFalse(column);
        (
            await _service.Scalar<long>("select count(*) from accounts.personal_data_keys where wrapped is not null")
        ).ShouldBe(0);
        (await Differences()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Equal_texts_have_equal_cipher_texts_only_for_one_person()
    {
        var grace = await OpenAccount("Grace Hopper", Arlington);
        var (again, other) = (
            await OpenAccount("Grace Hopper", null, owner: grace),
            await OpenAccount("Grace Hopper", null)
        );
        var texts = new Dictionary<Guid, string>();
        foreach (var id in (Guid[])[grace, again, other])
            texts[id] = await _service.Scalar<string>($"select name->>'text' from holders where id = '{id}'");
        texts[again].ShouldBe(texts[grace]);
        texts[other].ShouldNotBe(texts[grace]);
        (await _service.Scalar<string>($"select contact->>'text' from holders where id = '{grace}'"))[..16]
            .ShouldNotBe(texts[grace][..16], "another text has another nonce");
    }

    [Fact]
    public async Task The_keys_of_a_page_are_loaded_at_once()
    {
        const int people = 50;
        const string all = "master_key from accounts.personal_data_keys",
            some = $"{all} where owner = any($1)";
        await _service.DisposeAsync();
        using var statements = new StatementCounter();
        _service = await Open();
        for (var i = 0; i < people; i++)
            await OpenAccount($"holder {i}", Arlington);
        await Eventually.Holds(async () => await Ended(all) == 1);
        await _service.Scalar<object>(
            $"create table public.hidden as select * from accounts.personal_data_keys; "
                + "delete from accounts.personal_data_keys returning 1"
        );
        // This replica finds no keys at startup, so its cache is empty.
        await using var other = await Open(_service.ConnectionString);
        await Eventually.Holds(async () => await Ended(all) == 2);
        await _service.Scalar<object>(
            "insert into accounts.personal_data_keys select * from public.hidden returning 1"
        );

        var before = await Ended(some);
        var page = await other.ReadModels.Page<Holder>(
            $"select id, name, contact from holders",
            new(null, people),
            h => h.Id,
            default
        );

        page.Items.Select(h => h.Name!.Value.Text)
            .ShouldBe(Enumerable.Range(0, people).Select(i => $"holder {i}"), ignoreOrder: true);
        (await Ended(some)).ShouldBe(before + 1);

        async Task<int> Ended(string statement) =>
            statements.Count(await _service.Scalar<string>("select current_database()::text"), statement);
    }

    /// <summary>Counts the completed statements of this process by database.</summary>
    private sealed class StatementCounter : IDisposable
    {
        private readonly ConcurrentBag<string[]> _tags = [];
        private readonly ActivityListener _listener;

        public StatementCounter()
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity => _tags.Add([.. activity.Tags.Select(t => t.Value ?? "")]),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Count(string database, string end) =>
            _tags.Count(t => t.Contains(database) && t.Any(v => v.EndsWith(end, StringComparison.Ordinal)));

        public void Dispose() => _listener.Dispose();
    }

    public sealed record Holder(Guid Id, PersonalText? Name, PersonalValue<Contact>? Contact);

    /// <summary>The holders of accounts.</summary>
    public sealed class Holders : TableProjection
    {
        public Holders()
            : base("holders")
        {
            var holders = AddTable("holders");
            holders.AddColumn<Guid>("id").AsPrimaryKey();
            holders.AddColumn("name", "jsonb");
            holders.AddColumn("contact", "jsonb");
        }

        protected override void Apply(IEvent e, IDocumentOperations operations)
        {
            if (e.Data is AccountOpened opened)
                operations.QueueSql(
                    $"insert into holders (id, name, contact) values ({e.StreamId}, {opened.Holder}, {opened.Contact})"
                );
        }
    }

    private static Task<AccountsService> Open(string? connectionString = null) =>
        AccountsService.Start(
            connectionString,
            options => options.Projections.Add(new Holders(), ProjectionLifecycle.Inline)
        );

    private async Task<Guid> OpenAccount(string holder, Contact? contact, Guid? owner = null)
    {
        var id = Guid.CreateVersion7();
        var person = owner ?? id;
        await _service.Update(
            id,
            _ =>
                [
                    AccountsService.NewAccountOpened(id, $"{id}") with
                    {
                        Holder = new(person, holder),
                        Contact = contact is null ? null : new(person, contact),
                    },
                ]
        );
        return id;
    }

    private static Task<Holder?> GetHolder(AccountsService service, Guid id) =>
        service.ReadModels.QueryFirstOrDefault<Holder>(
            $"select id, name, contact from holders where id = {id}",
            default
        );

    private async Task<string> TableRows() =>
        await _service.Scalar<string>(
            "select string_agg(h::text || b::text, ' ' order by h.id) from holders h join balances b on b.id = h.id"
        );

    private async Task<IReadOnlyList<string>> Differences() =>
        (await _service.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)).Differences;

    private static PersonalDataKeys Keys(AccountsService service) =>
        service.Services.GetRequiredService<PersonalDataKeys>();
}
