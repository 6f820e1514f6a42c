using System.Security.Cryptography;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Testing;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class PersonalDataTests : IAsyncLifetime
{
    private static readonly byte[] OldMasterKey = RandomNumberGenerator.GetBytes(32),
        NewMasterKey = RandomNumberGenerator.GetBytes(32);

    private AccountsService _service = null!;

    public async Task InitializeAsync() => _service = await Open(new MasterKeys(OldMasterKey, NewMasterKey));

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Events_and_documents_contain_no_plain_name()
    {
        var id = await _service.OpenAccount("DE1", "Grace Hopper");
        await Store(new Letter(Guid.CreateVersion7(), id, new(id, "Dear Grace")));
        (await _service.Scalar<string>("select string_agg(data::text, '') from accounts.mt_events")).ShouldNotContain(
            "Grace"
        );
        (await _service.Scalar<string>("select data::text from accounts.mt_doc_letter")).ShouldNotContain("Grace");
        (await _service.Read(id))!.Holder.ShouldBe("Grace Hopper");
        (await LettersTo(_service, id)).ShouldBe(["Dear Grace"]);
    }

    [Fact]
    public async Task After_an_erasure_streams_documents_and_rebuilds_show_erased_and_later_text_is_not_stored()
    {
        var id = await _service.OpenAccount("DE1", "Grace Hopper");
        await Store(new Letter(Guid.CreateVersion7(), id, new(id, "Dear Grace")));
        (await Keys(_service).Erase(id, DateTimeOffset.UnixEpoch, default)).ShouldBeTrue();
        (await Keys(_service).Erase(id, DateTimeOffset.UnixEpoch, default)).ShouldBeTrue("a repeat says the same");
        (await Keys(_service).Erase(Guid.NewGuid(), DateTimeOffset.UnixEpoch, default)).ShouldBeFalse(
            "there was no key"
        );
        (await _service.Read(id))!.Holder.ShouldBe("erased");
        (await LettersTo(_service, id)).ShouldBe(["erased"]);
        (await _service.PayIn(id, 1)).ShouldBe(2);

        var later = Guid.CreateVersion7();
        await _service.Update(later, _ => [OpenedFor(later, id, "Grace again")]);
        (
            await _service.Scalar<bool>(
                $"select data->'holder'->>'text' is null from accounts.mt_events where stream_id = '{later}'"
            )
        ).ShouldBeTrue();
        await _service.WaitUntilCaughtUp();
        await _service.Services.GetRequiredService<ProjectionRebuild>().Run("balances", default);
        $"{(await _service.GetBalance(id))!.Holder}".ShouldBe("erased");
        $"{(await _service.GetBalance(later))!.Holder}".ShouldBe("erased");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_erasure_reaches_another_replica(bool connectionIsKilled)
    {
        await using var other = await Open(new MasterKeys(OldMasterKey));
        for (var i = 0; i < 10; i++)
        {
            await BothListen();
            var id = await _service.OpenAccount(holder: "Grace Hopper");
            (await other.Read(id))!.Holder.ShouldBe("Grace Hopper");
            if (connectionIsKilled)
                await _service.Scalar<long>(
                    """
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                    where datname = current_database() and query ilike 'listen%'
                    """
                );
            // A key that is cached after the loss of the connection must not stay in the cache.
            await other.Read(id);
            await Keys(_service).Erase(id, DateTimeOffset.UnixEpoch, default);
            await Eventually.Holds(async () => (await other.Read(id))!.Holder == "erased");
        }

        Task BothListen() =>
            Eventually.Holds(async () =>
                await _service.Scalar<long>(
                    """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and query ilike 'listen%' and state = 'idle'
                    """
                ) == 2
            );
    }

    [Fact]
    public async Task Concurrent_appends_for_new_people_create_one_key_each_and_all_texts_are_readable()
    {
        const int people = 100;
        await using var other = await Open(new MasterKeys(OldMasterKey));
        var owners = Enumerable.Range(0, people).Select(_ => Guid.CreateVersion7()).ToArray();
        var accounts = await Task.WhenAll(
            owners.SelectMany(owner =>
                new[] { _service, other }.Select(async service =>
                {
                    var id = Guid.CreateVersion7();
                    await service.Update(id, _ => [OpenedFor(id, owner, $"{owner}")]);
                    return (Id: id, Owner: owner);
                })
            )
        );
        (await _service.Scalar<long>("select count(*) from accounts.personal_data_keys")).ShouldBe(people);
        await using var third = await Open(new MasterKeys(OldMasterKey));
        foreach (var (id, owner) in accounts)
        {
            (await _service.Read(id))!.Holder.ShouldBe($"{owner}");
            (await other.Read(id))!.Holder.ShouldBe($"{owner}");
            (await third.Read(id))!.Holder.ShouldBe($"{owner}");
        }
    }

    [Fact]
    public async Task A_rotation_with_concurrent_writers_and_erasures_keeps_texts_readable_and_erased_people_erased()
    {
        await using var next = await Open(new MasterKeys(NewMasterKey, OldMasterKey));
        var accounts = (
            await Task.WhenAll(Enumerable.Range(0, 200).Select(n => _service.OpenAccount(holder: $"holder {n}")))
        ).ToList();
        var rotation = Keys(next).Rotate(default);
        var added = Task.WhenAll(Enumerable.Range(0, 100).Select(n => next.OpenAccount(holder: $"new {n}")));
        foreach (var erased in accounts[..50])
            await Keys(_service).Erase(erased, DateTimeOffset.UnixEpoch, default);
        (await rotation).ShouldBePositive();
        await Keys(next).Rotate(default);

        await using var last = await Open(new MasterKeys(NewMasterKey));
        for (var n = 0; n < accounts.Count; n++)
            foreach (var service in (AccountsService[])[_service, next, last])
                (await service.Read(accounts[n]))!.Holder.ShouldBe(n < 50 ? "erased" : $"holder {n}");
        foreach (var (n, id) in (await added).Index())
            (await last.Read(id))!.Holder.ShouldBe($"new {n}");
        (await Keys(next).Rotate(default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_master_key_that_is_missing_is_named_in_the_error()
    {
        var id = await _service.OpenAccount();
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
    public async Task A_missing_key_row_is_an_error_and_is_not_cached()
    {
        var id = await _service.OpenAccount(holder: "Grace Hopper");
        await _service.Scalar<object>(
            """
            create table public.kept as select * from accounts.personal_data_keys;
            delete from accounts.personal_data_keys returning 1
            """
        );
        await using var other = await Open(new MasterKeys(OldMasterKey));
        (await Should.ThrowAsync<Exception>(() => other.Read(id)))
            .GetBaseException()
            .ShouldBeOfType<CryptographicException>()
            .Message.ShouldContain($"{id}");
        await _service.Scalar<object>("insert into accounts.personal_data_keys select * from public.kept returning 1");
        (await other.Read(id))!.Holder.ShouldBe("Grace Hopper");
    }

    [Fact]
    public async Task An_encrypted_text_cannot_be_decrypted_for_another_person()
    {
        var (ada, grace) = (await _service.OpenAccount("1", "Ada"), await _service.OpenAccount("2", "Grace"));
        await _service.Scalar<object>(
            $$"""
            update accounts.mt_events set data = jsonb_set(data, '{holder,text}',
                (select data->'holder'->'text' from accounts.mt_events where stream_id = '{{ada}}'))
            where stream_id = '{{grace}}' returning 1
            """
        );
        (await Should.ThrowAsync<Exception>(() => _service.Read(grace)))
            .GetBaseException()
            .ShouldBeOfType<AuthenticationTagMismatchException>();
    }

    /// <summary>A document with personal text.</summary>
    public sealed record Letter(Guid Id, Guid Recipient, PersonalText Body);

    private async Task<AccountsService> Open(MasterKeys keys) =>
        await AccountsService.Start(
            _service?.ConnectionString,
            options => options.Schema.For<Letter>().DocumentAlias("letter"),
            masterKeys: keys
        );

    private async Task Store(Letter letter)
    {
        await using var session = _service.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        session.Store(letter);
        await session.SaveChangesAsync();
    }

    private static async Task<IEnumerable<string>> LettersTo(AccountsService service, Guid recipient)
    {
        await using var session = service.Services.GetRequiredService<IDocumentStore>().QuerySession();
        var letters = await session.Query<Letter>().Where(l => l.Recipient == recipient).ToListAsync();
        (await session.LoadAsync<Letter>(letters[0].Id)).ShouldBe(letters[0]);
        return letters.Select(l => $"{l.Body}");
    }

    private static AccountOpened OpenedFor(Guid id, Guid owner, string holder) =>
        new(new(id), $"{id}", Currency.Euro, new(owner, holder), new(2026, 11, 22));

    private static PersonalDataKeys Keys(AccountsService service) =>
        service.Services.GetRequiredService<PersonalDataKeys>();
}
