using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class VerificationTests : IAsyncLifetime
{
    private AccountsService _service = null!;

    public async Task InitializeAsync() => _service = await AccountsService.Start();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task A_consistent_service_has_no_differences_during_writes()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _service.OpenAccount()));
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(
            accounts.Select(account =>
                Task.Run(async () =>
                {
                    while (!stop.IsCancellationRequested)
                        await _service.PayIn(account, 1);
                })
            )
        );
        for (var i = 0; i < 3; i++)
            (await Verify()).Differences.ShouldBeEmpty();
        await stop.CancelAsync();
        await writing;
        var report = await Verify();
        report.Differences.ShouldBeEmpty();
        (report.Streams, report.Events).ShouldBe(
            (20, await _service.Scalar<long>("select count(*) from accounts.mt_events"))
        );
        report.Projections.Select(p => (p.Name, p.Rows)).ShouldBe([("account_numbers", 20), ("balances", 20)]);
        (await _service.Scalar<long>("select count(*) from pg_namespace where nspname like '%staging'")).ShouldBe(
            0,
            "nothing is left behind"
        );
    }

    [Theory]
    [InlineData(
        "update balances set cents = cents + 1 where number = 'b'",
        "1 rows are only in the table, 1 only in the rebuild"
    )]
    [InlineData("delete from balances where number = 'b'", "0 rows are only in the table, 1 only in the rebuild")]
    [InlineData(
        "insert into account_numbers values (gen_random_uuid(), 'stranger')",
        "1 rows are only in the table, 0 only in the rebuild"
    )]
    [InlineData(
        "update accounts.mt_streams set version = 7 where id = (select id from balances where number = 'b')",
        "says version 7 and has 2 events, from version 1 to 2; 1 streams are broken"
    )]
    [InlineData(
        "delete from accounts.mt_events where version = 1 and stream_id = (select id from balances where number = 'b')",
        "has 1 events, from version 2 to 2"
    )]
    [InlineData(
        "update accounts.mt_event_progression set last_seq_id = last_seq_id - 1 where name = 'balances:All'",
        "The shard balances:All is 1 events behind"
    )]
    public async Task A_manual_change_is_found(string change, string found)
    {
        await _service.OpenAccount("a");
        await _service.PayIn(await _service.OpenAccount("b"), 5);
        await _service.WaitUntilCaughtUp();
        var before = await Verify();
        await _service.Scalar<object>($"{change} returning 1");
        var after = await Verify();
        after.Differences.ShouldContain(
            d => d.Contains(found, StringComparison.Ordinal),
            string.Join('\n', after.Differences)
        );
        if (
            !change.Contains("progression", StringComparison.Ordinal)
            && !change.Contains("mt_streams", StringComparison.Ordinal)
        )
            after.StateHash.ShouldNotBe(before.StateHash);
    }

    [Fact]
    public async Task Equal_contents_have_equal_hashes_and_another_event_another_hash()
    {
        var id = await _service.OpenAccount("a");
        await _service.WaitUntilCaughtUp();
        var hash = (await Verify()).StateHash;
        (await Verify()).StateHash.ShouldBe(hash);
        await _service.PayIn(id, 1);
        (await Verify()).StateHash.ShouldNotBe(hash);
    }

    private Task<VerificationReport> Verify() =>
        _service.Services.GetRequiredService<Verification>().Run(TimeSpan.FromSeconds(2), default);
}
