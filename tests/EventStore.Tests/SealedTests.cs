using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventStore.Tests;

public sealed class SealedTests : IAsyncLifetime
{
    private Bank _bank = null!;

    public async Task InitializeAsync() => _bank = await Bank.Open();

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task A_name_stands_in_no_event_in_plain()
    {
        var id = await _bank.OpenAccount("DE1", "Grace Hopper");
        (await _bank.Scalar<string>("select string_agg(data::text, '') from bank.mt_events")).ShouldNotContain("Grace");
        (await _bank.Read(id))!.Holder.ShouldBe("Grace Hopper");
    }

    [Fact]
    public async Task Once_the_key_is_deleted_every_replica_reads_erased_and_the_stream_is_whole()
    {
        await using var other = await Bank.Open(_bank.ConnectionString);
        var id = await _bank.OpenAccount("DE1", "Grace Hopper");
        (await other.Read(id))!.Holder.ShouldBe("Grace Hopper");
        var keys = _bank.Services.GetRequiredService<PersonalKeys>();
        (await keys.Erase(id, DateTimeOffset.UnixEpoch, default)).ShouldBeTrue();
        (await keys.Erase(id, DateTimeOffset.UnixEpoch, default)).ShouldBeFalse();
        (await _bank.Read(id))!.Holder.ShouldBe("erased");
        await Testing.Eventually.Holds(async () => (await other.Read(id))!.Holder == "erased");
        (await _bank.PayIn(id, 1)).ShouldBe(2);
    }

    [Fact]
    public async Task A_sealed_text_does_not_open_under_another_person()
    {
        var (ada, grace) = (await _bank.OpenAccount("1", "Ada"), await _bank.OpenAccount("2", "Grace"));
        await _bank.Scalar<object>(
            $"update bank.mt_events set data = jsonb_set(data, '{{holder,text}}', (select data->'holder'->'text' from bank.mt_events where stream_id = '{ada}')) where stream_id = '{grace}' returning 1"
        );
        await Should.ThrowAsync<System.Security.Cryptography.AuthenticationTagMismatchException>(() =>
            _bank.Read(grace)
        );
    }
}
