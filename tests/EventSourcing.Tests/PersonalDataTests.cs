using System.Diagnostics;
using System.Security.Cryptography;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class PersonalDataTests : IAsyncLifetime
{
    private static readonly byte[] OldMasterKey = RandomNumberGenerator.GetBytes(32),
        NewMasterKey = RandomNumberGenerator.GetBytes(32);

    private Bank _bank = null!;

    public async Task InitializeAsync() => _bank = await Open(new MasterKeys(OldMasterKey, NewMasterKey));

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task A_name_stands_in_no_event_and_no_document_in_plain()
    {
        var id = await _bank.OpenAccount("DE1", "Grace Hopper");
        await Store(new Letter(Guid.CreateVersion7(), id, new(id, "Dear Grace")));
        (await _bank.Scalar<string>("select string_agg(data::text, '') from bank.mt_events")).ShouldNotContain("Grace");
        (await _bank.Scalar<string>("select data::text from bank.mt_doc_letter")).ShouldNotContain("Grace");
        (await _bank.Read(id))!.Holder.ShouldBe("Grace Hopper");
        (await LettersTo(_bank, id)).ShouldBe(["Dear Grace"]);
    }

    [Fact]
    public async Task Once_a_person_is_erased_streams_documents_and_rebuilds_say_so_and_later_text_is_not_stored()
    {
        var id = await _bank.OpenAccount("DE1", "Grace Hopper");
        await Store(new Letter(Guid.CreateVersion7(), id, new(id, "Dear Grace")));
        (await Keys(_bank).Erase(id, DateTimeOffset.UnixEpoch, default)).ShouldBeTrue();
        (await Keys(_bank).Erase(id, DateTimeOffset.UnixEpoch, default)).ShouldBeFalse();
        (await _bank.Read(id))!.Holder.ShouldBe("erased");
        (await LettersTo(_bank, id)).ShouldBe(["erased"]);
        (await _bank.PayIn(id, 1)).ShouldBe(2);

        var later = Guid.CreateVersion7();
        await _bank.Update(later, _ => [OpenedFor(later, id, "Grace again")]);
        (
            await _bank.Scalar<bool>(
                $"select data->'holder'->>'text' is null from bank.mt_events where stream_id = '{later}'"
            )
        ).ShouldBeTrue();
        await _bank.CaughtUp();
        await _bank.Services.GetRequiredService<ProjectionRebuild>().Run("balances", default);
        $"{(await _bank.BalanceOf(id))!.Holder}".ShouldBe("erased");
        $"{(await _bank.BalanceOf(later))!.Holder}".ShouldBe("erased");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_erasure_reaches_another_replica_within_a_second(bool connectionIsKilled)
    {
        await using var other = await Open(new MasterKeys(OldMasterKey));
        for (var i = 0; i < 10; i++)
        {
            await BothListen();
            var id = await _bank.OpenAccount(holder: "Grace Hopper");
            (await other.Read(id))!.Holder.ShouldBe("Grace Hopper");
            if (connectionIsKilled)
                await _bank.Scalar<long>(
                    """
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                    where datname = current_database() and query ilike 'listen%'
                    """
                );
            // Whatever is cached after the loss of the connection must not stay.
            await other.Read(id);
            await Keys(_bank).Erase(id, DateTimeOffset.UnixEpoch, default);
            var since = Stopwatch.GetTimestamp();
            await Eventually.Holds(async () => (await other.Read(id))!.Holder == "erased");
            Stopwatch.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        }

        Task BothListen() =>
            Eventually.Holds(async () =>
                await _bank.Scalar<long>(
                    """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and query ilike 'listen%' and state = 'idle'
                    """
                ) == 2
            );
    }

    [Fact]
    public async Task Racing_appends_for_new_people_make_one_key_for_each_and_all_texts_are_readable()
    {
        const int people = 100;
        await using var other = await Open(new MasterKeys(OldMasterKey));
        var owners = Enumerable.Range(0, people).Select(_ => Guid.CreateVersion7()).ToArray();
        var accounts = await Task.WhenAll(
            owners.SelectMany(owner =>
                new[] { _bank, other }.Select(async bank =>
                {
                    var id = Guid.CreateVersion7();
                    await bank.Update(id, _ => [OpenedFor(id, owner, $"{owner}")]);
                    return (Id: id, Owner: owner);
                })
            )
        );
        (await _bank.Scalar<long>("select count(*) from bank.personal_data_keys")).ShouldBe(people);
        await using var third = await Open(new MasterKeys(OldMasterKey));
        foreach (var (id, owner) in accounts)
        {
            (await _bank.Read(id))!.Holder.ShouldBe($"{owner}");
            (await other.Read(id))!.Holder.ShouldBe($"{owner}");
            (await third.Read(id))!.Holder.ShouldBe($"{owner}");
        }
    }

    [Fact]
    public async Task A_rotation_among_writers_and_erasures_leaves_every_text_readable_and_the_erased_erased()
    {
        await using var next = await Open(new MasterKeys(NewMasterKey, OldMasterKey));
        var accounts = (
            await Task.WhenAll(Enumerable.Range(0, 200).Select(n => _bank.OpenAccount(holder: $"holder {n}")))
        ).ToList();
        var rotation = Keys(next).Rotate(default);
        var added = Task.WhenAll(Enumerable.Range(0, 100).Select(n => next.OpenAccount(holder: $"new {n}")));
        foreach (var erased in accounts[..50])
            await Keys(_bank).Erase(erased, DateTimeOffset.UnixEpoch, default);
        (await rotation).ShouldBePositive();
        await Keys(next).Rotate(default);

        await using var last = await Open(new MasterKeys(NewMasterKey));
        for (var n = 0; n < accounts.Count; n++)
            foreach (var bank in (Bank[])[_bank, next, last])
                (await bank.Read(accounts[n]))!.Holder.ShouldBe(n < 50 ? "erased" : $"holder {n}");
        foreach (var (n, id) in (await added).Index())
            (await last.Read(id))!.Holder.ShouldBe($"new {n}");
        (await Keys(next).Rotate(default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_master_key_that_is_missing_is_named_in_the_error()
    {
        var id = await _bank.OpenAccount();
        await using var other = await Open(new MasterKeys(RandomNumberGenerator.GetBytes(32)));
        (await Should.ThrowAsync<Exception>(() => other.Read(id)))
            .GetBaseException()
            .ShouldBeOfType<CryptographicException>()
            .Message.ShouldContain("add it to PersonalData:FormerMasterKeys");
        Should
            .Throw<ArgumentException>(() => new MasterKeys(new byte[16]))
            .Message.ShouldBe("A master key has to have 32 bytes.");
    }

    [Fact]
    public async Task A_missing_key_row_is_an_error_and_is_not_remembered()
    {
        var id = await _bank.OpenAccount(holder: "Grace Hopper");
        await _bank.Scalar<object>(
            """
            create table public.kept as select * from bank.personal_data_keys;
            delete from bank.personal_data_keys returning 1
            """
        );
        await using var other = await Open(new MasterKeys(OldMasterKey));
        (await Should.ThrowAsync<Exception>(() => other.Read(id)))
            .GetBaseException()
            .ShouldBeOfType<CryptographicException>()
            .Message.ShouldContain($"{id}");
        await _bank.Scalar<object>("insert into bank.personal_data_keys select * from public.kept returning 1");
        (await other.Read(id))!.Holder.ShouldBe("Grace Hopper");
    }

    [Fact]
    public async Task An_encrypted_text_does_not_open_under_another_person()
    {
        var (ada, grace) = (await _bank.OpenAccount("1", "Ada"), await _bank.OpenAccount("2", "Grace"));
        await _bank.Scalar<object>(
            $$"""
            update bank.mt_events set data = jsonb_set(data, '{holder,text}',
                (select data->'holder'->'text' from bank.mt_events where stream_id = '{{ada}}'))
            where stream_id = '{{grace}}' returning 1
            """
        );
        (await Should.ThrowAsync<Exception>(() => _bank.Read(grace)))
            .GetBaseException()
            .ShouldBeOfType<AuthenticationTagMismatchException>();
    }

    /// <summary>A document with personal text.</summary>
    public sealed record Letter(Guid Id, Guid Recipient, PersonalText Body);

    private async Task<Bank> Open(MasterKeys keys) =>
        await Bank.Open(
            _bank?.ConnectionString,
            options => options.Schema.For<Letter>().DocumentAlias("letter"),
            masterKeys: keys
        );

    private async Task Store(Letter letter)
    {
        await using var session = _bank.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        session.Store(letter);
        await session.SaveChangesAsync();
    }

    private static async Task<IEnumerable<string>> LettersTo(Bank bank, Guid recipient)
    {
        await using var session = bank.Services.GetRequiredService<IDocumentStore>().QuerySession();
        var letters = await session.Query<Letter>().Where(l => l.Recipient == recipient).ToListAsync();
        (await session.LoadAsync<Letter>(letters[0].Id)).ShouldBe(letters[0]);
        return letters.Select(l => $"{l.Body}");
    }

    private static AccountOpened OpenedFor(Guid id, Guid owner, string holder) =>
        new(new(id), $"{id}", Currency.Euro, new(owner, holder), new(2026, 11, 22));

    private static PersonalDataKeys Keys(Bank bank) => bank.Services.GetRequiredService<PersonalDataKeys>();
}
